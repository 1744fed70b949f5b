package comment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/text"
)

// Respect marks a published comment as respected by a reader, once, and returns its respects. Faults: NotFound.
func (s *Service) Respect(ctx context.Context, on site.Site, id ID, key account.KeyHash) (int64, error) {
	return s.respect(ctx, on, id, key, 1, func(ctx context.Context, c Comment, r account.ReaderID) (bool, error) {
		return s.Store.AddRespect(ctx, on.ID, c, r, s.now())
	})
}

// TakeBackRespect undoes Respect. Faults: NotFound.
func (s *Service) TakeBackRespect(ctx context.Context, on site.Site, id ID, key account.KeyHash) (int64, error) {
	return s.respect(ctx, on, id, key, -1, func(ctx context.Context, c Comment, r account.ReaderID) (bool, error) {
		return s.Store.RemoveRespect(ctx, on.ID, c, r)
	})
}

type mark func(ctx context.Context, c Comment, r account.ReaderID) (changed bool, err error)

func (s *Service) respect(ctx context.Context, on site.Site, id ID, key account.KeyHash, by int64, put mark) (int64, error) {
	var found Comment
	var article Article
	changed := false
	err := s.reacting(ctx, on, id, key, func(ctx context.Context, c Comment, reader account.Reader) error {
		var err error
		found = c
		if changed, err = put(ctx, c, reader.ID); err != nil || !changed {
			return err
		}
		if article, err = s.Store.LockArticle(ctx, on.ID, c.Article, Touch{Visible: true}); err != nil {
			return err
		}
		if found, err = s.Store.Comment(ctx, on.ID, id); err != nil { // under the lock
			return err
		}
		found.Respects += by
		found.rerank()
		if err := s.Store.SaveComment(ctx, on.ID, found); err != nil {
			return err
		}
		return s.keepChanges(ctx, on.ID, article, Changes{Changed: []ID{id}})
	})
	if err != nil {
		return 0, fmt.Errorf("respect comment %s: %w", id, err)
	}
	if changed {
		s.announce(on.ID, article)
	}
	return found.Respects, nil
}

// reacting runs fn in a transaction with a public comment and the reader, who may be new.
func (s *Service) reacting(ctx context.Context, on site.Site, id ID, key account.KeyHash, fn func(context.Context, Comment, account.Reader) error) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		found, err := s.Store.Comment(ctx, on.ID, id)
		if err != nil {
			return err
		}
		if !found.Public() {
			return errNoComment()
		}
		reader, err := s.signUp(ctx, on.ID, key, "", "")
		if err != nil {
			return err
		}
		return fn(ctx, found, reader)
	})
}

// Report is a reader's flag.
type Report struct {
	Comment ID
	Reader  account.ReaderID
	Reason  string
	Detail  string
	At      time.Time
}

// MaxDetail is how many code points a report's detail may have.
const MaxDetail = 1000

// Report flags a published comment for the moderators. A reader's second report of the same comment
// changes nothing; first says whether it was their first. Faults: NotFound, Invalid.
func (s *Service) Report(ctx context.Context, on site.Site, id ID, key account.KeyHash, reason, detail string) (first bool, err error) {
	if !slices.Contains(site.ReportReasons, reason) {
		return false, fault.Field("reason", "Choose one of the reasons offered.")
	}
	if detail, err = text.Lines("detail", detail, MaxDetail); err != nil {
		return false, err
	}
	err = s.reacting(ctx, on, id, key, func(ctx context.Context, c Comment, reader account.Reader) error {
		report := Report{Comment: id, Reader: reader.ID, Reason: reason, Detail: detail, At: s.now()}
		if first, err = s.Store.AddReport(ctx, on.ID, report); err != nil || !first {
			return err
		}
		if _, err := s.Store.LockArticle(ctx, on.ID, c.Article, Touch{}); err != nil {
			return err
		}
		if c, err = s.Store.Comment(ctx, on.ID, id); err != nil { // under the lock
			return err
		}
		c.ReportCount++
		if err := s.Store.SaveComment(ctx, on.ID, c); err != nil {
			return err
		}
		return s.Store.AddOutbox(ctx, on.ID, KindReported, id, report.At)
	})
	if err != nil {
		return false, fmt.Errorf("report comment %s: %w", id, err)
	}
	return first, nil
}

// Viewer is what is particular to one reader on one page.
type Viewer struct {
	Known     bool
	Reader    account.Reader
	Respected []ID
	Own       []Comment // recent ones in any status, and all held and rejected ones, newest first
}

// Own comments that a viewer hears of.
const (
	OwnSince = 15 * time.Minute
	ownLimit = 50
)

// Viewer reads what a guest did on a page. A stranger's is empty.
func (s *Service) Viewer(ctx context.Context, on site.Site, page Page, key account.KeyHash) (Viewer, error) {
	reader, err := s.Store.Reader(ctx, on.ID, key)
	if fault.KindOf(err) == fault.NotFound {
		return Viewer{}, nil
	}
	if err != nil {
		return Viewer{}, fmt.Errorf("find reader: %w", err)
	}
	viewer := Viewer{Known: true, Reader: reader}
	article, err := s.Store.ArticleByIdentity(ctx, on.ID, page.Identity)
	if fault.KindOf(err) == fault.NotFound {
		return viewer, nil
	}
	if err != nil {
		return Viewer{}, fmt.Errorf("find article: %w", err)
	}
	if viewer.Respected, err = s.Store.Respected(ctx, on.ID, reader.ID, article.ID); err != nil {
		return Viewer{}, fmt.Errorf("read respects of %s: %w", reader.ID, err)
	}
	viewer.Own, err = s.Store.Own(ctx, on.ID, reader.ID, article.ID, s.now().Add(-OwnSince), ownLimit)
	if err != nil {
		return Viewer{}, fmt.Errorf("read comments of %s: %w", reader.ID, err)
	}
	return viewer, nil
}
