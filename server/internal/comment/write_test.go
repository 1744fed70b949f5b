package comment_test

import (
	"crypto/sha256"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestTheFirstAcceptedCommentMakesTheArticle(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		n.page.Title = "  Harbour \n closed  "
		n.post("Ana", "text")
		article := n.thread(comment.ThreadQuery{}).Article
		if article.URL != "https://courier.example/harbour" || article.Title != "Harbour closed" || article.CommentCount != 1 {
			t.Errorf("got %+v", article)
		}
		if len(n.changed) != 1 || n.changed[0].Version != article.Version {
			t.Errorf("announced %+v, want the article's version %d once", n.changed, article.Version)
		}
	})
}

func TestADraftIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		there := n.post("Ana", "text")
		elsewhere := *n
		elsewhere.page = comment.Page{Identity: "t:elsewhere", URL: "https://courier.example/elsewhere"}
		foreign := elsewhere.post("Ana", "text")
		held := n.moderate(n.post("Ana", "soon held"), comment.Held)
		answer := func(c comment.ID) func(*comment.Draft) {
			return func(d *comment.Draft) { d.Parent = uuid.NullUUID{UUID: c, Valid: true} }
		}
		for name, c := range map[string]struct {
			spoil func(*comment.Draft)
			kind  fault.Kind
			field string
		}{
			"no name":           {func(d *comment.Draft) { d.Name = " " }, fault.Invalid, "name"},
			"name too long":     {func(d *comment.Draft) { d.Name = strings.Repeat("a", 101) }, fault.Invalid, "name"},
			"control character": {func(d *comment.Draft) { d.Body = "a\x00b" }, fault.Invalid, "body"},
			"empty":             {func(d *comment.Draft) { d.Body = " \n" }, fault.Invalid, "body"},
			"too long":          {func(d *comment.Draft) { d.Body = strings.Repeat("ä", comment.MaxLength+1) }, fault.Invalid, "body"},
			"no address":        {func(d *comment.Draft) { d.Email = "nobody" }, fault.Invalid, "email"},
			"foreign page":      {func(d *comment.Draft) { d.Page = comment.Page{Identity: "t:new", URL: "https://evil.example/"} }, fault.Origin, ""},
			"no url":            {func(d *comment.Draft) { d.Page = comment.Page{Identity: "t:new"} }, fault.Invalid, "url"},
			"missing parent":    {answer(uuid.Must(uuid.NewV7())), fault.ParentGone, ""},
			"held parent":       {answer(held.ID), fault.ParentGone, ""},
			"another article's": {answer(foreign.ID), fault.ParentGone, ""},
			"bad key":           {func(d *comment.Draft) { d.Once.Key = "ä" }, fault.Invalid, "Idempotency-Key"},
		} {
			d := n.draft("Ben", "text")
			c.spoil(&d)
			_, err := n.service.Post(t.Context(), n.site, d)
			n.wantFault(err, c.kind)
			if refused := asFault(err); refused != nil && refused.Field != c.field {
				t.Errorf("%s: field %q, want %q", name, refused.Field, c.field)
			}
		}
		if thread := n.thread(comment.ThreadQuery{}); thread.Article.CommentCount != 1 || thread.Comments[0].ID != there.ID {
			t.Errorf("after the refusals there are %d comments, want 1", thread.Article.CommentCount)
		}
	})
}

func TestAClosedArticleTakesNothingAndStaysReadable(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		ana := n.post("Ana", "text")
		_, err := n.service.ChangeArticle(t.Context(), n.site, ana.Article, closing)
		n.must(err)
		_, err = n.service.Post(t.Context(), n.site, n.draft("Ben", "late"))
		n.wantFault(err, fault.Closed)
		if thread := n.thread(comment.ThreadQuery{}); thread.Article.Status != comment.Closed || len(thread.Comments) != 1 {
			t.Errorf("got %s with %d comments, want closed with 1", thread.Article.Status, len(thread.Comments))
		}
	})
}

func TestWhereGuestsAreOffTheySignIn(t *testing.T) {
	t.Parallel()
	n := open(t, storetest.New(t))
	n.site.Settings.Guests = site.GuestsOff
	_, err := n.service.Post(t.Context(), n.site, n.draft("Ana", "text"))
	n.wantFault(err, fault.SignIn)
}

func TestAVerdictDecidesWhatBecomesOfAText(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		n.verdict = comment.Verdict{Action: comment.Nudge, Reason: "Read it once more.", Findings: []comment.Finding{{Detector: "shouting", Reason: "capitals", Start: 0, End: 4}}}
		d := n.draft("Ana", "TEXT")
		_, err := n.service.Post(t.Context(), n.site, d)
		n.wantFault(err, fault.Nudge)
		if refused := asFault(err); refused == nil || len(refused.Findings) != 1 {
			t.Errorf("a nudge without its finding: %v", err)
		}
		d.Confirm = true
		posted, err := n.service.Post(t.Context(), n.site, d)
		n.must(err)
		kept, err := s.Comment(t.Context(), n.site.ID, posted.Comment.ID)
		n.must(err)
		if kept.Status != comment.Held || kept.Reason != "Read it once more." || len(kept.Findings) != 1 {
			t.Errorf("confirmed: got %s, %q, %v; want held with reason and finding", kept.Status, kept.Reason, kept.Findings)
		}
		n.verdict = comment.Verdict{Action: comment.Reject, Reason: "Not here."}
		_, err = n.service.Post(t.Context(), n.site, d)
		n.wantFault(err, fault.Rejected)
		if thread := n.thread(comment.ThreadQuery{}); len(thread.Comments) != 0 || thread.Article.CommentCount != 0 {
			t.Errorf("the public thread has %d comments, want none", len(thread.Comments))
		}
	})
}

func TestAKeyIsCarriedOutOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		keyed := func(name, body, key string) comment.Draft {
			d := n.draft(name, body)
			d.Once = comment.Once{Key: key, Request: sha256.Sum256([]byte(body)), Render: func(c comment.Comment) ([]byte, error) { return []byte(c.ID.String()), nil }}
			return d
		}
		first, err := n.service.Post(t.Context(), n.site, keyed("Ana", "text", "k1"))
		n.must(err)
		again, err := n.service.Post(t.Context(), n.site, keyed("Ana", "text", "k1"))
		n.must(err)
		if string(again.Replay) != first.Comment.ID.String() {
			t.Errorf("replayed %q, want %s", again.Replay, first.Comment.ID)
		}
		_, err = n.service.Post(t.Context(), n.site, keyed("Ana", "another text", "k1"))
		n.wantFault(err, fault.KeyReused)
		other, err := n.service.Post(t.Context(), n.site, keyed("Ben", "text", "k1")) // another actor's key is another key
		if err != nil || other.Replay != nil {
			t.Errorf("another guest's key: got %q, %v; want a new comment", other.Replay, err)
		}
		n.now = n.now.Add(25 * time.Hour)
		late, err := n.service.Post(t.Context(), n.site, keyed("Ana", "text", "k1"))
		if err != nil || late.Replay != nil {
			t.Errorf("a day later: got %q, %v; want a new comment", late.Replay, err)
		}
	})
}

func TestManySendingTheSameKeyMakeOneComment(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		twin := &comment.Service{Store: s, Cursors: n.service.Cursors, Now: n.service.Now, Review: n.service.Review} // another process
		d := n.draft("Ana", "text")
		d.Once = comment.Once{Key: "same", Render: func(c comment.Comment) ([]byte, error) { return []byte(c.ID.String()), nil }}
		var senders sync.WaitGroup
		for i := range 16 {
			service := []*comment.Service{n.service, twin}[i%2]
			senders.Go(func() {
				_, err := service.Post(t.Context(), n.site, d)
				if kind := fault.KindOf(err); kind != "" && kind != fault.InProgress {
					t.Errorf("got %v, want an answer or in_progress", err)
				}
			})
		}
		senders.Wait()
		if count := n.thread(comment.ThreadQuery{}).Article.CommentCount; count != 1 {
			t.Errorf("%d comments, want 1", count)
		}
	})
}

func TestAnAuthorMayEditAndWithdrawWithinTheWindow(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		ana := n.post("Ana", "a typo")
		_, err := n.service.Edit(t.Context(), n.site, ana.ID, guest("Ben"), "not mine", false)
		n.wantFault(err, fault.NotYours)
		edited, err := n.service.Edit(t.Context(), n.site, ana.ID, guest("Ana"), "a *word*", false)
		n.must(err)
		if string(edited.Tree) != `[["p","a ",["em","word"]]]` || edited.EditedAt.IsZero() || edited.Version != 2 {
			t.Errorf("got tree %s, edited %v, version %d", edited.Tree, edited.EditedAt, edited.Version)
		}
		n.verdict = comment.Verdict{Action: comment.Hold, Reason: "links"}
		edited, err = n.service.Edit(t.Context(), n.site, ana.ID, guest("Ana"), "with links", false)
		if err != nil || edited.Status != comment.Held || n.thread(comment.ThreadQuery{}).Article.CommentCount != 0 {
			t.Errorf("judged anew: got %s, %v; want held and not counted", edited.Status, err)
		}
		n.verdict = comment.Verdict{Action: comment.Publish}
		edited, err = n.service.Edit(t.Context(), n.site, ana.ID, guest("Ana"), "harmless", false)
		if err != nil || edited.Status != comment.Held {
			t.Errorf("an edit of a held comment: got %s, %v; want held still", edited.Status, err)
		}
		n.now = n.now.Add(n.site.Settings.EditWindow + time.Minute)
		_, err = n.service.Edit(t.Context(), n.site, ana.ID, guest("Ana"), "too late", false)
		n.wantFault(err, fault.TooLate)
		n.wantFault(n.service.Withdraw(t.Context(), n.site, ana.ID, guest("Ana")), fault.TooLate)
		ben := n.post("Ben", "text")
		n.must(n.service.Withdraw(t.Context(), n.site, ben.ID, guest("Ben")))
		n.wantFault(n.service.Withdraw(t.Context(), n.site, ben.ID, guest("Ben")), fault.NotFound)
	})
}

func TestRespectsCountOneAGuestAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		ana := n.post("Ana", "text")
		var many sync.WaitGroup
		for range 8 {
			many.Go(func() {
				if _, err := n.service.Respect(t.Context(), n.site, ana.ID, guest("Ben")); err != nil {
					t.Error(err)
				}
			})
		}
		many.Wait()
		if got, err := n.service.Respect(t.Context(), n.site, ana.ID, guest("Cem")); got != 2 || err != nil {
			t.Errorf("got %d, %v; want 2", got, err)
		}
		viewer, err := n.service.Viewer(t.Context(), n.site, n.page, guest("Ben"))
		if err != nil || len(viewer.Respected) != 1 || viewer.Respected[0] != ana.ID {
			t.Errorf("Ben respects %v (%v), want Ana's comment", viewer.Respected, err)
		}
		for range 2 {
			if got, err := n.service.TakeBackRespect(t.Context(), n.site, ana.ID, guest("Ben")); got != 1 || err != nil {
				t.Errorf("taken back: got %d, %v; want 1", got, err)
			}
		}
		_, err = n.service.Respect(t.Context(), n.site, n.moderate(ana, comment.Rejected).ID, guest("Ben"))
		n.wantFault(err, fault.NotFound)
	})
}

func TestAReportCountsOnceAGuest(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		ana := n.post("Ana", "text")
		for i, reader := range []string{"Ben", "Ben", "Cem"} {
			first, err := n.service.Report(t.Context(), n.site, ana.ID, guest(reader), "abuse", "look")
			if err != nil || first == (i == 1) {
				t.Errorf("report %d: first %v, %v", i, first, err)
			}
		}
		kept, err := s.Comment(t.Context(), n.site.ID, ana.ID)
		if err != nil || kept.ReportCount != 2 {
			t.Errorf("%d reports (%v), want 2", kept.ReportCount, err)
		}
		_, err = n.service.Report(t.Context(), n.site, ana.ID, guest("Ben"), "dislike", "")
		n.wantFault(err, fault.Invalid)
	})
}

func TestAViewerSeesTheirOwnWhateverBecameOfIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		stranger, err := n.service.Viewer(t.Context(), n.site, n.page, guest("Ana"))
		if err != nil || stranger.Known {
			t.Errorf("a stranger: got %+v, %v", stranger, err)
		}
		old := n.post("Ana", "old and published")
		removed := n.moderate(n.post("Ana", "old and rejected"), comment.Rejected)
		n.now = n.now.Add(time.Hour)
		fresh := n.post("Ana", "fresh")
		n.post("Ben", "another's")
		viewer, err := n.service.Viewer(t.Context(), n.site, n.page, guest("Ana"))
		n.must(err)
		if len(viewer.Own) != 2 || viewer.Own[0].ID != fresh.ID || viewer.Own[1].ID != removed.ID || viewer.Reader.Name != "Ana" {
			t.Errorf("got %d own comments of %s, want the fresh and the rejected one, not %s", len(viewer.Own), viewer.Reader.Name, old.ID)
		}
	})
}

func TestAnotherSiteCannotReachAComment(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		ana := n.post("Ana", "text")
		made, err := site.New("rival", "", []string{"https://rival.example"}, site.GuestsPublish)
		n.must(err)
		rival, err := s.AddSite(t.Context(), made)
		n.must(err)
		ctx := t.Context()
		_, err = n.service.Permalink(ctx, rival, ana.ID)
		n.wantFault(err, fault.NotFound)
		_, err = n.service.Replies(ctx, rival, ana.ID, "")
		n.wantFault(err, fault.NotFound)
		_, err = n.service.Edit(ctx, rival, ana.ID, guest("Ana"), "x", false)
		n.wantFault(err, fault.NotFound)
		_, err = n.service.Respect(ctx, rival, ana.ID, guest("Ana"))
		n.wantFault(err, fault.NotFound)
		_, err = n.service.Report(ctx, rival, ana.ID, guest("Ana"), "spam", "")
		n.wantFault(err, fault.NotFound)
		d := n.draft("Ben", "text")
		d.Page = comment.Page{Identity: "t:x", URL: "https://rival.example/x"}
		d.Parent = uuid.NullUUID{UUID: ana.ID, Valid: true}
		_, err = n.service.Post(ctx, rival, d)
		n.wantFault(err, fault.ParentGone)
	})
}
