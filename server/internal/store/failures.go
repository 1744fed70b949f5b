package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"understory/server/internal/account"
)

// errFailedTooOften ends a transaction that is to have counted nothing.
var errFailedTooOften = errors.New("failed too often")

// AddFailure counts one more of each subject for all processes, or none. Time is the database's, of which there is one.
func (s *Store) AddFailure(ctx context.Context, of []account.Subject) (wait time.Duration, err error) {
	err = s.InTx(ctx, func(ctx context.Context) error {
		for _, subject := range of {
			if wait, err = s.addFailure(ctx, subject); err != nil {
				return err
			}
			if wait > 0 {
				return errFailedTooOften
			}
		}
		return nil
	})
	if errors.Is(err, errFailedTooOften) {
		return wait, nil
	}
	return 0, err
}

// addFailure begins a new window where the last has ended, or where the clock was set back since it began.
func (s *Store) addFailure(ctx context.Context, subject account.Subject) (wait time.Duration, err error) {
	now := s.dialect.now
	named := []any{sql.Named("subject", subject[:]), sql.Named("limit", account.FailureLimit),
		sql.Named("window", account.FailureWindow.Microseconds()), sql.Named("jump", (account.FailureWindow + clockJump).Microseconds())}
	over := `(kept.until <= ` + now + ` OR kept.until > ` + now + ` + @jump)`
	added := s.write(ctx).Exec(`INSERT INTO failures AS kept (count, subject, until) VALUES (1, @subject, `+now+` + @window)
ON CONFLICT (subject) DO UPDATE SET
  count = CASE WHEN `+over+` THEN 1 ELSE kept.count + 1 END,
  until = CASE WHEN `+over+` THEN excluded.until ELSE kept.until END
WHERE kept.count < @limit OR `+over, named...)
	if added.Error != nil || added.RowsAffected == 1 {
		return 0, s.translate(added.Error)
	}
	var left int64
	err = s.write(ctx).Raw("SELECT until - "+now+" FROM failures WHERE subject = @subject", named...).Scan(&left).Error
	return max(time.Duration(left)*time.Microsecond, time.Millisecond), s.translate(err)
}

// TakeBackFailure counts one less of each subject.
func (s *Store) TakeBackFailure(ctx context.Context, of []account.Subject) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, subject := range of {
			err := s.write(ctx).Exec("UPDATE failures SET count = count - 1 WHERE subject = ? AND count > 0", subject[:]).Error
			if err != nil {
				return s.translate(err)
			}
		}
		return nil
	})
}
