package store_test

import (
	"context"
	"database/sql"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"understory/migrations"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestBothDatabasesHaveTheSameMigrations(t *testing.T) {
	t.Parallel()
	names := func(folder string) []string {
		files, err := fs.Glob(migrations.Files, folder+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for i := range files {
			files[i] = strings.TrimPrefix(files[i], folder+"/")
		}
		return files
	}
	if p, s := names("postgres"), names("sqlite"); !slices.Equal(p, s) {
		t.Errorf("postgres has %v, sqlite has %v", p, s)
	}
}

func TestManyProcessesMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	var processes sync.WaitGroup
	for range 4 {
		processes.Go(func() {
			opened, err := store.Open(context.Background(), address)
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			if err := opened.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	processes.Wait()
}

func TestANewerSchemaIsRefusedInWords(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		opened, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		if err := opened.Close(); err != nil {
			t.Fatal(err)
		}
		pretendNewer(t, address)
		if _, err = store.Open(t.Context(), address); err == nil || !strings.Contains(err.Error(), "newer Understory") {
			t.Errorf("open: got %v, want a refusal that speaks of a newer Understory", err)
		}
	})
}

func pretendNewer(t *testing.T, address string) {
	t.Helper()
	driver, source := "pgx", address
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		driver, source = "sqlite", path
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999999999999, true)"); err != nil {
		t.Fatal(err)
	}
}

func TestTheSQLiteEngineHasNoKnownCorruptionFault(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var number int
	if err := db.QueryRowContext(t.Context(), "SELECT substr(sqlite_version(), 1, 1) * 1000 + substr(sqlite_version(), 3, 2)").Scan(&number); err != nil {
		t.Fatal(err)
	}
	if number < 3052 { // 3.7.0 to 3.51.2 can corrupt a WAL file under two connections
		t.Errorf("SQLite is version %d, want 3052 or newer", number)
	}
}
