package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"understory/server/internal/comment"
	"understory/server/internal/postgrestest"
	"understory/server/internal/site"
	"understory/server/internal/store"
)

// database is one that was made for this run: migrated, with the demo site.
type database struct {
	name  string // sqlite or postgres, as people write them
	url   string
	store *store.Store
	site  site.Site

	// What openBoth leaves empty and addThreads fills.
	tiny, small, medium, large thread // of the same conversations
	mixed                      thread
	hot                        thread // which is written to
	counted                    []comment.Page
}

const (
	sqlite   = "SQLite"
	postgres = "PostgreSQL"
)

// openBoth makes a database of each kind, SQLite first.
func (b *bench) openBoth(ctx context.Context, name string) ([]*database, error) {
	made, err := postgrestest.Database(ctx, b.postgres.URL, name)
	if err != nil {
		return nil, err
	}
	var both []*database
	for _, kind := range []struct{ name, url string }{{sqlite, "sqlite:" + filepath.Join(b.scratch, name+".db")}, {postgres, made}} {
		db, err := open(ctx, kind.name, kind.url)
		if err != nil {
			return nil, errors.Join(err, closeAll(both))
		}
		both = append(both, db)
	}
	return both, nil
}

func open(ctx context.Context, name, databaseURL string) (*database, error) {
	opened, err := store.Open(ctx, databaseURL)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	on, err := opened.AddSite(ctx, site.Demo())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make the demo site: %w", err), opened.Close())
	}
	return &database{name: name, url: databaseURL, store: opened, site: on}, nil
}

func closeAll(databases []*database) error {
	var all []error
	for _, db := range databases {
		all = append(all, db.store.Close())
	}
	return errors.Join(all...)
}

// bySize are the threads that differ in nothing but their size, the smallest first.
func (db *database) bySize() []thread { return []thread{db.tiny, db.small, db.medium, db.large} }

// thread is an article with its comments.
type thread struct {
	page     comment.Page
	comments int
}

func (t thread) String() string { return grouped(float64(t.comments)) + " comments" }

// path asks for the thread's first page; more is further parameters.
func (t thread) path(more string) string {
	return "/api/v1/thread?site=" + site.DemoKey + "&url=" + url.QueryEscape(t.page.URL) + more
}

// countsPath asks for the counts of many stories at once.
func (db *database) countsPath() string {
	var path strings.Builder
	path.WriteString("/api/v1/counts?site=" + site.DemoKey)
	for _, page := range db.counted {
		path.WriteString("&url=" + url.QueryEscape(page.URL))
	}
	return path.String()
}

// story is the page of an invented story.
func story(name string) (comment.Page, error) {
	return comment.PageOf("", "http://localhost/stories/"+name, "Story "+name)
}
