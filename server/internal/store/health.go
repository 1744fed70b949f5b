package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"understory/server/internal/fault"
)

// Writable says, in words for whoever runs the service, what keeps the database from being written; nil when it can be.
// It writes, because nothing else tells a full disk. Faults: ReadOnly, StorageFull, Schema.
func (s *Store) Writable(ctx context.Context) error {
	provider, err := s.migrator(s.pools[len(s.pools)-1])
	if err != nil {
		return err
	}
	current, known, err := provider.GetVersions(ctx)
	if err != nil {
		return unwritable(fault.ReadOnly, "The database answers, but its schema cannot be read.", err)
	}
	if current < known {
		return fault.Retry(fault.Schema, writeAgain, "The database's schema is %d and this program needs %d: start the program anew, or run understory migrate.", current, known)
	}
	err = s.ReplaceInstallation(ctx, "written", []byte(time.Now().UTC().Format(time.RFC3339)))
	switch fault.KindOf(err) {
	case "":
		return nil
	case fault.StorageFull:
		return unwritable(fault.StorageFull, "The database has no room left to write.", err)
	}
	return unwritable(fault.ReadOnly, "The database answers, but cannot be written.", err)
}

func unwritable(kind fault.Kind, words string, cause error) error {
	return errors.Join(fault.Retry(kind, writeAgain, "%s", words), cause)
}

// Figures are those of one pool of connections.
type Figures struct {
	Pool        string // what it is for
	Connections sql.DBStats
	Statements  uint64 // so far
}

// Figures are those of each pool: one that reads and one that writes on SQLite, one for both on PostgreSQL.
func (s *Store) Figures() []Figures {
	all := make([]Figures, len(s.pools))
	for i, pool := range s.pools {
		all[i] = Figures{Pool: "all", Connections: pool.Stats(), Statements: s.statements[i].Load()}
	}
	if len(all) == 2 {
		all[0].Pool, all[1].Pool = "reading", "writing"
	}
	return all
}

// mostTold bounds what counting a long backlog costs.
const mostTold = 10_000

// Backlog is how many tasks wait in the outbox of all sites, at most ten thousand, and since when the oldest of these.
func (s *Store) Backlog(ctx context.Context) (waiting int, oldest time.Time, err error) {
	var row struct {
		Waiting int
		Oldest  int64
	}
	err = s.read(acrossSites(ctx, acrossBacklog)).Raw(`SELECT count(*) AS waiting, coalesce(min(created_at), 0) AS oldest
FROM (SELECT created_at FROM outbox ORDER BY due_at, id LIMIT ?) AS w`, mostTold).Scan(&row).Error
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count the outbox: %w", s.translate(err))
	}
	return row.Waiting, moment(row.Oldest), nil
}
