package moderation_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/moderation"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// After whatever readers and moderators do, in whatever order, every counter equals a recount.
func TestCountersEqualARecountAfterAnything(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				d := open(t, s)
				past := new(history)
				for one := newActor(d, past, seed); one.acts < 250; d.now = d.now.Add(time.Second) {
					one.act()
				}
				recount(d, past)
			})
		})
	}
}

// The same while they do it at once.
func TestCountersEqualARecountAfterMuchAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		past := new(history)
		var all sync.WaitGroup
		for seed := range uint64(6) {
			all.Go(func() {
				for one := newActor(d, past, seed); one.acts < 60; {
					one.act()
				}
			})
		}
		all.Wait()
		recount(d, past)
	})
}

// history is what there is to act upon. Many actors share it.
type history struct {
	mu        sync.Mutex
	comments  []comment.Comment // as they were posted
	decisions []moderation.ID
}

func (h *history) add(c comment.Comment) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.comments = append(h.comments, c)
}

func (h *history) addDecision(id moderation.ID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.decisions = append(h.decisions, id)
}

var crowd = []string{"ada", "bob", "eve", "mia", "noa"}

// actor does one thing after another at random, as any of the crowd or as a moderator.
type actor struct {
	*desk
	past   *history
	random *rand.Rand
	acts   int
}

func newActor(d *desk, past *history, seed uint64) *actor {
	return &actor{desk: d, past: past, random: rand.New(rand.NewPCG(seed, 1))}
}

func (a *actor) act() {
	a.Helper()
	a.acts++
	about, ok := a.someComment()
	if !ok {
		a.mayFail("post", a.posts(uuid.NullUUID{}))
		return
	}
	things := []struct {
		what string
		do   func(comment.Comment) error
	}{
		{"post", func(comment.Comment) error { return a.posts(uuid.NullUUID{}) }},
		{"reply", func(c comment.Comment) error { return a.posts(uuid.NullUUID{UUID: c.ID, Valid: true}) }},
		{"reply", func(c comment.Comment) error { return a.posts(uuid.NullUUID{UUID: c.ID, Valid: true}) }},
		{"reply", func(c comment.Comment) error { return a.posts(uuid.NullUUID{UUID: c.ID, Valid: true}) }},
		{"reply", func(c comment.Comment) error { return a.posts(uuid.NullUUID{UUID: c.ID, Valid: true}) }},
		{"withdraw", func(c comment.Comment) error {
			return a.comments.Withdraw(a.Context(), a.site, c.ID, guest(c.Name))
		}},
		{"edit", func(c comment.Comment) error {
			_, err := a.comments.Edit(a.Context(), a.site, c.ID, guest(c.Name), a.text(), false)
			return err
		}},
		{"respect", func(c comment.Comment) error {
			_, err := a.comments.Respect(a.Context(), a.site, c.ID, a.someGuest())
			return err
		}},
		{"take back a respect", func(c comment.Comment) error {
			_, err := a.comments.TakeBackRespect(a.Context(), a.site, c.ID, a.someGuest())
			return err
		}},
		{"report", func(c comment.Comment) error {
			_, err := a.comments.Report(a.Context(), a.site, c.ID, a.someGuest(), "abuse", "")
			return err
		}},
		{"report", func(c comment.Comment) error {
			_, err := a.comments.Report(a.Context(), a.site, c.ID, a.someGuest(), "spam", "")
			return err
		}},
		{"decide", a.decides}, {"decide", a.decides}, {"decide", a.decides},
		{"undo", a.undoes}, {"undo", a.undoes}, {"undo", a.undoes},
		{"close or open", a.closesOrOpens},
	}
	thing := things[a.random.IntN(len(things))]
	a.mayFail(thing.what, thing.do(about))
}

// mayFail lets refusals pass, which are many, and nothing else.
func (a *actor) mayFail(what string, err error) {
	a.Helper()
	if _, refused := errors.AsType[*fault.Error](err); err != nil && !refused {
		a.Errorf("%s: %v", what, err)
	}
}

func (a *actor) someComment() (comment.Comment, bool) {
	a.past.mu.Lock()
	defer a.past.mu.Unlock()
	if len(a.past.comments) == 0 {
		return comment.Comment{}, false
	}
	return a.past.comments[a.random.IntN(len(a.past.comments))], true
}

func (a *actor) someName() string           { return crowd[a.random.IntN(len(crowd))] }
func (a *actor) someGuest() account.KeyHash { return guest(a.someName()) }

func (a *actor) text() string {
	if a.random.IntN(4) == 0 {
		return "a text, holdme"
	}
	return "a text"
}

func (a *actor) posts(parent uuid.NullUUID) error {
	name := a.someName()
	posted, err := a.comments.Post(a.Context(), a.site, comment.Draft{Page: a.page, Parent: parent, Name: name, Body: a.text(), Author: guest(name)})
	if err == nil {
		a.past.add(posted.Comment)
	}
	return err
}

func (a *actor) decides(c comment.Comment) error {
	now, err := a.store.Comment(a.Context(), a.site.ID, c.ID)
	if err != nil {
		return err
	}
	ruling := moderation.Ruling{Action: moderation.Approve, Version: now.Version}
	if a.random.IntN(2) == 0 {
		ruling.Action, ruling.Reason = moderation.Reject, moderation.Abuse
	}
	made, err := a.moderation.Decide(a.Context(), a.site, a.ruth, c.ID, ruling)
	if err == nil {
		a.past.addDecision(made.Decision.ID)
	}
	return err
}

func (a *actor) undoes(comment.Comment) error {
	a.past.mu.Lock()
	made := len(a.past.decisions)
	if made == 0 {
		a.past.mu.Unlock()
		return nil
	}
	id := a.past.decisions[max(0, made-1-a.random.IntN(8))] // mostly those still in force
	a.past.mu.Unlock()
	_, err := a.moderation.Undo(a.Context(), a.site, a.omar, id)
	return err
}

func (a *actor) closesOrOpens(c comment.Comment) error {
	action := moderation.Open
	if a.random.IntN(5) == 0 {
		action = moderation.Close
	}
	made, err := a.moderation.DecideArticle(a.Context(), a.site, a.ruth, c.Article, action)
	if err == nil {
		a.past.addDecision(made.Decision.ID)
	}
	return err
}

// recount compares every counter with what it counts.
func recount(d *desk, past *history) {
	d.Helper()
	all, err := d.store.QueuePage(d.Context(), d.site.ID, moderation.Recent, comment.Position{}, 10_000)
	d.must(err)
	if len(all) != len(past.comments) || len(all) < 20 || len(past.decisions) < 10 {
		d.Fatalf("%d comments are kept of %d, with %d decisions: too little happened", len(all), len(past.comments), len(past.decisions))
	}
	want := recounted(d, all)
	statuses := map[comment.Status]int{}
	for _, got := range all {
		statuses[got.Status]++
		expected := want[got.ID]
		if got.Shown != expected.Shown || got.ShownReplies != expected.ShownReplies || got.ReplyCount != expected.ReplyCount ||
			got.Repliers != expected.Repliers || got.Respects != expected.Respects || got.ReportCount != expected.ReportCount ||
			got.Rank != comment.Rank(got.CreatedAt, expected.Respects, expected.Repliers) {
			d.Errorf("comment %s (%s): kept %+v, recounted %+v", got.ID, got.Status, got, expected)
		}
	}
	if article := d.article(all[0]); article.CommentCount != int64(statuses[comment.Published]) {
		d.Errorf("the article counts %d comments, of %v", article.CommentCount, statuses)
	}
	recountQueues(d, all)
	checkDecisions(d, all)
}

// recounted are the counters of comments as what they count says. The parts of a thread come newest first, so that
// replies are done before what they answer.
func recounted(d *desk, all []comment.Comment) map[comment.ID]*comment.Comment {
	d.Helper()
	want := map[comment.ID]*comment.Comment{}
	for _, c := range all {
		want[c.ID] = new(comment.Comment)
	}
	slices.SortFunc(all, func(a, b comment.Comment) int { return b.Level - a.Level })
	repliers := map[comment.ID]map[account.ReaderID]bool{}
	readers := map[comment.ID]account.ReaderID{}
	for _, c := range all {
		readers[c.ID] = c.Reader
		repliers[c.ID] = map[account.ReaderID]bool{}
	}
	for _, c := range all {
		mine := want[c.ID]
		mine.Shown = c.Public() || mine.ShownReplies > 0
		mine.Repliers = int64(len(repliers[c.ID]))
		parent := want[c.Parent.UUID]
		if parent == nil {
			continue
		}
		if mine.Shown {
			parent.ShownReplies++
		}
		if c.Public() {
			parent.ReplyCount++
			if c.Reader != readers[c.Parent.UUID] {
				repliers[c.Parent.UUID][c.Reader] = true
			}
		}
	}
	countReactions(d, all, want)
	return want
}

func countReactions(d *desk, all []comment.Comment, want map[comment.ID]*comment.Comment) {
	d.Helper()
	for _, name := range crowd {
		reader, err := d.store.Reader(d.Context(), d.site.ID, guest(name))
		d.must(err)
		respected, err := d.store.Respected(d.Context(), d.site.ID, reader.ID, all[0].Article)
		d.must(err)
		for _, id := range respected {
			want[id].Respects++
		}
	}
	ids := make([]comment.ID, len(all))
	for i, c := range all {
		ids[i] = c.ID
	}
	reports, err := d.store.OpenReports(d.Context(), d.site.ID, ids, 1000)
	d.must(err)
	for _, r := range reports {
		want[r.Comment].ReportCount++
	}
}

func recountQueues(d *desk, all []comment.Comment) {
	d.Helper()
	var want moderation.Counts
	for _, c := range all {
		switch {
		case c.Status == comment.Held:
			want.Held++
		case c.Status == comment.Published && c.ReportCount > 0:
			want.Reported++
		}
	}
	got, err := d.store.QueueCounts(d.Context(), d.site.ID, 10_000)
	d.must(err)
	if got != want {
		d.Errorf("the queues count %+v, recounted %+v", got, want)
	}
}

// checkDecisions holds that a comment is what the decision in force made of it, unless its author did more.
func checkDecisions(d *desk, all []comment.Comment) {
	d.Helper()
	for _, c := range all {
		if !c.Decision.Valid {
			if c.Status == comment.Rejected {
				d.Errorf("comment %s is rejected by nobody", c.ID)
			}
			continue
		}
		made, err := d.store.Decision(d.Context(), d.site.ID, c.Decision.UUID)
		d.must(err)
		if made.Undone || c.Status == comment.Rejected && made.Action != moderation.Reject || made.Action == moderation.Reject && c.Status != comment.Rejected {
			d.Errorf("comment %s is %s under %+v", c.ID, c.Status, made)
		}
	}
}
