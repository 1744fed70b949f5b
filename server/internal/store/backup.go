package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Backup copies an SQLite database, which may be in use, to a file, and reads the copy whole before it takes its name.
// It takes the place of no file unless told to.
//
// The copy is of one moment: VACUUM INTO reads in one transaction, beside which others write on. SQLite's page-wise
// backup begins anew whenever another process writes, so on a busy site it may never end, and it copies free pages too.
// The price is that the write-ahead log cannot be taken in, and grows, while the copy is made.
func Backup(ctx context.Context, databaseURL, to string, replace bool) (Contents, error) {
	path, err := sqlitePath(databaseURL)
	if err != nil {
		return Contents{}, err
	}
	if err := mayBackup(path, to, replace); err != nil {
		return Contents{}, err
	}
	partial, err := fileBeside(to)
	if err != nil {
		return Contents{}, err
	}
	defer os.Remove(partial) // it is gone when all went well
	if err := vacuumInto(ctx, path, partial); err != nil {
		return Contents{}, err
	}
	held, err := examine(ctx, partial)
	if err != nil {
		return Contents{}, fmt.Errorf("look at the copy: %w", err)
	}
	return held, errors.Join(syncFile(partial), giveName(partial, to, replace), syncFolder(filepath.Dir(to)))
}

func mayBackup(path, to string, replace bool) error {
	database, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("there is no database to back up: %w", err)
	}
	there, err := os.Stat(to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at %s: %w", to, err)
	case os.SameFile(database, there):
		return fmt.Errorf("%s is the database itself: name another file", to)
	case !there.Mode().IsRegular():
		return fmt.Errorf("%s is no file: name the file that the copy becomes", to)
	case !replace:
		return fmt.Errorf("%s is there already: name another file, or say --force to put the copy in its place", to)
	}
	return nil
}

func vacuumInto(ctx context.Context, path, to string) error {
	db, err := openFile(path, "mode=rw&_pragma=busy_timeout(10000)") // reading a write-ahead log takes the right to write beside it
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return fmt.Errorf("copy %s: %w", path, err)
	}
	return nil
}

// fileBeside makes an empty file in the folder of another, which only its owner can read.
func fileBeside(name string) (string, error) {
	made, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.partial")
	if err != nil {
		return "", fmt.Errorf("make a file beside %s: %w", name, err)
	}
	return made.Name(), made.Close()
}

// giveName renames a file to a name that, unless it may replace what is there, nobody else has taken meanwhile.
func giveName(partial, name string, replace bool) error {
	if replace {
		return os.Rename(partial, name)
	}
	if err := os.Link(partial, name); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s has come to be there meanwhile: name another file", name)
	} else if err == nil {
		return os.Remove(partial)
	}
	return os.Rename(partial, name) // a file system without links
}

// syncFile waits until a file is on the disk.
func syncFile(name string) error {
	file, err := os.OpenFile(name, os.O_RDWR, 0) //nolint:gosec // ours
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	return errors.Join(file.Sync(), file.Close())
}

// syncFolder waits until the names in a folder are on the disk. Windows does that by itself and offers no way.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(name) //nolint:gosec // the operator names it
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}
