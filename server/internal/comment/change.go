package comment

import (
	"context"
	"fmt"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// Change carries out one change to a comment in one transaction, under its article's lock.
// It hands fn the comment as it is and keeps what fn makes of it; fn returns the new status, may set Reason,
// Decision, ReportCount and the text, and may keep rows of its own with the context it is given.
// The counters of the comment's ancestors and article follow. Faults: NotFound, and fn's own.
func (s *Service) Change(ctx context.Context, on site.Site, id ID, fn func(context.Context, *Comment) (Status, error)) (Comment, Article, error) {
	var changed Comment
	var article Article
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		found, err := s.Store.Comment(ctx, on.ID, id)
		if err != nil {
			return err
		}
		if _, err := s.Store.LockArticle(ctx, on.ID, found.Article, Touch{}); err != nil {
			return err
		}
		if changed, err = s.Store.Comment(ctx, on.ID, id); err != nil { // now that nobody else can change it
			return err
		}
		before := changed
		to, err := fn(ctx, &changed)
		if err != nil {
			return err
		}
		article, err = s.move(ctx, on.ID, before, &changed, to)
		return err
	})
	if err != nil {
		return Comment{}, Article{}, fmt.Errorf("change comment %s: %w", id, err)
	}
	s.announce(on.ID, article)
	return changed, article, nil
}

// ChangeArticle carries out one change to an article's status in one transaction, under its lock.
func (s *Service) ChangeArticle(ctx context.Context, on site.Site, id ArticleID, fn func(context.Context, *Article) error) (Article, error) {
	var article Article
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if article, err = s.Store.LockArticle(ctx, on.ID, id, Touch{Visible: true}); err != nil {
			return err
		}
		if err := fn(ctx, &article); err != nil {
			return err
		}
		if err := s.Store.SaveArticle(ctx, on.ID, article); err != nil {
			return err
		}
		return s.keepChanges(ctx, on.ID, article, Changes{})
	})
	if err != nil {
		return Article{}, fmt.Errorf("change article %s: %w", id, err)
	}
	s.announce(on.ID, article)
	return article, nil
}

// move gives a comment its new status and keeps every sum that hangs on it true.
func (s *Service) move(ctx context.Context, on site.ID, before Comment, c *Comment, to Status) (Article, error) {
	c.Status = to
	c.Version++
	c.Shown = c.Public() || c.ShownReplies > 0
	if err := s.Store.SaveComment(ctx, on, *c); err != nil {
		return Article{}, err
	}
	var changes Changes
	changes.tell(before, *c)
	if err := s.climb(ctx, on, before, *c, &changes); err != nil {
		return Article{}, err
	}
	touch := Touch{Visible: before.Shown || c.Shown, Comments: one(c.Public()) - one(before.Public())}
	article, err := s.Store.LockArticle(ctx, on, c.Article, touch)
	if err != nil || !touch.Visible {
		return article, err
	}
	return article, s.keepChanges(ctx, on, article, changes)
}

// climb tells the ancestors of what became of a comment, as far up as anything changes, and notes which of them came or
// went with it.
func (s *Service) climb(ctx context.Context, on site.ID, before, after Comment, changes *Changes) error {
	for before.Public() != after.Public() || before.Shown != after.Shown {
		above, ok := parentOf(after)
		if !ok {
			return nil
		}
		parent, err := s.Store.Comment(ctx, on, above)
		if err != nil {
			return fmt.Errorf("find parent %s: %w", above, err)
		}
		was := parent
		if err := s.recount(ctx, on, &parent, before, after); err != nil {
			return err
		}
		if err := s.Store.SaveComment(ctx, on, parent); err != nil {
			return err
		}
		if was.Shown != parent.Shown {
			changes.tell(was, parent)
		}
		before, after = was, parent
	}
	return nil
}

// joinParent counts a new published reply.
func (s *Service) joinParent(ctx context.Context, on site.ID, made, parent Comment) error {
	before := made
	before.Status, before.Shown = Held, false
	if err := s.recount(ctx, on, &parent, before, made); err != nil {
		return err
	}
	return s.Store.SaveComment(ctx, on, parent)
}

// recount adds to a parent's counters what changed in one of its direct replies.
func (s *Service) recount(ctx context.Context, on site.ID, parent *Comment, before, after Comment) error {
	parent.ShownReplies += one(after.Shown) - one(before.Shown)
	parent.Shown = parent.Public() || parent.ShownReplies > 0
	more := one(after.Public()) - one(before.Public())
	if more == 0 {
		return nil
	}
	parent.ReplyCount += more
	if after.Reader == parent.Reader {
		return nil
	}
	other, err := s.Store.RepliedOtherwise(ctx, on, *parent, after.Reader, after.ID)
	if err != nil {
		return fmt.Errorf("count repliers of %s: %w", parent.ID, err)
	}
	if !other {
		parent.Repliers += more
		parent.rerank()
	}
	return nil
}

func one(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Edit gives a comment a new text, which is judged anew. Faults: NotFound, NotYours, TooLate, Closed, Invalid, Nudge, Rejected.
func (s *Service) Edit(ctx context.Context, on site.Site, id ID, author account.KeyHash, body string, confirm bool) (Comment, error) {
	changed, _, err := s.Change(ctx, on, id, func(ctx context.Context, c *Comment) (Status, error) {
		if err := s.mayChange(ctx, on, *c, author); err != nil {
			return "", err
		}
		read, err := c.write(body)
		if err != nil {
			return "", err
		}
		verdict, err := s.Review(ctx, on, Draft{Body: c.Source, Read: read, Name: c.Name, Author: author, Parent: c.Parent})
		if err != nil {
			return "", err
		}
		was := *c
		if err := c.accept(verdict, confirm); err != nil {
			return "", err
		}
		if was.Status == Held { // an edit is no way around a moderator
			c.Status, c.Reason = Held, was.Reason
		}
		c.EditedAt = s.now()
		if err := s.Store.SaveText(ctx, on.ID, *c); err != nil {
			return "", err
		}
		return c.Status, s.Store.AddOutbox(ctx, on.ID, KindEdited, c.ID, c.EditedAt)
	})
	return changed, err
}

// Withdraw takes a comment back. Faults: NotFound, NotYours, TooLate.
func (s *Service) Withdraw(ctx context.Context, on site.Site, id ID, author account.KeyHash) error {
	_, _, err := s.Change(ctx, on, id, func(ctx context.Context, c *Comment) (Status, error) {
		if err := s.mayChange(ctx, on, *c, author); err != nil {
			return "", err
		}
		c.Reason = ""
		return Withdrawn, s.Store.AddOutbox(ctx, on.ID, KindWithdrawn, c.ID, s.now())
	})
	return err
}

// mayChange says whether an author may still edit or withdraw. A comment that the public cannot see
// is not there for anybody else.
func (s *Service) mayChange(ctx context.Context, on site.Site, c Comment, author account.KeyHash) error {
	reader, err := s.Store.Reader(ctx, on.ID, author)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	mine := err == nil && reader.ID == c.Reader
	switch {
	case !mine && !c.Public():
		return errNoComment()
	case !mine:
		return fault.New(fault.NotYours, "Only its author can change a comment.")
	case c.Status != Published && c.Status != Held:
		return errNoComment()
	case s.now().After(c.EditableUntil(on)):
		return fault.New(fault.TooLate, "The time for changes is over. A moderator can still remove the comment.")
	}
	return nil
}
