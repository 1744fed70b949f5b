package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"understory/migrations"
)

// migrate applies what is missing. PostgreSQL's advisory lock lets one process do it while the others wait.
// SQLite has no such lock: there each migration is one transaction under the file's write lock, so a process that
// comes second fails on what the first one did, and looks again.
func (s *Store) migrate(ctx context.Context) error {
	provider, err := s.migrator(s.pools[len(s.pools)-1])
	if err != nil {
		return err
	}
	for tries := 1; ; tries++ {
		current, known, err := provider.GetVersions(ctx)
		if err == nil && current > known {
			return fmt.Errorf("the database was made by a newer Understory (its schema is %d, this program knows %d): start the newer program, or restore a backup from before", current, known)
		}
		if err == nil && current < known {
			_, err = provider.Up(ctx)
		}
		if err == nil || tries == migrateTries || s.dialect.name != "sqlite" {
			return s.migrated(current, known, err)
		}
		select {
		case <-ctx.Done():
			return s.migrated(current, known, err)
		case <-time.After(migratePause):
		}
	}
}

const (
	migrateTries = 20
	migratePause = 100 * time.Millisecond
)

func (s *Store) migrated(current, known int64, err error) error {
	if err != nil {
		return fmt.Errorf("bring the schema from %d to %d: %w", current, known, err)
	}
	return nil
}

func (s *Store) migrator(pool *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations.Files, s.dialect.name)
	if err != nil {
		return nil, fmt.Errorf("open migrations: %w", err)
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	dialect := goose.DialectSQLite3
	if s.dialect.name == "postgres" {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, fmt.Errorf("make migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return provider, nil
}

// SchemaVersion is the number of the newest migration applied.
func (s *Store) SchemaVersion(ctx context.Context) (int64, error) {
	provider, err := s.migrator(s.pools[len(s.pools)-1])
	if err != nil {
		return 0, err
	}
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", s.translate(err))
	}
	return version, nil
}
