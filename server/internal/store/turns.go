package store

import (
	"context"
	"database/sql"
	"time"
)

// TakeTurn says whether no process has taken a turn at something for so long, and takes it then. Of many at once one
// gets it. A lock would only keep two from doing it at the same time; the row knows when it was done last, also after
// a restart of all. Time is the database's; a turn taken in the future, before the clock was set back, counts for none.
func (s *Store) TakeTurn(ctx context.Context, name string, every time.Duration) (bool, error) {
	now := s.dialect.now
	taken := s.write(ctx).Exec(`INSERT INTO installation AS kept (name, value, created_at) VALUES ('turn: ' || @name, '', `+now+`)
ON CONFLICT (name) DO UPDATE SET created_at = excluded.created_at
WHERE kept.created_at <= `+now+` - @every OR kept.created_at > `+now+` + @jump`,
		sql.Named("name", name), sql.Named("every", every.Microseconds()), sql.Named("jump", clockJump.Microseconds()))
	return taken.RowsAffected == 1, s.translate(taken.Error)
}

// ReturnTurn lets the next process that asks have it.
func (s *Store) ReturnTurn(ctx context.Context, name string) error {
	return s.translate(s.write(ctx).Exec("UPDATE installation SET created_at = 0 WHERE name = ?", "turn: "+name).Error)
}
