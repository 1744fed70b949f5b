package comment_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// ledger says what the log holds of an article's versions, with names for comments.
type ledger struct {
	*newsroom
	names map[comment.ID]string
	last  int64 // version up to which it was read
}

func newLedger(n *newsroom) *ledger { return &ledger{newsroom: n, names: map[comment.ID]string{}} }

func (l *ledger) named(name string, c comment.Comment) comment.Comment {
	l.names[c.ID] = name
	return c
}

// news are the changes since it was asked last: "+name" with "<parent" for an answer, "~name", "-name"; "·" ends a version.
func (l *ledger) news() string {
	l.Helper()
	reading, err := l.store.Changes(l.Context(), l.site.ID, l.page.Identity, l.last, 100)
	l.must(err)
	var all []string
	for _, changes := range reading.Changes {
		for _, added := range changes.Added {
			word := "+" + l.names[added.ID]
			if added.Parent.Valid {
				word += "<" + l.names[added.Parent.UUID]
			}
			all = append(all, word)
		}
		for _, id := range changes.Changed {
			all = append(all, "~"+l.names[id])
		}
		for _, id := range changes.Removed {
			all = append(all, "-"+l.names[id])
		}
		all = append(all, "·")
		if l.last++; changes.Version != l.last {
			l.Errorf("version %d follows %d", changes.Version, l.last-1)
		}
	}
	if l.last != reading.Version {
		l.Errorf("the article is at version %d, its log at %d", reading.Version, l.last)
	}
	return strings.Join(all, " ")
}

func TestEveryVersionLeavesWordOfWhatItChanged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		l := newLedger(n)
		publish, hold := comment.Verdict{Action: comment.Publish}, comment.Verdict{Action: comment.Hold}
		var root, reply, inner, held comment.Comment
		edit := func(c comment.Comment, who string) {
			_, err := n.service.Edit(t.Context(), n.site, c.ID, guest(who), "another text", false)
			n.must(err)
		}
		withdraw := func(c comment.Comment, who string) { n.must(n.service.Withdraw(t.Context(), n.site, c.ID, guest(who))) }
		for _, step := range []struct {
			what string
			do   func()
			want string
		}{
			{"a root", func() { root = l.named("root", n.post("Ana", "text")) }, "+root ·"},
			{"a reply", func() { reply = l.named("reply", n.post("Ben", "text", root)) }, "+reply<root ·"},
			{"a reply to it", func() { inner = l.named("inner", n.post("Cem", "text", reply)) }, "+inner<reply ·"},
			{"a comment that is held", func() { n.verdict = hold; held = l.named("held", n.post("Dan", "text", inner)); n.verdict = publish }, ""},
			{"an edit of it", func() { edit(held, "Dan") }, ""},
			{"its approval", func() { n.moderate(held, comment.Published) }, "+held<inner ·"},
			{"an edit", func() { edit(root, "Ana") }, "~root ·"},
			{"a respect", func() { _, err := n.service.Respect(t.Context(), n.site, root.ID, guest("Ben")); n.must(err) }, "~root ·"},
			{"the same again", func() { _, err := n.service.Respect(t.Context(), n.site, root.ID, guest("Ben")); n.must(err) }, ""},
			{"its end", func() { _, err := n.service.TakeBackRespect(t.Context(), n.site, root.ID, guest("Ben")); n.must(err) }, "~root ·"},
			{"a report", func() {
				_, err := n.service.Report(t.Context(), n.site, root.ID, guest("Ben"), "spam", "")
				n.must(err)
			}, ""},
			{"a rejection of what has replies", func() { n.moderate(reply, comment.Rejected) }, "~reply ·"},
			{"a withdrawal of what has replies", func() { withdraw(inner, "Cem") }, "~inner ·"},
			{"the last reply beneath two tombstones", func() { n.moderate(held, comment.Rejected) }, "-held -inner -reply ·"},
			{"its undo", func() { n.moderate(held, comment.Published) }, "+reply<root +inner<reply +held<inner ·"},
			{"a tombstone that is approved", func() { n.moderate(reply, comment.Published) }, "~reply ·"},
			{"an edit that is held, of what has replies", func() { n.verdict = hold; edit(root, "Ana"); n.verdict = publish }, "~root ·"},
			{"an edit that is held", func() { n.verdict = hold; edit(held, "Dan"); n.verdict = publish }, "-held -inner ·"},
			{"a withdrawal beneath a tombstone", func() { withdraw(reply, "Ben") }, "-reply -root ·"},
			{"the article closed", func() { _, err := n.service.ChangeArticle(t.Context(), n.site, root.Article, closing); n.must(err) }, "·"},
		} {
			step.do()
			if got := l.news(); got != step.want {
				t.Errorf("%s: the log says %q, want %q", step.what, got, step.want)
			}
		}
	})
}

func TestAPostThatFailsLeavesNoWord(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		l := newLedger(n)
		l.named("a", n.post("Ana", "text"))
		d := n.draft("Ben", "text")
		d.Once = comment.Once{Key: "key", Render: func(comment.Comment) ([]byte, error) { return nil, fmt.Errorf("no answer") }}
		if _, err := n.service.Post(t.Context(), n.site, d); err == nil {
			t.Fatal("the post did not fail")
		}
		if got := l.news(); got != "+a ·" {
			t.Errorf("the log says %q, want the first post alone", got)
		}
	})
}

func TestTheLogForgetsWhatIsOldOnAllSites(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		n.post("Ana", "old")
		n.now = n.now.Add(time.Hour)
		n.post("Ana", "new")
		n.must(s.ForgetChanges(t.Context(), n.now.Add(-comment.ChangeLife)))
		reading, err := s.Changes(t.Context(), n.site.ID, n.page.Identity, 0, 100)
		n.must(err)
		if reading.Version != 2 || reading.Count != 2 || len(reading.Changes) != 1 || reading.Changes[0].Version != 2 {
			t.Errorf("the log holds %+v, want version 2 alone", reading)
		}
	})
}

func TestTheLogIsReadNoFurtherThanAsked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		for range 6 {
			n.post("Ana", "text")
		}
		for _, c := range []struct {
			after int64
			most  int
			want  string
		}{
			{0, 100, "1 2 3 4 5 6"},
			{4, 100, "5 6"},
			{6, 100, ""},
			{9, 100, ""},
			{0, 2, "5 6"},
			{5, 2, "6"},
		} {
			reading, err := s.Changes(t.Context(), n.site.ID, n.page.Identity, c.after, c.most)
			n.must(err)
			var versions []string
			for _, changes := range reading.Changes {
				versions = append(versions, fmt.Sprint(changes.Version))
			}
			if got := strings.Join(versions, " "); got != c.want || reading.Version != 6 {
				t.Errorf("after %d at most %d: got %q of version %d, want %q of 6", c.after, c.most, got, reading.Version, c.want)
			}
		}
		reading, err := s.Changes(t.Context(), n.site.ID, "t:unknown", 0, 100)
		if err != nil || reading.Version != 0 || reading.Changes != nil {
			t.Errorf("an unknown article: got %+v, %v", reading, err)
		}
	})
}
