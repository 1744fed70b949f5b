package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/pressly/goose/v3/lock"
)

// alonePatience is how long a process waits for another one that migrates.
const alonePatience = 5 * time.Minute

// alone runs fn in one process at a time, on PostgreSQL. It asks for the lock again and again and never waits inside a
// statement: a statement that waits holds a snapshot, and an index that is built concurrently waits for all of those.
func (s *Store) alone(ctx context.Context, fn func() error) (err error) {
	conn, err := s.pools[0].Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect to the database: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := lockSession(ctx, conn); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlockSession(context.WithoutCancel(ctx), conn)) }()
	return fn()
}

// lockSession takes the lock that goose's own programs take too.
func lockSession(ctx context.Context, conn *sql.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, alonePatience)
	defer cancel()
	for {
		var locked bool
		err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lock.DefaultLockID).Scan(&locked)
		if err == nil && locked {
			return nil
		}
		if err != nil && ctx.Err() == nil {
			return fmt.Errorf("lock the schema: %w", err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for another process that brings the schema up to date: %w", ctx.Err())
		case <-time.After(migratePause):
		}
	}
}

// unlockSession gives the lock back. A connection that cannot must not go on with it in the pool.
func unlockSession(ctx context.Context, conn *sql.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", lock.DefaultLockID); err != nil {
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		return fmt.Errorf("unlock the schema: %w", err)
	}
	return nil
}
