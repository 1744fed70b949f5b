package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// watched is what SQLite's one writing connection last said of the commits of others.
type watched struct {
	mu         sync.Mutex
	connection any // the driver's: numbers of different ones cannot be compared
	version    int64
}

// Moved says whether anybody but this process has committed since it was last asked. SQLite knows: its data_version, asked
// of the connection by which this process writes, changes with the commits of others alone. PostgreSQL does not: there
// it is always yes.
func (s *Store) Moved(ctx context.Context) (moved bool, err error) {
	if s.Shared() {
		return true, nil
	}
	conn, err := s.pools[len(s.pools)-1].Conn(ctx)
	if err != nil {
		return false, fmt.Errorf("take the writing connection: %w", s.translate(err))
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	s.watched.mu.Lock()
	defer s.watched.mu.Unlock()
	before := s.watched.version
	if err := conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&s.watched.version); err != nil {
		return false, fmt.Errorf("read data_version: %w", s.translate(err))
	}
	moved = s.watched.version != before
	err = conn.Raw(func(connection any) error {
		moved = moved || connection != s.watched.connection
		s.watched.connection = connection
		return nil
	})
	return moved, err
}
