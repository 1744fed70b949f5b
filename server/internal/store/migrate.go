package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"

	"understory/migrations"
)

// migrate applies what is missing. On PostgreSQL one process does it while the others wait. SQLite has no lock to wait
// for: there each migration is one transaction under the file's write lock, so a process that comes second fails on
// what the first one did, and looks again.
func (s *Store) migrate(ctx context.Context) error {
	provider, err := s.migrator(s.pools[len(s.pools)-1])
	if err != nil {
		return err
	}
	if s.dialect.name != "sqlite" {
		return s.alone(ctx, func() error { return s.bringUp(ctx, provider) })
	}
	for tries := 1; ; tries++ {
		err := s.bringUp(ctx, provider)
		if err == nil || tries == migrateTries {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(migratePause):
		}
	}
}

const (
	migrateTries = 20
	migratePause = 100 * time.Millisecond
)

// bringUp applies the migrations that this program knows and the database lacks. One that is ahead is left as it is.
func (s *Store) bringUp(ctx context.Context, provider *goose.Provider) error {
	current, known, err := provider.GetVersions(ctx)
	s.schema = known
	if err == nil && current < known {
		_, err = provider.Up(ctx)
	}
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
	dialect := goose.DialectSQLite3
	if s.dialect.name == "postgres" {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, pool, files, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
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
