package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"understory/server/internal/storetest"
)

// nextMigrations are what the two releases after this one might bring: the first only adds, the second takes away what
// this release's programs use and the first one's no longer do.
var nextMigrations = []struct{ name, up string }{
	{"99990101000000_grow.sql", `ALTER TABLE comments ADD COLUMN mood text NOT NULL DEFAULT '';
CREATE TABLE moods (name text NOT NULL PRIMARY KEY);`},
	{"99990201000000_shrink.sql", `ALTER TABLE comments DROP COLUMN mood;
UPDATE installation SET value = '99990101000000' WHERE name = 'oldest_program';`},
}

// buildLater makes the program as it would be with some of those migrations, which the sources do not have: the compiler
// is shown them as if they had.
func buildLater(t *testing.T, migrations int) (path string) {
	t.Helper()
	folder := t.TempDir()
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	write := func(name string, text []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, next := range nextMigrations[:migrations] {
		file := write(next.name, []byte("-- +goose Up\n"+next.up+"\n"))
		for _, database := range []string{"postgres", "sqlite"} {
			place, err := filepath.Abs(filepath.Join("..", "migrations", database, next.name))
			if err != nil {
				t.Fatal(err)
			}
			overlay.Replace[place] = file
		}
	}
	text, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	path, err = build(fmt.Sprint("understory-later-", migrations), "-overlay", write("overlay.json", text))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestThePreviousReleaseRunsBesideTheNextUntilTheSchemaShrinks is an upgrade of one process after the other, twice.
func TestThePreviousReleaseRunsBesideTheNextUntilTheSchemaShrinks(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, databaseURL string) {
		begin := func(path string) *process {
			t.Helper()
			p, err := launch(t, path, databaseURL, "UNDERSTORY_RATE_LIMIT=off")
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		this, err := binary()
		if err != nil {
			t.Fatal(err)
		}
		next, last := buildLater(t, 1), buildLater(t, 2)
		old := begin(this)
		first := old.post(newGuest(), "Ana", "Written before.", "")
		old.post(newGuest(), "Ana", "Written before too, so that all its statements are prepared.", first)
		new1 := begin(next)
		older := begin(this) // started when the schema is ahead of it
		for i, p := range []*process{old, new1, older} {
			text := fmt.Sprintf("Written by number %d.", i)
			p.post(newGuest(), "Ben", text, "")
			reply := p.post(newGuest(), "Ben", "An answer.", first)
			p.must(201, "POST", "/api/v1/comments/"+reply+"/reports?site=demo", map[string]any{"reason": "abuse"}, "Authorization", newGuest())
			for _, reader := range []*process{old, new1, older} {
				until(t, 2*time.Second, text, func() bool { return reader.shows(text) })
			}
		}

		new2 := begin(last)
		for _, p := range []*process{old, older} {
			select {
			case <-p.ended:
			case <-time.After(4 * schemaWatch):
				t.Fatalf("it goes on with a schema that does not fit it\n%s", p.log)
			}
			if p.end == nil || !strings.Contains(p.log.String(), "newer Understory") {
				t.Errorf("it ended with %v and says not why\n%s", p.end, p.log)
			}
		}
		if p, err := launch(t, this, databaseURL); err == nil || !strings.Contains(err.Error(), "made ready for a newer Understory") {
			t.Errorf("a program that does not fit started: %v, %v", p, err)
		}
		new3 := begin(next) // the previous release of the last one
		for i, p := range []*process{new1, new2, new3} {
			text := fmt.Sprintf("Written later by number %d.", i)
			p.post(newGuest(), "Cyd", text, "")
			p.post(newGuest(), "Cyd", "An answer.", first)
			for _, reader := range []*process{new1, new2, new3} {
				until(t, 2*time.Second, text, func() bool { return reader.shows(text) })
			}
		}
		for _, p := range []*process{new1, new2, new3} {
			if err := p.stop(syscall.SIGTERM); err != nil {
				t.Errorf("ended with %v\n%s", err, p.log)
			}
		}
	})
}
