package store

import (
	"context"
	"database/sql"
	"time"

	"understory/server/internal/site"
)

// clockJump is how far ahead of its limit a cell may stand before it is no longer believed: the clock was set back since,
// or the limit made narrower. Below it stands what waiting for a row's lock and slow clocks can do.
const clockJump = time.Minute

// Charge counts one in a cell by the generic cell rate algorithm, in one statement, however many processes do so at
// once: 0 when it was counted, else how long to wait until one is free. Time is the database's, of which there is one.
func (s *Store) Charge(ctx context.Context, on site.ID, cell []byte, each, tolerance time.Duration) (time.Duration, error) {
	now := s.dialect.now
	named := []any{sql.Named("site", on), sql.Named("cell", cell), sql.Named("each", each.Microseconds()),
		sql.Named("tolerance", tolerance.Microseconds()), sql.Named("jump", (tolerance + each + clockJump).Microseconds())}
	charged := s.write(ctx).Exec(`INSERT INTO limits AS kept (site_id, cell, empty_at) VALUES (@site, @cell, `+now+` + @each)
ON CONFLICT (site_id, cell) DO UPDATE SET empty_at = @each + CASE
  WHEN kept.empty_at <= `+now+` THEN `+now+`
  WHEN kept.empty_at <= `+now+` + @tolerance THEN kept.empty_at
  ELSE `+now+` + @tolerance END
WHERE (kept.empty_at <= `+now+` + @tolerance OR kept.empty_at > `+now+` + @jump)`, named...)
	if charged.Error != nil || charged.RowsAffected == 1 {
		return 0, s.translate(charged.Error)
	}
	var wait int64
	err := s.write(ctx).Raw(`SELECT empty_at - `+now+` - @tolerance FROM limits WHERE site_id = @site AND cell = @cell`, named...).Scan(&wait).Error
	return max(time.Duration(wait)*time.Microsecond, time.Millisecond), s.translate(err)
}

// Refund takes one back.
func (s *Store) Refund(ctx context.Context, on site.ID, cell []byte, each time.Duration) error {
	return s.translate(s.write(ctx).Exec("UPDATE limits SET empty_at = empty_at - ? WHERE site_id = ? AND cell = ?",
		each.Microseconds(), on, cell).Error)
}

// ForgetLimits drops cells and failures that count no more, of all sites. The clock is read in a SELECT of its own, once:
// PostgreSQL looks up in an index only what does not change while it looks.
func (s *Store) ForgetLimits(ctx context.Context) error {
	ctx = acrossSites(ctx, acrossLimits)
	if err := s.write(ctx).Exec("DELETE FROM limits WHERE empty_at < (SELECT " + s.dialect.now + ")").Error; err != nil {
		return s.translate(err)
	}
	return s.translate(s.write(ctx).Exec("DELETE FROM failures WHERE until < (SELECT " + s.dialect.now + ")").Error)
}
