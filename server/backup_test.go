package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"understory/server/internal/storetest"
)

func TestAnOperatorBacksUpARunningServerAndGoesBack(t *testing.T) {
	t.Parallel()
	databaseURL := storetest.SQLite(t)
	p, c := start(t, databaseURL), commandLine{t, databaseURL}
	first := p.post(newGuest(), "Ana", "before the backup", "")
	file := filepath.Join(t.TempDir(), "monday.db")
	c.want(0, []string{"backup", file}, "Backed up to "+file, "1 site, 1 story, 1 comment, 0 accounts")
	c.want(1, []string{"backup", file}, "there already", "--force")
	c.want(0, []string{"backup", "--force", file}, "1 comment")
	p.post(newGuest(), "Ben", "after the backup", "")
	p.wantThread(2, first)
	c.want(1, []string{"restore", "--force", file}, "is in use: stop the server first")
	p.wantThread(2, first)
	if err := p.stop(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	c.want(1, []string{"restore", file}, "--force")
	said := c.want(0, []string{"restore", "--force", file}, "Restored sqlite:", "1 comment", "kept in")
	_, before, _ := strings.Cut(strings.TrimSpace(said), "kept in ")
	if _, err := os.Stat(strings.TrimSuffix(before, ".")); err != nil {
		t.Error(err)
	}
	p = start(t, databaseURL)
	p.wantThread(1, first)
}

func TestForPostgreSQLTheVeryCommandsAreSaid(t *testing.T) {
	t.Parallel()
	c := commandLine{t, "postgres://me:hunter2@db.example:5433/comments?sslmode=require"}
	for _, said := range []string{
		c.want(1, []string{"backup", "monday.dump"}, "pg_dump --format=custom --file='monday.dump' --dbname='postgres://me@db.example:5433/comments?sslmode=require'", "PGPASSWORD"),
		c.want(1, []string{"restore", "monday.dump"}, "pg_restore --clean --if-exists --no-owner --single-transaction --dbname='postgres://me@db.example:5433/comments?sslmode=require' 'monday.dump'"),
	} {
		if strings.Contains(said, "hunter2") {
			t.Errorf("the password is said:\n%s", said)
		}
	}
}
