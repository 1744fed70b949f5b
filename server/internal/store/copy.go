package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"understory/migrations"
)

// ErrNotSQLite is the error of what only an SQLite file can have done to it.
var ErrNotSQLite = errors.New("the database is no SQLite file")

// Contents is what a whole SQLite file holds.
type Contents struct {
	Size                                int64 // bytes
	Schema                              int64
	Sites, Articles, Comments, Accounts int64
}

// KnownSchema is the number of the newest migration that this program knows.
func KnownSchema() int64 {
	names, err := fs.Glob(migrations.Files, "sqlite/*.sql")
	if err != nil || len(names) == 0 {
		panic("the program was built without its migrations")
	}
	var number int64
	_, _ = fmt.Sscanf(filepath.Base(slices.Max(names)), "%d", &number) // a test opens them all
	return number
}

// sqlitePath is the file that an address names.
func sqlitePath(databaseURL string) (string, error) {
	path, ok := strings.CutPrefix(databaseURL, "sqlite:")
	if !ok {
		return "", ErrNotSQLite
	}
	return path, nil
}

// openFile opens a file as it is, with none of the settings of a server: query says how.
func openFile(path, query string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+query)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

const sqliteHeader = "SQLite format 3\x00"

// examine reads a file that nobody writes, whole, and says what it holds. It refuses, in words, what is no database of
// Understory, one that is damaged, and one that a newer Understory made.
func examine(ctx context.Context, path string) (Contents, error) {
	if err := isSQLite(path); err != nil {
		return Contents{}, err
	}
	db, err := openFile(path, "mode=ro&immutable=1")
	if err != nil {
		return Contents{}, err
	}
	defer db.Close()
	if err := isWhole(ctx, db); err != nil {
		return Contents{}, fmt.Errorf("%s is damaged: %w", path, err)
	}
	var c Contents
	if c.Schema, err = schemaOf(ctx, db); err != nil {
		return Contents{}, fmt.Errorf("%s is no backup of Understory: %w", path, err)
	}
	needed, err := neededSchema(ctx, db)
	if err != nil {
		return Contents{}, fmt.Errorf("%s is no backup of Understory: %w", path, err)
	}
	if known := KnownSchema(); needed > known {
		return Contents{}, fmt.Errorf("%s was made by a newer Understory: %w", path, &TooOldError{Known: known, Needed: needed})
	}
	return c, c.count(ctx, db, path)
}

// isSQLite looks at a file's first bytes, before SQLite does, which says nothing of use about others.
func isSQLite(path string) error {
	file, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return fmt.Errorf("open the file: %w", err)
	}
	defer file.Close()
	header := make([]byte, len(sqliteHeader))
	if _, err := io.ReadFull(file, header); err != nil || !bytes.Equal(header, []byte(sqliteHeader)) {
		return fmt.Errorf("%s is no backup of Understory: it is no SQLite file", path)
	}
	return nil
}

// isWhole has SQLite read everything: pages, indexes and where foreign keys lead.
func isWhole(ctx context.Context, db *sql.DB) error {
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil {
		return fmt.Errorf("check integrity: %w", err)
	}
	if said != "ok" {
		return errors.New(said)
	}
	var lost int64
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&lost); err != nil {
		return fmt.Errorf("check foreign keys: %w", err)
	}
	if lost > 0 {
		return fmt.Errorf("%d rows belong to rows that are not there", lost)
	}
	return nil
}

// schemaOf is the number of the newest migration that a database has.
func schemaOf(ctx context.Context, db *sql.DB) (int64, error) {
	var number sql.NullInt64
	err := db.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&number)
	if err != nil {
		return 0, fmt.Errorf("read the schema's number: %w", err)
	}
	if number.Int64 == 0 {
		return 0, errors.New("it has no schema")
	}
	return number.Int64, nil
}

// neededSchema is the schema that a program must know to run on a database; 0 when none was ever named.
func neededSchema(ctx context.Context, db *sql.DB) (int64, error) {
	var kept []byte
	err := db.QueryRowContext(ctx, "SELECT value FROM installation WHERE name = '"+oldestProgram+"'").Scan(&kept)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read what programs the schema takes: %w", err)
	}
	return schemaNumber(kept)
}

func (c *Contents) count(ctx context.Context, db *sql.DB, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("look at %s: %w", path, err)
	}
	c.Size = info.Size()
	err = db.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM sites), (SELECT count(*) FROM articles), (SELECT count(*) FROM comments),
(SELECT count(*) FROM accounts)`).Scan(&c.Sites, &c.Articles, &c.Comments, &c.Accounts)
	if err != nil {
		return fmt.Errorf("%s is no backup of Understory: %w", path, err)
	}
	return nil
}
