package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"understory/server/internal/store"
)

type backupCommand struct {
	File  string `arg:"" help:"The file that the copy becomes."`
	Force bool   `help:"Put the copy in the place of a file that is there."`
}

func (c backupCommand) Run(ctx context.Context, config *Config, std streams) error {
	held, err := store.Backup(ctx, config.Database, c.File, c.Force)
	if errors.Is(err, store.ErrNotSQLite) {
		return fmt.Errorf("PostgreSQL makes its own backups, while the server runs:\n\n  %s\n\n%s", dumpCommand(config.Database, c.File), asksForPassword)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "Backed up to %s, and read it whole: %s.\n", c.File, told(held))
	return nil
}

type restoreCommand struct {
	File  string `arg:"" help:"A file that backup made."`
	Force bool   `help:"Put it in the place of the database that is there, which is kept beside it."`
}

func (c restoreCommand) Run(ctx context.Context, config *Config, std streams) error {
	restored, err := store.Restore(ctx, config.Database, c.File, c.Force)
	if errors.Is(err, store.ErrNotSQLite) {
		return fmt.Errorf("PostgreSQL takes its own backups back, with the server stopped:\n\n  %s\n\n%s", restoreDumpCommand(config.Database, c.File), asksForPassword)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "Restored %s: %s.\n", redacted(config.Database), told(restored.Contents))
	if restored.Before != "" {
		fmt.Fprintf(std.out, "What was there before is kept in %s.\n", restored.Before)
	}
	if restored.Schema < store.KnownSchema() {
		fmt.Fprintln(std.out, "Its schema is older: the next start brings it up to date.")
	}
	return nil
}

func told(held store.Contents) string {
	return fmt.Sprintf("%s, schema %d, %s, %s, %s, %s", sized(held.Size), held.Schema, counted(held.Sites, "site"), counted(held.Articles, "story"),
		counted(held.Comments, "comment"), counted(held.Accounts, "account"))
}

func counted(n int64, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case what == "story":
		what = "storie"
	}
	return grouped(int(n)) + " " + what + "s"
}

// sized is a number of bytes as people read it.
func sized(n int64) string {
	for _, unit := range []struct {
		name string
		size int64
	}{{"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}} {
		if n >= unit.size {
			return fmt.Sprintf("%.1f %s", float64(n)/float64(unit.size), unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

const asksForPassword = "It asks for the password, unless PGPASSWORD or ~/.pgpass holds it."

// dumpCommand is what an operator types for a backup of PostgreSQL; a password stands in no history.
func dumpCommand(databaseURL, file string) string {
	return fmt.Sprintf("pg_dump --format=custom --file=%s --dbname='%s'", quotedPath(file), store.WithoutPassword(databaseURL))
}

func restoreDumpCommand(databaseURL, file string) string {
	return fmt.Sprintf("pg_restore --clean --if-exists --no-owner --single-transaction --dbname='%s' %s", store.WithoutPassword(databaseURL), quotedPath(file))
}

func quotedPath(file string) string { return "'" + filepath.Clean(file) + "'" }
