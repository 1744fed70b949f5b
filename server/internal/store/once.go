package store

import (
	"context"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

type answerRow struct {
	BodyHash  []byte
	Answer    []byte
	CreatedAt int64
}

func (answerRow) TableName() string { return "idempotency_keys" }

// Answer is what was answered to a key before.
func (s *Store) Answer(ctx context.Context, on site.ID, k comment.Key) (comment.Answer, error) {
	var row answerRow
	err := s.read(ctx).Where("site_id = ? AND actor = ? AND route = ? AND key = ?", on, k.Actor[:], k.Route, k.Text).Take(&row).Error
	kept := comment.Answer{Body: row.Answer, At: moment(row.CreatedAt)}
	copy(kept.Request[:], row.BodyHash)
	return kept, s.translate(err)
}

// AddAnswer says whether the key was still free; one that is older than an answer lives is free again.
func (s *Store) AddAnswer(ctx context.Context, on site.ID, k comment.Key, a comment.Answer) (bool, error) {
	result := s.write(ctx).Exec(`INSERT INTO idempotency_keys AS kept (site_id, actor, route, key, body_hash, answer, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (site_id, actor, route, key) DO UPDATE SET body_hash = excluded.body_hash, answer = excluded.answer, created_at = excluded.created_at
WHERE kept.created_at < ?`,
		on, k.Actor[:], k.Route, k.Text, a.Request[:], a.Body, micros(a.At), micros(a.At.Add(-comment.AnswerLife)))
	return result.RowsAffected == 1, s.translate(result.Error)
}

// ForgetAnswers drops what is older, of all sites.
func (s *Store) ForgetAnswers(ctx context.Context, before time.Time) error {
	ctx = acrossSites(ctx, acrossAnswers)
	return s.translate(s.write(ctx).Exec("DELETE FROM idempotency_keys WHERE created_at < ?", micros(before)).Error)
}
