package store_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/seed"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// opened is a store on a fresh SQLite file, with the file's address and name.
func opened(t *testing.T) (s *store.Store, address, path string) {
	t.Helper()
	address = storetest.SQLite(t)
	s, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, address, strings.TrimPrefix(address, "sqlite:")
}

// dump is every row of every table, as text.
func dump(t *testing.T, path string) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string][]string{"schema": column(t, db, "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name <> 'sqlite_sequence' ORDER BY name")}
	for _, table := range column(t, db, "SELECT name FROM sqlite_master WHERE type = 'table'") {
		columns := column(t, db, "SELECT 'quote(' || name || ')' FROM pragma_table_info('"+table+"')")
		all[table] = column(t, db, "SELECT "+strings.Join(columns, " || ',' || ")+" FROM "+table+" ORDER BY 1")
	}
	return all
}

func column(t *testing.T, db *sql.DB, query string) (cells []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var cell string
		if err := rows.Scan(&cell); err != nil {
			t.Fatal(err)
		}
		cells = append(cells, cell)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return cells
}

func wantEqual(t *testing.T, got, want map[string][]string) {
	t.Helper()
	if len(want["comments"]) == 0 {
		t.Error("there are no rows to compare")
	}
	for table := range maps.Keys(want) {
		if !slices.Equal(got[table], want[table]) {
			t.Errorf("table %s has %d rows, want %d: they differ", table, len(got[table]), len(want[table]))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d tables, want %d", len(got), len(want))
	}
}

func TestABackupComesBackRowByRow(t *testing.T) {
	t.Parallel()
	s, address, path := opened(t)
	seeded(t, s, seed.Options{Comments: 1_000, Articles: 20, Seed: 11})
	want := dump(t, path)
	file := filepath.Join(t.TempDir(), "backup.db")
	held, err := store.Backup(t.Context(), address, file, false)
	if err != nil {
		t.Fatal(err)
	}
	if held.Comments != 1_000 || held.Articles != 20 || held.Sites != 1 || held.Accounts != 1 || held.Schema != store.KnownSchema() || held.Size < 500_000 {
		t.Errorf("it says that the backup holds %+v", held)
	}
	wantEqual(t, dump(t, file), want)

	if _, err := s.AddSite(t.Context(), site.Site{Key: "later", Settings: site.Defaults()}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), address, file, true); err == nil || !strings.Contains(err.Error(), "stop the server") {
		t.Fatalf("restoring under an open store: %v, want a refusal", err)
	}
	if _, err := s.Site(t.Context(), "later"); err != nil {
		t.Fatalf("after a refused restore the store does not work: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), address, file, false); err == nil || !strings.Contains(err.Error(), "--force") {
		t.Fatalf("restoring over a database: %v, want a refusal", err)
	}
	later := dump(t, path)
	restored, err := store.Restore(t.Context(), address, file, true)
	if err != nil {
		t.Fatal(err)
	}
	wantEqual(t, dump(t, path), want)
	wantEqual(t, dump(t, restored.Before), later)
	if left, err := filepath.Glob(path + "*"); err != nil || len(left) != 2 {
		t.Errorf("the folder holds %v, %v; want the database and what was there before", left, err)
	}
	again, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Close() })
	if sites, err := again.Sites(t.Context()); err != nil || len(sites) != 1 {
		t.Errorf("after the restore there are %d sites, %v", len(sites), err)
	}
}

// writer posts one text after the other, numbered, and says how many were acknowledged.
func writer(ctx context.Context, t *testing.T, s *store.Store, on site.Site, name string) int {
	service := &comment.Service{Store: s, Now: time.Now, Review: func(context.Context, site.Site, comment.Draft) (comment.Verdict, error) {
		return comment.Verdict{Action: comment.Publish}, nil
	}}
	page, err := comment.PageOf("", "http://localhost/stories/busy", "Busy")
	if err != nil {
		t.Error(err)
	}
	for n := 1; ; n++ {
		if ctx.Err() != nil {
			return n - 1
		}
		draft := comment.Draft{Page: page, Name: name, Body: fmt.Sprintf("text %d", n), Author: sha256.Sum256([]byte(name))}
		if _, err := service.Post(context.WithoutCancel(ctx), on, draft); err != nil {
			t.Errorf("post: %v", err)
			return n - 1
		}
	}
}

// TestABackupUnderLoadIsOfOneMoment lets four write while copies are made. Each copy must hold the first so many texts of
// each writer without a gap, and counters that equal its rows: no half of any transaction.
func TestABackupUnderLoadIsOfOneMoment(t *testing.T) {
	t.Parallel()
	s, address, path := opened(t)
	on, _ := seeded(t, s, seed.Options{Comments: 800, Articles: 20, Seed: 12})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var writing sync.WaitGroup
	for i := range 4 {
		writing.Go(func() { writer(ctx, t, s, on, fmt.Sprintf("writer %d", i)) })
	}
	var copies []string
	for i := range 4 {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("copy-%d.db", i))
		if _, err := store.Backup(t.Context(), address, file, false); err != nil {
			t.Fatal(err)
		}
		copies = append(copies, file)
	}
	stop()
	writing.Wait()
	last := dump(t, path)
	before := 0
	for _, file := range copies {
		got := dump(t, file)
		if len(got["comments"]) < before {
			t.Errorf("a later copy holds %d comments, an earlier one %d", len(got["comments"]), before)
		}
		before = len(got["comments"])
		db, err := sql.Open("sqlite", file)
		if err != nil {
			t.Fatal(err)
		}
		if gaps := column(t, db, `SELECT author_name FROM comments WHERE author_name LIKE 'writer %' GROUP BY author_name
HAVING count(*) <> max(CAST(substr(source, 6) AS integer))`); len(gaps) > 0 {
			t.Errorf("%s lacks texts of %v", file, gaps)
		}
		for _, what := range []string{"articles whose sums are wrong", "articles whose version is not the changes that everybody saw"} {
			if wrong := column(t, db, wrongAfterSeeding[what]); wrong[0] != "0" {
				t.Errorf("%s: %s %s", file, wrong[0], what)
			}
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		for _, row := range got["comments"] { // posts without parents never change again
			if _, found := slices.BinarySearch(last["comments"], row); !found {
				t.Fatalf("%s holds a comment that never was: %.300s", file, row)
			}
		}
	}
	if before <= 800 || before == len(last["comments"]) {
		t.Errorf("nothing was written while the last copy was made: it holds %d of %d comments", before, len(last["comments"]))
	}
}

func TestABackupTakesTheNameOfNothingElse(t *testing.T) {
	t.Parallel()
	s, address, path := opened(t)
	seeded(t, s, seed.Options{Comments: 10, Articles: 1, Seed: 1})
	folder := t.TempDir()
	file := filepath.Join(folder, "taken")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		from, to string
		force    bool
		says     string
	}{
		"taken":      {address, file, false, "--force"},
		"itself":     {address, path, true, "database itself"},
		"folder":     {address, folder, true, "no file"},
		"no folder":  {address, filepath.Join(folder, "none", "x"), false, "no such file"},
		"nothing":    {"sqlite:" + filepath.Join(folder, "none.db"), filepath.Join(folder, "x"), false, "no database"},
		"PostgreSQL": {"postgres://x", filepath.Join(folder, "x"), false, store.ErrNotSQLite.Error()},
	} {
		if _, err := store.Backup(t.Context(), c.from, c.to, c.force); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want something about %q", name, err, c.says)
		}
	}
	if kept, err := os.ReadFile(file); err != nil || string(kept) != "mine" {
		t.Errorf("the file in the way is now %q, %v", kept, err)
	}
	if _, err := store.Backup(t.Context(), address, file, true); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v; want the backup alone", left, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the backup: %v, %v", info.Mode(), err)
	}
}
