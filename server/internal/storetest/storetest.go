// Package storetest gives tests a migrated store of their own, on either database.
//
// SQLite always; PostgreSQL when TEST_POSTGRES holds the address of a server on which databases may be made.
// TEST_SQLITE=off leaves SQLite out, for runs under the race detector, where the pure Go SQLite is too slow.
package storetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"understory/server/internal/store"
)

// Each runs a test once a database, in parallel, each time with a fresh store.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachURL(t, func(t *testing.T, databaseURL string) { test(t, open(t, databaseURL)) })
}

// EachURL is Each for tests that open the database themselves, or start the program on it. It is migrated already.
func EachURL(t *testing.T, test func(t *testing.T, databaseURL string)) {
	t.Helper()
	if os.Getenv("TEST_SQLITE") != "off" {
		t.Run("sqlite", func(t *testing.T) {
			t.Parallel()
			test(t, SQLite(t))
		})
	}
	OnPostgres(t, test)
}

// EachEmptyURL is EachURL for tests of what happens before there is any table.
func EachEmptyURL(t *testing.T, test func(t *testing.T, databaseURL string)) {
	t.Helper()
	if os.Getenv("TEST_SQLITE") != "off" {
		t.Run("sqlite", func(t *testing.T) {
			t.Parallel()
			test(t, SQLite(t))
		})
	}
	OnEmptyPostgres(t, test)
}

// OnPostgres runs a test with a migrated PostgreSQL database, where there is a server: it is about several processes.
func OnPostgres(t *testing.T, test func(t *testing.T, databaseURL string)) {
	t.Helper()
	onPostgres(t, test, postgresDatabase)
}

// OnEmptyPostgres is OnPostgres with nothing in the database.
func OnEmptyPostgres(t *testing.T, test func(t *testing.T, databaseURL string)) {
	t.Helper()
	onPostgres(t, test, func(t testing.TB) string { return cloneOf(t, "template0") })
}

func onPostgres(t *testing.T, test func(t *testing.T, databaseURL string), made func(testing.TB) string) {
	t.Helper()
	if os.Getenv("TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			test(t, made(t))
		})
	}
}

// New is one fresh store, for tests that are not about databases: SQLite unless that is left out.
func New(t testing.TB) *store.Store {
	t.Helper()
	if os.Getenv("TEST_SQLITE") == "off" {
		return open(t, postgresDatabase(t))
	}
	return open(t, SQLite(t))
}

// SQLite is the address of a fresh SQLite file that is gone after the test.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "test.db")
}

func open(t testing.TB, databaseURL string) *store.Store {
	t.Helper()
	opened, err := store.Open(context.Background(), databaseURL)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return opened
}

// postgresDatabase clones a template that the first call migrated: a copy of files is quicker than the migrations.
func postgresDatabase(t testing.TB) string {
	t.Helper()
	name, err := template()
	if err != nil {
		t.Fatalf("make template database: %v", err)
	}
	return cloneOf(t, name)
}

func cloneOf(t testing.TB, name string) string {
	t.Helper()
	fresh := "test_" + random()
	if err := command("CREATE DATABASE " + fresh + " TEMPLATE " + name); err != nil {
		t.Fatalf("make test database: %v", err)
	}
	t.Cleanup(func() {
		if err := command("DROP DATABASE IF EXISTS " + fresh + " WITH (FORCE)"); err != nil {
			t.Errorf("drop test database: %v", err)
		}
	})
	return address(fresh)
}

// template is this test binary's migrated, empty database.
var template = sync.OnceValues(func() (string, error) {
	name := "template_" + random()
	if err := command("CREATE DATABASE " + name); err != nil {
		return "", err
	}
	opened, err := store.Open(context.Background(), address(name))
	if err != nil {
		return "", err
	}
	return name, opened.Close()
})

func address(database string) string {
	parsed, err := url.Parse(os.Getenv("TEST_POSTGRES"))
	if err != nil {
		panic(fmt.Sprintf("TEST_POSTGRES: %v", err))
	}
	parsed.Path = "/" + database
	return parsed.String()
}

// Connections counts those of others to a PostgreSQL database whose last statement was like a pattern.
func Connections(t testing.TB, databaseURL, statement string) int {
	t.Helper()
	return ofOthers(t, databaseURL, "SELECT count(*)", statement)
}

// CutConnections ends them, as an operator or a firewall might, and says how many there were.
func CutConnections(t testing.TB, databaseURL, statement string) int {
	t.Helper()
	return ofOthers(t, databaseURL, "SELECT count(pg_terminate_backend(pid))", statement)
}

func ofOthers(t testing.TB, databaseURL, choice, statement string) (count int) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		t.Fatalf("connect to look at connections: %v", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	err = conn.QueryRow(ctx, choice+` FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE $1`, statement).Scan(&count)
	if err != nil {
		t.Fatalf("look at connections: %v", err)
	}
	return count
}

// creating keeps two tests from cloning at once, which PostgreSQL refuses while a template is in use.
var creating sync.Mutex

func command(statement string) error {
	creating.Lock()
	defer creating.Unlock()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, os.Getenv("TEST_POSTGRES"))
	if err != nil {
		return fmt.Errorf("connect to TEST_POSTGRES: %w", err)
	}
	_, err = conn.Exec(ctx, statement)
	if closed := conn.Close(ctx); err == nil {
		err = closed
	}
	return err
}

func random() string {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}
