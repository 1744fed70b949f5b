package moderation

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// Undo takes back the decision in force on a comment or an article: its status, its reason, the decision that was
// in force before and the reports that were open come back. It returns the decision undone, not the one that
// undoes it. Faults: NotFound, and Conflict when it was undone already or something came after it.
func (s *Service) Undo(ctx context.Context, on site.Site, by account.Account, id ID) (Outcome, error) {
	found, err := s.Store.Decision(ctx, on.ID, id)
	if err != nil {
		return Outcome{}, fmt.Errorf("find decision %s: %w", id, err)
	}
	outcome := Outcome{Decision: found}
	outcome.Decision.Undone = true
	switch {
	case found.Action == Undo:
		return Outcome{}, conflict("An undo stands. Decide anew instead.")
	case found.Comment.Valid:
		outcome.Comment, err = s.undoOnComment(ctx, on, by, found)
	default:
		outcome.Article, err = s.undoOnArticle(ctx, on, by, found)
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("undo decision %s: %w", id, err)
	}
	return s.withCounts(ctx, on.ID, outcome)
}

func (s *Service) undoOnComment(ctx context.Context, on site.Site, by account.Account, d Decision) (*comment.Comment, error) {
	changed, _, err := s.Comments.Change(ctx, on, d.Comment.UUID, func(ctx context.Context, c *comment.Comment) (comment.Status, error) {
		inForce := c.Decision == uuid.NullUUID{UUID: d.ID, Valid: true}
		if err := s.mayUndo(ctx, on.ID, d, inForce, string(c.Status)); err != nil {
			return "", err
		}
		to := comment.Status(d.Before)
		made := s.about(*c, by, Undo, to)
		made.Undoes = c.Decision
		reopened, err := s.Store.ReopenReports(ctx, on.ID, c.ID, d.ID)
		if err != nil {
			return "", fmt.Errorf("reopen reports: %w", err)
		}
		c.ReportCount += reopened
		c.Reason, c.Decision = d.BeforeReason, d.BeforeDecision
		return to, s.keep(ctx, on.ID, made, KindUndone)
	})
	return &changed, err
}

func (s *Service) undoOnArticle(ctx context.Context, on site.Site, by account.Account, d Decision) (*comment.Article, error) {
	article, err := s.Comments.ChangeArticle(ctx, on, d.Article, func(ctx context.Context, a *comment.Article) error {
		last, err := s.Store.DecisionInForce(ctx, on.ID, a.ID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return fmt.Errorf("find decision in force: %w", err)
		}
		if err := s.mayUndo(ctx, on.ID, d, err == nil && last.ID == d.ID, string(a.Status)); err != nil {
			return err
		}
		to := comment.ArticleStatus(d.Before)
		made := s.aboutArticle(*a, by, Undo, to)
		made.Undoes = uuid.NullUUID{UUID: d.ID, Valid: true}
		a.Status = to
		return s.keep(ctx, on.ID, made, KindArticleDecided)
	})
	return &article, err
}

// mayUndo is asked under the article's lock. Faults: Conflict.
func (s *Service) mayUndo(ctx context.Context, on site.ID, d Decision, inForce bool, status string) error {
	now, err := s.Store.Decision(ctx, on, d.ID)
	switch {
	case err != nil:
		return fmt.Errorf("find decision %s: %w", d.ID, err)
	case now.Undone:
		return conflict("This decision was undone already.")
	case !inForce:
		return conflict("A later decision stands in its place. Undo that one first.")
	case status != d.After:
		return conflict("Its author has changed or taken back this comment since. There is nothing to undo.")
	}
	return nil
}
