package moderation_test

import (
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/moderation"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestAHeldCommentIsApproved(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		held := d.hold("ada", "hello")
		made := d.approve(held)
		got := d.again(held)
		if got.Status != comment.Published || got.Reason != "" || got.Version != held.Version+1 || got.Decision.UUID != made.Decision.ID {
			t.Errorf("got %s, %q, version %d, decision %v", got.Status, got.Reason, got.Version, got.Decision)
		}
		if !reflect.DeepEqual(got, *made.Comment) || made.Article != nil || made.Counts != (moderation.Counts{}) {
			t.Errorf("the outcome is %+v, kept is %+v", made, got)
		}
		if count := d.article(held).CommentCount; count != 1 {
			t.Errorf("the article counts %d comments, want 1", count)
		}
	})
}

func TestARejectedCommentTellsItsAuthorWhy(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "buy my things")
		d.decide(posted, moderation.Ruling{Action: moderation.Reject, Reason: moderation.Spam, Note: "third time", Version: posted.Version})
		viewer, err := d.comments.Viewer(t.Context(), d.site, d.page, guest("ada"))
		d.must(err)
		want := "A moderator rejected this comment because it is advertising or was posted many times."
		if len(viewer.Own) != 1 || viewer.Own[0].Status != comment.Rejected || viewer.Own[0].Reason != want {
			t.Errorf("ada sees %+v, want %q", viewer.Own, want)
		}
		if count := d.article(posted).CommentCount; count != 0 {
			t.Errorf("the article counts %d comments, want none", count)
		}
	})
}

func TestADecisionAnswersTheReports(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello")
		d.report(posted, "bob", "eve")
		kept := d.approve(d.again(posted))
		if got := d.again(posted); got.Status != comment.Published || got.ReportCount != 0 || kept.Counts.Reported != 0 {
			t.Errorf("got %s with %d reports, %d in the queue", got.Status, got.ReportCount, kept.Counts.Reported)
		}
		d.report(posted, "bob") // has said so before
		if got := d.again(posted).ReportCount; got != 0 {
			t.Errorf("a repeated report counts: %d", got)
		}
		d.report(posted, "mia")
		if got := d.again(posted).ReportCount; got != 1 {
			t.Errorf("got %d reports after a new one, want 1", got)
		}
	})
}

func TestWhatCannotBeDecidedIsAConflict(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		published, withdrawn, rejected := d.post("ada", "one"), d.post("ada", "two"), d.post("ada", "three")
		d.must(d.comments.Withdraw(t.Context(), d.site, withdrawn.ID, guest("ada")))
		d.reject(rejected)
		for _, c := range []struct {
			about  comment.Comment
			action moderation.Action
			told   string
		}{
			{published, moderation.Approve, "published already"},
			{withdrawn, moderation.Approve, "taken this comment back"},
			{withdrawn, moderation.Reject, "taken this comment back"},
			{rejected, moderation.Reject, "rejected already"},
		} {
			ruling := moderation.Ruling{Action: c.action, Version: d.again(c.about).Version}
			if c.action == moderation.Reject {
				ruling.Reason = moderation.Hate
			}
			_, err := d.moderation.Decide(t.Context(), d.site, d.omar, c.about.ID, ruling)
			d.wantConflict(err, c.told)
		}
	})
}

func TestAModeratorIsToldWhatHappenedMeanwhile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		for _, c := range []struct {
			happens func(comment.Comment)
			told    string
		}{
			{func(c comment.Comment) { d.reject(c) }, "ruth@example.org rejected this comment (spam)"},
			{func(c comment.Comment) { d.approve(c) }, "ruth@example.org approved this comment"},
			{func(c comment.Comment) { d.undo(d.reject(c).Decision) }, "omar@example.org undid a decision on this comment"},
			{func(c comment.Comment) {
				d.must(d.comments.Withdraw(t.Context(), d.site, c.ID, guest("ada")))
			}, "taken this comment back since you opened it"},
			{func(c comment.Comment) {
				d.approve(c)
				d.now = d.now.Add(time.Second)
				_, err := d.comments.Edit(t.Context(), d.site, c.ID, guest("ada"), "another text", false)
				d.must(err)
			}, "Its author has changed this comment"},
		} {
			seen := d.hold("ada", "hello")
			c.happens(seen)
			_, err := d.moderation.Decide(t.Context(), d.site, d.omar, seen.ID, moderation.Ruling{Action: moderation.Approve, Version: seen.Version})
			d.wantConflict(err, c.told)
		}
	})
}

func TestOfTwoModeratorsAtOnceOneDecides(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		for range 5 {
			held := d.hold("ada", "hello")
			var both sync.WaitGroup
			errs := make([]error, 2)
			for i, ruling := range []moderation.Ruling{
				{Action: moderation.Approve, Version: held.Version},
				{Action: moderation.Reject, Reason: moderation.Abuse, Version: held.Version},
			} {
				both.Go(func() { _, errs[i] = d.moderation.Decide(t.Context(), d.site, d.ruth, held.ID, ruling) })
			}
			both.Wait()
			switch got := d.again(held).Status; {
			case errs[0] == nil && got == comment.Published:
				d.wantConflict(errs[1], "ruth@example.org approved")
			case errs[1] == nil && got == comment.Rejected:
				d.wantConflict(errs[0], "ruth@example.org rejected")
			default:
				t.Errorf("the comment is %s after %v and %v", got, errs[0], errs[1])
			}
		}
	})
}

func TestUndoingGivesBackWhatWas(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		held := d.hold("ada", "held")
		reported := d.post("ada", "reported")
		d.report(reported, "bob", "eve")
		twice := d.post("ada", "twice")
		first := d.reject(twice)
		for _, c := range []struct {
			what   string
			before comment.Comment
			decide func(comment.Comment) moderation.Outcome
		}{
			{"the approval of a held one", held, d.approve},
			{"the rejection of a held one", held, d.reject},
			{"the approval of a reported one", reported, d.approve},
			{"the rejection of a reported one", reported, d.reject},
			{"the approval of a rejected one", *first.Comment, d.approve},
		} {
			before := d.again(c.before)
			made := c.decide(before)
			undone := d.undo(made.Decision)
			got := d.again(c.before)
			if !reflect.DeepEqual(got, *undone.Comment) || !undone.Decision.Undone || undone.Decision.ID != made.Decision.ID {
				t.Errorf("%s: the outcome %+v is not what is kept, %+v", c.what, undone, got)
			}
			got.Version = before.Version
			if !reflect.DeepEqual(got, before) {
				t.Errorf("%s undone: got %+v, want %+v", c.what, got, before)
			}
		}
	})
}

func TestOpenReportsComeBackInTheQueue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello")
		d.report(posted, "bob")
		made := d.approve(d.again(posted))
		d.report(posted, "eve")
		if undone := d.undo(made.Decision); undone.Comment.ReportCount != 2 || undone.Counts.Reported != 1 {
			t.Errorf("got %d reports and %d in the queue, want 2 and 1", undone.Comment.ReportCount, undone.Counts.Reported)
		}
		if items := d.queue(moderation.Reported, "").Items; len(items) != 1 || len(items[0].Reports) != 2 {
			t.Errorf("got %+v, want one item with two reports", items)
		}
	})
}

func TestOnlyTheDecisionInForceIsUndoneAndOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello")
		first := d.reject(posted)
		second := d.approve(*first.Comment)
		undo := func(id moderation.ID) error {
			_, err := d.moderation.Undo(t.Context(), d.site, d.omar, id)
			return err
		}
		d.wantConflict(undo(first.Decision.ID), "later decision")
		d.undo(second.Decision)
		d.wantConflict(undo(second.Decision.ID), "undone already")
		d.undo(first.Decision)
		d.wantConflict(undo(first.Decision.ID), "undone already")
		if got := d.again(posted); got.Status != comment.Published || got.Decision.Valid {
			t.Errorf("got %s under the decision %v, want it published under none", got.Status, got.Decision)
		}
		log, _, err := d.moderation.Log(t.Context(), d.site, "")
		d.must(err)
		if log[0].Action != moderation.Undo {
			t.Fatalf("the newest entry is %s, want an undo", log[0].Action)
		}
		d.wantConflict(undo(log[0].ID), "An undo stands")
	})
}

func TestOfTwoUndosAtOnceOneCounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello")
		d.report(posted, "bob")
		made := d.reject(d.again(posted))
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			both.Go(func() { _, errs[i] = d.moderation.Undo(t.Context(), d.site, d.omar, made.Decision.ID) })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("got %v and %v, want one conflict", errs[0], errs[1])
		}
		if got := d.again(posted); got.Status != comment.Published || got.ReportCount != 1 {
			t.Errorf("got %s with %d reports", got.Status, got.ReportCount)
		}
	})
}

func TestWhatTheAuthorChangedSinceIsNotUndone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		held := d.hold("ada", "hello")
		made := d.approve(held)
		d.must(d.comments.Withdraw(t.Context(), d.site, held.ID, guest("ada")))
		_, err := d.moderation.Undo(t.Context(), d.site, d.ruth, made.Decision.ID)
		d.wantConflict(err, "changed or taken back")
		if got := d.again(held).Status; got != comment.Withdrawn {
			t.Errorf("got %s, want it withdrawn", got)
		}
	})
}

func TestAnArticleIsClosedOpenedAndBothUndone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello")
		decide := func(a moderation.Action) (moderation.Outcome, error) {
			return d.moderation.DecideArticle(t.Context(), d.site, d.ruth, posted.Article, a)
		}
		want := func(status comment.ArticleStatus) {
			t.Helper()
			if got := d.article(posted).Status; got != status {
				t.Errorf("the article is %s, want %s", got, status)
			}
		}
		closed, err := decide(moderation.Close)
		d.must(err)
		want(comment.Closed)
		_, err = d.comments.Post(t.Context(), d.site, comment.Draft{Page: d.page, Name: "bob", Body: "late", Author: guest("bob")})
		d.wantFault(err, fault.Closed)
		_, err = decide(moderation.Close)
		d.wantConflict(err, "closed already")

		opened, err := decide(moderation.Open)
		d.must(err)
		want(comment.Open)
		_, err = d.moderation.Undo(t.Context(), d.site, d.ruth, closed.Decision.ID)
		d.wantConflict(err, "later decision")
		undone := d.undo(opened.Decision)
		want(comment.Closed)
		if undone.Article == nil || undone.Article.Status != comment.Closed || undone.Comment != nil {
			t.Errorf("got %+v, want the closed article", undone)
		}
		_, err = d.moderation.Undo(t.Context(), d.site, d.ruth, opened.Decision.ID)
		d.wantConflict(err, "undone already")
		d.undo(closed.Decision)
		want(comment.Open)
		_, err = decide(moderation.Approve)
		d.wantFault(err, fault.Invalid)
	})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello")
		made := d.reject(posted)
		gazette := d.addSite("gazette")
		approve := moderation.Ruling{Action: moderation.Approve, Version: 1}
		for _, c := range []struct {
			what string
			do   func() error
		}{
			{"a missing comment", func() error {
				_, err := d.moderation.Decide(t.Context(), d.site, d.ruth, uuid.Must(uuid.NewV7()), approve)
				return err
			}},
			{"another site's comment", func() error {
				_, err := d.moderation.Decide(t.Context(), gazette, d.ruth, posted.ID, approve)
				return err
			}},
			{"another site's article", func() error {
				_, err := d.moderation.DecideArticle(t.Context(), gazette, d.ruth, posted.Article, moderation.Close)
				return err
			}},
			{"a missing decision", func() error {
				_, err := d.moderation.Undo(t.Context(), d.site, d.ruth, uuid.Must(uuid.NewV7()))
				return err
			}},
			{"another site's decision", func() error {
				_, err := d.moderation.Undo(t.Context(), gazette, d.ruth, made.Decision.ID)
				return err
			}},
		} {
			if got := fault.KindOf(c.do()); got != fault.NotFound {
				t.Errorf("%s: got %q, want not_found", c.what, got)
			}
		}
	})
}

func TestEveryDecisionLeavesWordInTheOutbox(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello")
		made := d.reject(posted)
		undone := d.undo(made.Decision)
		_, err := d.moderation.DecideArticle(t.Context(), d.site, d.ruth, posted.Article, moderation.Close)
		d.must(err)
		tasks, err := s.ClaimDue(t.Context(), d.now, d.now.Add(time.Minute), 100)
		d.must(err)
		got := map[string]int{}
		for _, task := range tasks {
			got[task.Kind]++
			if task.Kind == moderation.KindDecided && task.Row != made.Decision.ID || task.Kind == moderation.KindUndone && task.Row == undone.Decision.ID {
				t.Errorf("%s is about row %s", task.Kind, task.Row)
			}
		}
		want := map[string]int{comment.KindPosted: 1, moderation.KindDecided: 1, moderation.KindUndone: 1, moderation.KindArticleDecided: 1}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// A refused decision must leave nothing behind: no row, no answered report, no word in the outbox.
func TestARefusedDecisionLeavesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello")
		d.report(posted, "bob")
		_, err := d.moderation.Decide(t.Context(), d.site, d.ruth, posted.ID, moderation.Ruling{Action: moderation.Approve, Version: posted.Version + 1})
		d.wantFault(err, fault.Conflict)
		log, _, err := d.moderation.Log(t.Context(), d.site, "")
		d.must(err)
		if got := d.again(posted); len(log) != 0 || got.ReportCount != 1 || got.Version != posted.Version {
			t.Errorf("got %d decisions, %d reports, version %d", len(log), got.ReportCount, got.Version)
		}
	})
}
