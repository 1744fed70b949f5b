// Package store keeps everything, in SQLite or PostgreSQL, and is the only importer of GORM.
// It has a file per feature; what differs between the databases stands in dialect.go alone.
// It holds no rules: what a row means is its feature's to say.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"understory/server/internal/fault"
)

// Store is an open, migrated database.
type Store struct {
	dialect dialect
	writer  *gorm.DB // one connection on SQLite
	reader  *gorm.DB // the same as writer on PostgreSQL
	pools   []*sql.DB
	schema  int64          // the newest that this program knows
	hints   *postgresHints // nil on SQLite
	watched watched        // on SQLite

	statements [2]atomic.Uint64 // that have run, by pool
}

// Open connects to sqlite:PATH or postgres://…, brings the schema up to date and gives the store.
// It refuses, in words, a schema that takes newer programs only.
func Open(ctx context.Context, databaseURL string) (*Store, error) {
	opened, err := connect(databaseURL)
	if err != nil {
		return nil, err
	}
	err = opened.migrate(ctx)
	if err == nil {
		err = opened.Fits(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return opened, nil
}

func connect(databaseURL string) (*Store, error) {
	switch {
	case strings.HasPrefix(databaseURL, "sqlite:"):
		return openSQLite(strings.TrimPrefix(databaseURL, "sqlite:"))
	case strings.HasPrefix(databaseURL, "postgres://"), strings.HasPrefix(databaseURL, "postgresql://"):
		return openPostgres(databaseURL)
	}
	return nil, errors.New("DATABASE_URL must begin with sqlite: (then a file name) or postgres://")
}

// Close ends all connections.
func (s *Store) Close() error {
	var all []error
	if s.hints != nil {
		all = append(all, s.hints.Close())
	}
	for _, pool := range s.pools {
		all = append(all, pool.Close())
	}
	return errors.Join(all...)
}

// Pools are the bare connections, with no guard before them: for the bench, which compares with them what the layers
// above cost. They are one and the same on PostgreSQL.
func (s *Store) Pools() (writer, reader *sql.DB) { return s.pools[len(s.pools)-1], s.pools[0] }

// Ping asks the database for a sign of life.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.read(ctx).Exec("SELECT 1").Error; err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return nil
}

type txKey struct{}

// InTx runs fn in a transaction that the context hands on to every method of the store.
// Inside another InTx it is part of that one. Commit has happened when it returns nil.
func (s *Store) InTx(ctx context.Context, fn func(context.Context) error) error {
	if _, inside := ctx.Value(txKey{}).(*gorm.DB); inside {
		return fn(ctx)
	}
	err := s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, txKey{}, tx))
	})
	return s.translate(err)
}

func (s *Store) read(ctx context.Context) *gorm.DB  { return s.on(ctx, s.reader) }
func (s *Store) write(ctx context.Context) *gorm.DB { return s.on(ctx, s.writer) }

func (s *Store) on(ctx context.Context, pool *gorm.DB) *gorm.DB {
	if tx, inside := ctx.Value(txKey{}).(*gorm.DB); inside {
		return tx.WithContext(ctx)
	}
	return pool.WithContext(ctx)
}

// gormConfig forbids what GORM does unasked: transactions of its own, association writes, the clock,
// and parameters (comment texts among them) in its log. It has all columns named: a prepared SELECT * fails as soon as
// the next release adds a column beside us.
func gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		QueryFields:            true,
		Logger:                 logger.Discard,
		NowFunc:                func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) },
	}
}

// How soon it makes sense to try again when the database does not write.
const writeAgain = 5 * time.Second

// translate turns what a database says into what people may hear; nil and faults stay what they are.
func (s *Store) translate(err error) error {
	if err == nil {
		return nil
	}
	if _, ours := errors.AsType[*fault.Error](err); ours {
		return err
	}
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fmt.Errorf("%w", fault.New(fault.NotFound, "There is nothing at this address."))
	case s.dialect.full(err):
		return errors.Join(fault.Retry(fault.StorageFull, writeAgain, "The service has no room left to write. Your text is kept on this device; try again later."), err)
	case s.dialect.away(err), errors.Is(err, context.DeadlineExceeded), errors.Is(err, sql.ErrConnDone):
		return errors.Join(fault.Retry(fault.ReadOnly, writeAgain, "Comments can be read but not written just now. Your text is kept on this device; try again in a moment."), err)
	}
	return err
}

// affected is the error of a statement that must have changed exactly one row.
func (s *Store) affected(result *gorm.DB) error {
	if result.Error != nil {
		return s.translate(result.Error)
	}
	if result.RowsAffected != 1 {
		return s.translate(gorm.ErrRecordNotFound)
	}
	return nil
}
