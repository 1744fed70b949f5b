package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// Restored says what came back, and under which name the database that was there before lies beside it.
type Restored struct {
	Contents
	Before string // empty when there was none
}

// Restore puts a backup in the place of an SQLite database. It refuses what is no whole backup that this program
// understands, a database that a server has open, and, unless told to replace it, one that is there at all. What was
// there is kept beside. At every moment the name leads to a whole database, the old one or the new one.
func Restore(ctx context.Context, databaseURL, from string, replace bool) (Restored, error) {
	path, err := sqlitePath(databaseURL)
	if err != nil {
		return Restored{}, err
	}
	if err := mayRestore(path, from, replace); err != nil {
		return Restored{}, err
	}
	partial, err := fileBeside(path)
	if err != nil {
		return Restored{}, err
	}
	defer os.Remove(partial) // it is gone when all went well
	if err := copyFile(from, partial); err != nil {
		return Restored{}, err
	}
	held, err := examine(ctx, partial) // what was copied, not what may have changed since
	if err != nil {
		return Restored{}, fmt.Errorf("the backup cannot be used: %w", err)
	}
	before, err := replaceDatabase(ctx, path, partial)
	return Restored{Contents: held, Before: before}, err
}

// beside are what SQLite keeps next to a database. Left there, it would be taken for the new one's.
var beside = []string{"-wal", "-shm", "-journal"}

func mayRestore(path, from string, replace bool) error {
	backup, err := os.Stat(from)
	if err != nil {
		return fmt.Errorf("there is no backup: %w", err)
	}
	if err := isSQLite(from); err != nil {
		return err
	}
	if log, err := os.Stat(from + "-wal"); err == nil && log.Size() > 0 {
		return fmt.Errorf("%s is no backup but a database in use, or was copied while it was: what lies beside it in %s-wal belongs to it. Make a copy with understory backup", from, from)
	}
	there, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at %s: %w", path, err)
	case os.SameFile(backup, there):
		return fmt.Errorf("%s is the database itself: name a backup", from)
	case !replace:
		return fmt.Errorf("%s is there already: say --force to put the backup in its place, and the old one is kept beside it", path)
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from) //nolint:gosec // the operator names it
	if err != nil {
		return fmt.Errorf("open the backup: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0) //nolint:gosec // ours
	if err != nil {
		return fmt.Errorf("open %s: %w", to, err)
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("copy %s to %s: %w", from, to, err)
	}
	return nil
}

// replaceDatabase gives a new file the name of a database while nobody has that open, and says where the old one is now.
func replaceDatabase(ctx context.Context, path, partial string) (before string, err error) {
	if err := ownedLike(partial, path); err != nil {
		return "", err
	}
	release, err := takeAlone(ctx, path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, release()) }()
	if runtime.GOOS == "windows" { // which renames no open file
		if err := release(); err != nil {
			return "", err
		}
	}
	if before, err = setAside(path); err != nil {
		return "", err
	}
	return before, errors.Join(os.Rename(partial, path), syncFolder(filepath.Dir(path)))
}

// takeAlone makes sure that nobody else has a database open, and keeps others out until released. Leaving the mode of the
// write-ahead log asks for that, and takes the log in, so that the file is whole by itself. A file that SQLite cannot
// read is nobody's; it is set aside as it is.
func takeAlone(ctx context.Context, path string) (release func() error, err error) {
	nothing := func() error { return nil }
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nothing, nil
	}
	db, err := openFile(path, "mode=rw&_pragma=busy_timeout(1000)&_txlock=exclusive")
	if err != nil {
		return nil, err
	}
	tx, err := beginAlone(ctx, db)
	switch sqliteCode(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return nil, errors.Join(fmt.Errorf("%s is in use: stop the server first", path), db.Close())
	}
	if err != nil {
		return nothing, db.Close()
	}
	done := false
	return func() error {
		if done {
			return nil
		}
		done = true
		return errors.Join(tx.Rollback(), db.Close())
	}, nil
}

func beginAlone(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil {
		return nil, fmt.Errorf("take in the write-ahead log: %w", err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	return tx, nil
}

// setAside gives a database, and what lies beside it, a second name that says when it was replaced.
func setAside(path string) (before string, err error) {
	name := path + ".before-" + time.Now().UTC().Format("20060102T150405.000Z")
	for _, suffix := range beside {
		if err := os.Rename(path+suffix, name+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("set aside %s%s: %w", path, suffix, err)
		}
	}
	err = os.Link(path, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil: // a file system without links
		err = os.Rename(path, name)
	}
	if err != nil {
		return "", fmt.Errorf("set aside %s: %w", path, err)
	}
	return name, nil
}
