package store

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"understory/server/internal/comment"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
)

// decisionRow is a decision as read: with its account's e-mail and whether another undoes it.
type decisionRow struct {
	ID             uuid.UUID
	AccountID      uuid.UUID
	ArticleID      uuid.UUID
	CommentID      uuid.NullUUID
	Action         string
	Reason         string
	Note           string
	Before         string
	After          string
	BeforeReason   string
	BeforeDecision uuid.NullUUID
	Undoes         uuid.NullUUID
	CreatedAt      int64
	Email          string
	Undone         bool
}

func (r decisionRow) decision() moderation.Decision {
	return moderation.Decision{
		ID: r.ID, Account: r.AccountID, Article: r.ArticleID, Comment: r.CommentID,
		Action: moderation.Action(r.Action), Reason: moderation.Reason(r.Reason), Note: r.Note, Undoes: r.Undoes, At: moment(r.CreatedAt),
		Before: r.Before, After: r.After, BeforeReason: r.BeforeReason, BeforeDecision: r.BeforeDecision,
		Email: r.Email, Undone: r.Undone,
	}
}

const decisionsOfSite = `SELECT d.id, d.account_id, d.article_id, d.comment_id, d.action, d.reason, d.note,
d.before, d.after, d.before_reason, d.before_decision, d.undoes, d.created_at, a.email, u.id IS NOT NULL AS undone
FROM decisions AS d JOIN accounts AS a ON a.id = d.account_id
LEFT JOIN decisions AS u ON u.site_id = d.site_id AND u.undoes = d.id
WHERE d.site_id = ? `

// AddDecision keeps a new one.
func (s *Store) AddDecision(ctx context.Context, on site.ID, d moderation.Decision) error {
	return s.translate(s.write(ctx).Exec(`INSERT INTO decisions (site_id, id, account_id, article_id, comment_id, action, reason, note,
before, after, before_reason, before_decision, undoes, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		on, d.ID, d.Account, d.Article, d.Comment, string(d.Action), string(d.Reason), d.Note,
		d.Before, d.After, d.BeforeReason, d.BeforeDecision, d.Undoes, micros(d.At)).Error)
}

// Decision finds by id.
func (s *Store) Decision(ctx context.Context, on site.ID, id moderation.ID) (moderation.Decision, error) {
	return s.decision(ctx, "AND d.id = ?", on, id)
}

// LastDecision is the newest about a comment, an undo included.
func (s *Store) LastDecision(ctx context.Context, on site.ID, about comment.ID) (moderation.Decision, error) {
	return s.decision(ctx, "AND d.comment_id = ? ORDER BY d.id DESC LIMIT 1", on, about)
}

// DecisionInForce is the newest about an article itself that was not undone. Undos are left out by their action:
// by "undoes IS NULL" SQLite would walk all decisions of the site.
func (s *Store) DecisionInForce(ctx context.Context, on site.ID, about comment.ArticleID) (moderation.Decision, error) {
	return s.decision(ctx, "AND d.article_id = ? AND d.comment_id IS NULL AND d.action <> 'undo' AND u.id IS NULL ORDER BY d.id DESC LIMIT 1", on, about)
}

func (s *Store) decision(ctx context.Context, which string, args ...any) (moderation.Decision, error) {
	found, err := s.decisions(ctx, which, args...)
	if err == nil && len(found) == 0 {
		err = s.translate(gorm.ErrRecordNotFound)
	}
	if err != nil {
		return moderation.Decision{}, err
	}
	return found[0], nil
}

// Decisions are those of the ids that exist.
func (s *Store) Decisions(ctx context.Context, on site.ID, ids []moderation.ID) ([]moderation.Decision, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.decisions(ctx, "AND d.id IN ?", on, ids)
}

// DecisionPage are at most limit, newest first.
func (s *Store) DecisionPage(ctx context.Context, on site.ID, after comment.Position, limit int) ([]moderation.Decision, error) {
	if after.Start() {
		return s.decisions(ctx, "ORDER BY d.id DESC LIMIT ?", on, limit)
	}
	return s.decisions(ctx, "AND d.id < ? ORDER BY d.id DESC LIMIT ?", on, after.ID, limit)
}

func (s *Store) decisions(ctx context.Context, which string, args ...any) ([]moderation.Decision, error) {
	var rows []decisionRow
	err := s.read(ctx).Raw(decisionsOfSite+which, args...).Scan(&rows).Error
	found := make([]moderation.Decision, len(rows))
	for i, row := range rows {
		found[i] = row.decision()
	}
	return found, s.translate(err)
}
