package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/markup"
	"understory/server/internal/seed"
)

// When comments were written: five minutes after each other, and two days after the end of the conversation before. No
// rank outweighs two days here, so one conversation follows the other in a thread's best comments as well.
const (
	between = 5 * time.Minute
	pause   = 48 * time.Hour
)

// commentsOfCounted is how many comments each story has of which only the count is asked for.
const commentsOfCounted = 10

// addThreads fills a database with what is read: threads of the same conversations in four sizes, one of mixed comments,
// one to be written to, stories for an index page, and many more stories around them. Rows go in by the hundred, with the
// counters that as many posts would have left.
func (db *database) addThreads(ctx context.Context, e effort) error {
	f, err := db.filler(ctx)
	if err != nil {
		return err
	}
	for _, part := range []func(context.Context, *filler, effort) error{db.addSizes, db.addMixed, db.addStories, db.addCounted} {
		if err := part(ctx, f, e); err != nil {
			return err
		}
	}
	return db.settle(ctx)
}

func (db *database) addSizes(ctx context.Context, f *filler, e effort) error {
	talk, err := conversation(conversationSize)
	if err != nil {
		return err
	}
	for _, one := range []struct {
		thread   *thread
		name     string
		comments int
	}{{&db.small, "small", conversationSize}, {&db.medium, "medium", e.medium}, {&db.large, "large", e.large}, {&db.hot, "hot", conversationSize}} {
		if *one.thread, err = f.thread(ctx, one.name, talk, one.comments); err != nil {
			return err
		}
	}
	return nil
}

func (db *database) addMixed(ctx context.Context, f *filler, _ effort) error {
	various, err := mixed.conversation(conversationSize)
	if err != nil {
		return err
	}
	db.mixed, err = f.thread(ctx, "mixed", various, conversationSize)
	return err
}

func (db *database) addStories(ctx context.Context, f *filler, e effort) error {
	talk, err := conversation(tinySize)
	if err != nil {
		return err
	}
	for i := range e.stories {
		if db.tiny, err = f.thread(ctx, fmt.Sprintf("story-%d", i), talk, tinySize); err != nil {
			return err
		}
	}
	return nil
}

func (db *database) addCounted(ctx context.Context, f *filler, _ effort) error {
	few, err := conversation(commentsOfCounted)
	if err != nil {
		return err
	}
	for i := range countedPages {
		counted, err := f.thread(ctx, fmt.Sprintf("counted-%d", i), few, commentsOfCounted)
		if err != nil {
			return err
		}
		db.counted = append(db.counted, counted.page)
	}
	return nil
}

// settle does what PostgreSQL's autovacuum does some time after so many rows; SQLite has no such thing.
func (db *database) settle(ctx context.Context) error {
	if db.name != postgres {
		return nil
	}
	writer, _ := db.store.Pools()
	if _, err := writer.ExecContext(ctx, "VACUUM ANALYZE"); err != nil {
		return fmt.Errorf("vacuum: %w", err)
	}
	return nil
}

// filler puts rows into a database, all of the demo site.
type filler struct {
	db      *database
	random  *rand.Rand
	readers []account.Reader
}

// filler makes the readers whom everything else belongs to.
func (db *database) filler(ctx context.Context) (*filler, error) {
	f := &filler{db: db, random: rand.New(rand.NewPCG(3, 4))} //nolint:gosec // no secrets here
	for i := range readers {
		hash := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i)))
		f.readers = append(f.readers, account.Reader{ID: seed.ID(f.random, time.Now()), KeyHash: hash, Name: fmt.Sprintf("Reader %03d", i), CreatedAt: time.Now()})
	}
	return f, db.store.AddBatch(ctx, db.site.ID, seed.Batch{Readers: f.readers})
}

// article is one that has so many comments already.
func (f *filler) article(page comment.Page, comments int, created, last time.Time) comment.Article {
	return comment.Article{ID: seed.ID(f.random, created), Identity: page.Identity, URL: page.URL, Title: page.Title, Status: comment.Open,
		CommentCount: int64(comments), Version: int64(comments), LastCommentAt: last, CreatedAt: created}
}

// thread adds an article with so many comments: a conversation, as often as needed.
func (f *filler) thread(ctx context.Context, name string, talk []utterance, comments int) (thread, error) {
	page, err := story(name)
	if err != nil {
		return thread{}, err
	}
	lasts := time.Duration(len(talk))*between + pause
	last := time.Now().Truncate(time.Second) // whole seconds, which all are written with as many digits
	created := last.Add(-time.Duration(comments/len(talk)) * lasts)
	article := f.article(page, comments, created, last)
	return thread{page: page, comments: comments}, f.db.store.InTx(ctx, func(ctx context.Context) error {
		batch := seed.Batch{Articles: []comment.Article{article}}
		for before := range comments / len(talk) {
			batch.Comments = f.comments(article.ID, talk, created.Add(time.Duration(before)*lasts+pause))
			if err := f.db.store.AddBatch(ctx, f.db.site.ID, batch); err != nil {
				return err
			}
			batch.Articles = nil
		}
		return nil
	})
}

// comments are a conversation that began at a time.
func (f *filler) comments(article comment.ArticleID, talk []utterance, began time.Time) []comment.Comment {
	made := make([]comment.Comment, len(talk))
	parents := make([]int, len(talk))
	for i, u := range talk {
		at, author := began.Add(time.Duration(i+1)*between), f.readers[u.reader]
		made[i] = comment.Comment{ID: seed.ID(f.random, at), Article: article, Level: u.level, Reader: author.ID, Name: author.Name,
			Status: comment.Published, Respects: u.respects, Version: 1, CreatedAt: at, Renderer: markup.Version, Tree: u.tree, Source: u.source}
		if parents[i] = u.parent; u.parent >= 0 {
			made[i].Parent = uuid.NullUUID{UUID: made[u.parent].ID, Valid: true}
		}
	}
	seed.Count(made, parents)
	return made
}

// placeholders writes a statement's question marks as the database wants them: PostgreSQL numbers them.
func (db *database) placeholders(text string) string {
	if db.name != postgres {
		return text
	}
	var out strings.Builder
	for i, part := range strings.Split(text, "?") {
		if i > 0 {
			out.WriteString("$" + strconv.Itoa(i))
		}
		out.WriteString(part)
	}
	return out.String()
}
