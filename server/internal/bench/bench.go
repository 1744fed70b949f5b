package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"understory/server/internal/postgrestest"
	"understory/server/internal/subprocess"
)

// effort is how thoroughly a run measures.
type effort struct {
	rounds    int           // of whatever is measured in turns
	reading   time.Duration // a round of requests
	posting   time.Duration // a round of posts
	pages     int           // readings of each uncached page
	medium    int           // comments of the middle thread, a multiple of conversationSize
	large     int           // and of the large one
	stories   int           // of tinySize comments each, among which the others lie
	starts    int
	streams   int
	announced int // comments to those who hold a stream
	postsOver int // articles

	loads, presses, keys int // in the browser; a single load is at full speed
}

var (
	fully   = effort{rounds: 11, reading: time.Second, posting: 400 * time.Millisecond, pages: 300, medium: 10_000, large: 100_000, stories: 8_900, starts: 9, streams: 10_000, announced: 20, postsOver: 1_000, loads: 5, presses: 10, keys: 15}
	shortly = effort{rounds: 1, reading: 200 * time.Millisecond, posting: 100 * time.Millisecond, pages: 10, medium: 2_000, large: 4_000, stories: 3, starts: 1, streams: 100, announced: 2, postsOver: 20, loads: 1, presses: 1, keys: 2}
)

// comments is how many lie in each database that is read, about: those that only are counted left out.
func (e effort) comments() int {
	return 3*conversationSize + e.medium + e.large + e.stories*tinySize
}

// connections is how many clients ask at once, where it is not said otherwise.
const connections = 32

// A subject is a table of the report.
type subject struct {
	title   string
	how     string // it is measured; a paragraph of the report
	measure func(*bench, context.Context) ([]row, error)
}

func subjects(e effort) []subject {
	return []subject{
		{"First page from memory", howCached, (*bench).cachedPage},
		{"Pages from the database", howUncached(e), (*bench).uncachedPages},
		{"A story that many read and some write to", howMixed, (*bench).mixed},
		{"Durable posts", howPosts(e), (*bench).posts},
		{"Counts for an index page", howCounts, (*bench).counts},
		{"Open streams", howStreams(e), (*bench).streams},
		{"What a browser fetches", howWidget, (*bench).widget},
		{"In a browser", howBrowser(e), (*bench).browser},
		{"Start and memory", howStart(e), (*bench).start},
	}
}

// bench is one run: where the project is, and what was built and filled for it.
type bench struct {
	effort   effort
	root     string // the module's folder
	scratch  string // a temporary folder
	binary   string // the server, built
	machine  machine
	postgres *postgrestest.Cluster
	reading  []*database // with threads, SQLite first
}

// prepare builds the server and fills a database of each kind.
func prepare(ctx context.Context, e effort) (*bench, error) {
	b := &bench{effort: e}
	if err := b.prepare(ctx); err != nil {
		return nil, errors.Join(err, b.tearDown())
	}
	return b, nil
}

func (b *bench) prepare(ctx context.Context) (err error) {
	if b.scratch, err = os.MkdirTemp("", "understory-bench-"); err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	load := loadAverage() // before we add to it
	if err := b.build(ctx); err != nil {
		return err
	}
	if b.postgres, err = postgrestest.Start(ctx, postgrestest.Durable); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	if b.reading, err = b.openBoth(ctx, "reading"); err != nil {
		return err
	}
	for _, db := range b.reading {
		if err := db.addThreads(ctx, b.effort); err != nil {
			return fmt.Errorf("fill %s: %w", db.name, err)
		}
	}
	b.machine, err = b.describeMachine(ctx, load)
	return err
}

// build makes the binary that people run.
func (b *bench) build(ctx context.Context) error {
	root, err := subprocess.Output(subprocess.Command(ctx, "", nil, "go", "list", "-m", "-f", "{{.Dir}}"))
	if err != nil {
		return fmt.Errorf("find the module: %w\n%s", err, root)
	}
	b.root = strings.TrimSpace(root)
	b.binary = filepath.Join(b.scratch, "understory")
	if runtime.GOOS == "windows" {
		b.binary += ".exe"
	}
	out, err := subprocess.Output(subprocess.Command(ctx, b.root, nil, "go", "build", "-o", b.binary, "./server"))
	if err != nil {
		return fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return nil
}

func (b *bench) tearDown() error {
	var all []error
	for _, db := range b.reading {
		all = append(all, db.store.Close())
	}
	if b.postgres != nil {
		all = append(all, b.postgres.Stop())
	}
	if b.scratch != "" {
		all = append(all, os.RemoveAll(b.scratch))
	}
	return errors.Join(all...)
}

// inTurns measures the sides of a comparison in turns, so that whatever else the machine does falls on all of them.
// Every other round goes backwards.
func inTurns(rounds int, sides ...func() error) error {
	for round := range rounds {
		for i := range sides {
			if round%2 == 1 {
				i = len(sides) - 1 - i
			}
			if err := sides[i](); err != nil {
				return err
			}
		}
	}
	return nil
}
