package store_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"regexp"
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
	storetest.EachEmptyURL(t, func(t *testing.T, address string) {
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
		files, err := fs.Glob(migrations.Files, "postgres/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		var applied int
		query := "SELECT count(*) FROM goose_db_version WHERE version_id > 0"
		if err := bare(t, address).QueryRowContext(t.Context(), query).Scan(&applied); err != nil || applied != len(files) {
			t.Errorf("%d migrations were applied, want each of %d once (%v)", applied, len(files), err)
		}
	})
}

// TestANewerSchemaIsRefusedOnlyWhenItTakesNoOlderPrograms does to the database what later migrations would.
func TestANewerSchemaIsRefusedOnlyWhenItTakesNoOlderPrograms(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		running, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer running.Close()
		pretend := func(statement string) {
			t.Helper()
			if _, err := bare(t, address).ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		pretend("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99990101000000, true)")
		second, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatalf("a schema that only grew is refused: %v", err)
		}
		if err := errors.Join(second.Close(), running.Fits(t.Context())); err != nil {
			t.Error(err)
		}

		pretend("UPDATE installation SET value = '99990101000000' WHERE name = 'oldest_program'")
		_, err = store.Open(t.Context(), address)
		for when, err := range map[string]error{"at the start": err, "while running": running.Fits(t.Context())} {
			if tooOld, ok := errors.AsType[*store.TooOldError](err); !ok || tooOld.Needed != 99990101000000 || !strings.Contains(err.Error(), "newer Understory") {
				t.Errorf("%s: got %v, want a refusal that speaks of a newer Understory", when, err)
			}
		}
	})
}

// bare is a connection of the test's own.
func bare(t *testing.T, address string) *sql.DB {
	t.Helper()
	driver, source := "pgx", address
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		driver, source = "sqlite", path
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestAMigrationThatTakesAwaySaysWhatProgramsItNeeds reads the migrations: programs of the schema before run on while a
// migration is applied, so one that takes away or narrows what they use must say that they may not.
func TestAMigrationThatTakesAwaySaysWhatProgramsItNeeds(t *testing.T) {
	t.Parallel()
	for statement, takes := range map[string]bool{
		"DROP TABLE x":                                        true,
		"ALTER TABLE x DROP COLUMN y":                         true,
		"ALTER TABLE x RENAME COLUMN y TO z":                  true,
		"ALTER TABLE x ALTER COLUMN y SET NOT NULL":           true,
		"ALTER TABLE x ALTER y TYPE text":                     true,
		"ALTER TABLE x ADD CONSTRAINT y CHECK (z > 0)":        true,
		"ALTER TABLE x ADD COLUMN y text NOT NULL":            true,
		"CREATE UNIQUE INDEX x_y ON x (y)":                    true,
		"ALTER TABLE x ADD COLUMN y text NOT NULL DEFAULT ''": false,
		"ALTER TABLE x ADD COLUMN y text":                     false,
		"CREATE TABLE x (y text NOT NULL UNIQUE)":             false,
		"CREATE INDEX x_y ON x (y)":                           false,
		"DROP INDEX x_y":                                      false,
	} {
		if takesAway(statement) != takes {
			t.Errorf("takesAway(%q) is %v", statement, !takes)
		}
	}
	files, err := fs.Glob(migrations.Files, "*/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %v (%v)", files, err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(migrations.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		up, _, _ := strings.Cut(string(text), "-- +goose Down")
		for statement := range strings.SplitSeq(up, ";") {
			if takesAway(statement) && !strings.Contains(up, "'oldest_program'") {
				t.Errorf("%s takes away what older programs use, and does not raise oldest_program:%s", file, statement)
			}
		}
	}
}

var (
	taking    = regexp.MustCompile(`(?i)\bdrop\s+(table|column)\b|\brename\b|\bset\s+not\s+null\b|\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b|\badd\s+constraint\b|\bcreate\s+unique\s+index\b`)
	demanding = regexp.MustCompile(`(?i)\badd\s+column\b.*\bnot\s+null\b`)
	defaulted = regexp.MustCompile(`(?i)\bdefault\b`)
)

func takesAway(statement string) bool {
	return taking.MatchString(statement) || demanding.MatchString(statement) && !defaulted.MatchString(statement)
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
