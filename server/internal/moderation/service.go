package moderation

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// Service carries out what moderators do. Whoever calls it has made sure that they may.
type Service struct {
	Store    Store
	Comments *comment.Service
	Cursors  comment.Cursors
	Now      func() time.Time
}

// Store is what this package needs kept. Every method is bound to a site. Methods that find one thing answer NotFound.
type Store interface {
	// AddDecision keeps a new one. None is ever changed.
	AddDecision(ctx context.Context, on site.ID, d Decision) error
	Decision(ctx context.Context, on site.ID, id ID) (Decision, error)
	Decisions(ctx context.Context, on site.ID, ids []ID) ([]Decision, error)
	// LastDecision is the newest about a comment, an undo included.
	LastDecision(ctx context.Context, on site.ID, about comment.ID) (Decision, error)
	// DecisionInForce is the newest about an article itself that was not undone.
	DecisionInForce(ctx context.Context, on site.ID, about comment.ArticleID) (Decision, error)
	// DecisionPage are at most limit, newest first.
	DecisionPage(ctx context.Context, on site.ID, after comment.Position, limit int) ([]Decision, error)

	// AnswerReports marks a comment's open reports as answered by a decision, and says how many they were.
	AnswerReports(ctx context.Context, on site.ID, about comment.ID, by ID) (int64, error)
	// ReopenReports undoes AnswerReports.
	ReopenReports(ctx context.Context, on site.ID, about comment.ID, by ID) (int64, error)
	// OpenReports are the newest open reports of comments, at most each of one comment.
	OpenReports(ctx context.Context, on site.ID, about []comment.ID, each int) ([]comment.Report, error)

	// QueuePage are at most limit comments with their source, in the order of the queue.
	QueuePage(ctx context.Context, on site.ID, q Queue, after comment.Position, limit int) ([]comment.Comment, error)
	// QueueCounts are how many wait in each queue, counted no further than most.
	QueueCounts(ctx context.Context, on site.ID, most int) (Counts, error)
	Comments(ctx context.Context, on site.ID, ids []comment.ID) ([]comment.Comment, error)
	Articles(ctx context.Context, on site.ID, ids []comment.ArticleID) ([]comment.Article, error)
	// ArticlePage are at most limit, those commented on last first.
	ArticlePage(ctx context.Context, on site.ID, after comment.Position, limit int) ([]comment.Article, error)

	// AddOutbox leaves word for what follows a write: its kind and the decision it is about.
	AddOutbox(ctx context.Context, on site.ID, kind string, row uuid.UUID, at time.Time) error
}

// Kinds of outbox rows that this package leaves, each about a decision.
const (
	KindDecided        = "comment.decided"
	KindUndone         = "comment.undone"
	KindArticleDecided = "article.decided"
)

// Outcome is a decision with what it made.
type Outcome struct {
	Decision Decision
	Comment  *comment.Comment // nil when it was about an article
	Article  *comment.Article // nil when it was about a comment
	Counts   Counts
}

// Decide approves or rejects a comment, which answers its open reports.
// Faults: NotFound, Invalid, and Conflict, which tells what happened to the comment since the moderator saw it.
func (s *Service) Decide(ctx context.Context, on site.Site, by account.Account, id comment.ID, r Ruling) (Outcome, error) {
	if err := r.complete(); err != nil {
		return Outcome{}, err
	}
	var made Decision
	changed, _, err := s.Comments.Change(ctx, on, id, func(ctx context.Context, c *comment.Comment) (comment.Status, error) {
		if c.Version != r.Version {
			return "", s.overtaken(ctx, on.ID, *c)
		}
		to, err := r.Action.outcome(*c)
		if err != nil {
			return "", err
		}
		made = s.about(*c, by, r.Action, to)
		made.Reason, made.Note = r.Reason, r.Note
		answered, err := s.Store.AnswerReports(ctx, on.ID, c.ID, made.ID)
		if err != nil {
			return "", fmt.Errorf("answer reports: %w", err)
		}
		c.ReportCount -= answered
		c.Reason, c.Decision = toAuthor[r.Reason], uuid.NullUUID{UUID: made.ID, Valid: true}
		return to, s.keep(ctx, on.ID, made, KindDecided)
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("decide on comment %s: %w", id, err)
	}
	return s.withCounts(ctx, on.ID, Outcome{Decision: made, Comment: &changed})
}

// DecideArticle closes an article for new comments or opens it. Faults: NotFound, Invalid, Conflict.
func (s *Service) DecideArticle(ctx context.Context, on site.Site, by account.Account, id comment.ArticleID, action Action) (Outcome, error) {
	var made Decision
	article, err := s.Comments.ChangeArticle(ctx, on, id, func(ctx context.Context, a *comment.Article) error {
		to, err := action.outcomeOn(*a)
		if err != nil {
			return err
		}
		made = s.aboutArticle(*a, by, action, to)
		a.Status = to
		return s.keep(ctx, on.ID, made, KindArticleDecided)
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("decide on article %s: %w", id, err)
	}
	return s.withCounts(ctx, on.ID, Outcome{Decision: made, Article: &article})
}

// about makes a decision on a comment as it is.
func (s *Service) about(c comment.Comment, by account.Account, a Action, to comment.Status) Decision {
	return Decision{
		ID: uuid.Must(uuid.NewV7()), Account: by.ID, Email: by.Email, Article: c.Article, Comment: uuid.NullUUID{UUID: c.ID, Valid: true},
		Action: a, Before: string(c.Status), After: string(to), BeforeReason: c.Reason, BeforeDecision: c.Decision, At: s.now(),
	}
}

func (s *Service) aboutArticle(article comment.Article, by account.Account, a Action, to comment.ArticleStatus) Decision {
	return Decision{
		ID: uuid.Must(uuid.NewV7()), Account: by.ID, Email: by.Email, Article: article.ID,
		Action: a, Before: string(article.Status), After: string(to), At: s.now(),
	}
}

// keep writes a decision and leaves word of it, inside the transaction that carries it out.
func (s *Service) keep(ctx context.Context, on site.ID, d Decision, kind string) error {
	if err := s.Store.AddDecision(ctx, on, d); err != nil {
		return fmt.Errorf("keep decision %s: %w", d.ID, err)
	}
	return s.Store.AddOutbox(ctx, on, kind, d.ID, d.At)
}

func (s *Service) withCounts(ctx context.Context, on site.ID, made Outcome) (Outcome, error) {
	var err error
	if made.Counts, err = s.counts(ctx, on); err != nil {
		return Outcome{}, err
	}
	return made, nil
}

// overtaken says who changed a comment since it was seen.
func (s *Service) overtaken(ctx context.Context, on site.ID, c comment.Comment) error {
	last, err := s.Store.LastDecision(ctx, on, c.ID)
	switch {
	case err != nil && fault.KindOf(err) != fault.NotFound:
		return fmt.Errorf("find last decision: %w", err)
	case c.Status == comment.Withdrawn || c.Status == comment.Erased:
		return conflict("Its author has taken this comment back since you opened it.")
	case err != nil || c.EditedAt.After(last.At):
		return conflict("Its author has changed this comment since you opened it. Please read it again.")
	}
	return conflict("%s since you opened it. Please look at it again.", last.told())
}

// told is who did what, as the beginning of a sentence.
func (d Decision) told() string {
	switch d.Action {
	case Approve:
		return d.Email + " approved this comment"
	case Undo:
		return d.Email + " undid a decision on this comment"
	}
	return fmt.Sprintf("%s rejected this comment (%s)", d.Email, d.Reason)
}

// now is the time of a write, as both databases can keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }
