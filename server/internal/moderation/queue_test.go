package moderation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/moderation"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestQueuesAreInTheirOrder(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		one, _, three := d.post("one", "1"), d.hold("two", "2"), d.post("three", "3")
		four, _, six := d.post("four", "4"), d.hold("five", "5"), d.post("six", "6")
		d.report(one, "bob")
		d.report(three, "bob", "eve", "mia")
		d.report(four, "bob")
		d.report(six, "bob")
		d.must(d.comments.Withdraw(t.Context(), d.site, six.ID, guest("six")))
		for queue, want := range map[moderation.Queue]string{
			moderation.Reported: "three one four", // one that was taken back asks for nothing any more
			moderation.Held:     "two five",
			moderation.Recent:   "six five four three two one",
		} {
			page := d.queue(queue, "")
			if got := names(page.Items); got != want || page.Next != "" {
				t.Errorf("%s: got %q (next %q), want %q", queue, got, page.Next, want)
			}
			if want := (moderation.Counts{Reported: 3, Held: 2}); page.Counts != want {
				t.Errorf("%s: got %+v, want %+v", queue, page.Counts, want)
			}
		}
	})
}

func TestQueuesArePagedWithoutGapsOrRepeats(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		var reported, held, recent []string
		for i := range 65 {
			d.now = d.now.Add(time.Minute) // within the limits of nobody's patience
			published := d.post(fmt.Sprintf("p%02d", i), "text")
			d.report(published, []string{"bob", "eve", "mia"}[:i%3+1]...)
			waiting := d.hold(fmt.Sprintf("h%02d", i), "text")
			reported = append(reported, fmt.Sprintf("%d %s", 9-(i%3+1), published.Name))
			held = append(held, waiting.Name)
			recent = append(recent, published.Name, waiting.Name)
		}
		slices.Sort(reported)
		for i, entry := range reported {
			reported[i] = entry[2:]
		}
		slices.Reverse(recent)
		for queue, want := range map[moderation.Queue][]string{moderation.Reported: reported, moderation.Held: held, moderation.Recent: recent} {
			var got []string
			cursor := ""
			for range 10 {
				page := d.queue(queue, cursor)
				got = append(got, strings.Fields(names(page.Items))...)
				if cursor = page.Next; cursor == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: got %v, want %v", queue, got, want)
			}
		}
	})
}

func TestAnItemHoldsWhatAModeratorNeeds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		root := d.post("ada", "the *root*")
		d.verdict.Findings = []comment.Finding{{Detector: "shouting", Reason: "loud", Weight: 1}}
		reply := d.post("bob", "the *reply*", root)
		d.report(reply, "eve", "mia")
		d.undo(d.reject(d.again(reply)).Decision)
		first := d.approve(d.again(reply))
		d.report(reply, "noa")

		item := d.queue(moderation.Reported, "").Items[0]
		if item.Comment.ID != reply.ID || item.Comment.Source != "the *reply*" || len(item.Comment.Findings) != 1 {
			t.Errorf("the comment is %+v", item.Comment)
		}
		if item.Article.URL != "https://courier.example/harbour" || item.Article.Title != "Story of /harbour" || item.Article.CommentCount != 2 {
			t.Errorf("the article is %+v", item.Article)
		}
		if item.Parent == nil || item.Parent.ID != root.ID {
			t.Fatalf("the parent is %+v", item.Parent)
		}
		if got, err := moderation.Excerpt(*item.Parent); err != nil || got != "the root" {
			t.Errorf("the excerpt is %q, %v", got, err)
		}
		if len(item.Reports) != 1 || item.Reports[0].Detail != "says noa" || item.Reports[0].Reason != "abuse" || item.Reports[0].At != d.now {
			t.Errorf("the reports are %+v, want the open one alone", item.Reports)
		}
		if item.Decision == nil || item.Decision.ID != first.Decision.ID || item.Decision.Email != "ruth@example.org" || item.Decision.Undone {
			t.Errorf("the decision is %+v, want %+v", item.Decision, first.Decision)
		}
	})
}

func TestAnItemShowsTheNewestReportsOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted, other := d.post("ada", "hello"), d.post("eve", "hello")
		for i := range 25 {
			d.report(posted, fmt.Sprintf("reader%02d", i))
		}
		d.report(other, "bob")
		items := d.queue(moderation.Reported, "").Items
		if len(items) != 2 || items[0].Comment.ReportCount != 25 || len(items[0].Reports) != 20 || len(items[1].Reports) != 1 {
			t.Fatalf("got %+v", items)
		}
		for i, r := range items[0].Reports {
			if want := fmt.Sprintf("says reader%02d", 24-i); r.Detail != want {
				t.Errorf("report %d: got %q, want %q", i, r.Detail, want)
			}
		}
	})
}

// busyDesk has long queues, of which every comment carries all that an item can hold.
func busyDesk(t *testing.T, s *store.Store) *desk {
	d := open(t, s)
	for i := range 40 {
		d.page = d.pageAt(fmt.Sprintf("/story-%d", i))
		root := d.post("ada", "root")
		reply := d.post("bob", "reply", root)
		d.report(reply, "eve", "mia")
		held := d.reject(d.again(reply))
		d.approve(*held.Comment)
		d.report(reply, "noa")
		d.hold("zoe", "waits")
	}
	return d
}

func TestAPageCostsAtMostSixStatements(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := busyDesk(t, s)
		for what, read := range map[string]func(*testing.T) int{
			"reported": d.counting(moderation.Reported), "held": d.counting(moderation.Held), "recent": d.counting(moderation.Recent),
		} {
			if got := read(t); got > 6 {
				t.Errorf("a page of %s costs %d statements, want at most 6", what, got)
			}
		}
		ctx, counted := store.WithStatements(t.Context())
		_, _, err := d.moderation.Log(ctx, d.site, "")
		d.must(err)
		log := counted.Count()
		_, _, err = d.moderation.Articles(ctx, d.site, "")
		d.must(err)
		if log > 6 || counted.Count()-log > 1 {
			t.Errorf("a page of the log costs %d statements, of articles %d", log, counted.Count()-log)
		}
	})
}

// counting reads a full page and says how many statements that took.
func (d *desk) counting(q moderation.Queue) func(*testing.T) int {
	return func(t *testing.T) int {
		t.Helper()
		ctx, counted := store.WithStatements(t.Context())
		page, err := d.moderation.Queue(ctx, d.site, q, "")
		d.must(err)
		if len(page.Items) != 30 {
			t.Errorf("%s: a page has %d items, want 30", q, len(page.Items))
		}
		return counted.Count()
	}
}

func TestCursorsOfOneListAreWorthNothingInAnother(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := busyDesk(t, s)
		gazette := d.addSite("gazette")
		cursor := d.queue(moderation.Reported, "").Next
		if cursor == "" {
			t.Fatal("there is no second page")
		}
		for what, err := range map[string]error{
			"another queue":   second(d.moderation.Queue(t.Context(), d.site, moderation.Held, cursor)),
			"another site":    second(d.moderation.Queue(t.Context(), gazette, moderation.Reported, cursor)),
			"the log":         third(d.moderation.Log(t.Context(), d.site, cursor)),
			"the articles":    third(d.moderation.Articles(t.Context(), d.site, cursor)),
			"a made-up one":   second(d.moderation.Queue(t.Context(), d.site, moderation.Reported, "AAAA")),
			"one of a thread": second(d.moderation.Queue(t.Context(), d.site, moderation.Recent, d.threadCursor())),
		} {
			if got := fault.KindOf(err); got != fault.BadCursor {
				t.Errorf("%s: got %q, want bad_cursor", what, got)
			}
		}
		_, err := d.moderation.Queue(t.Context(), d.site, "best", "")
		d.wantFault(err, fault.BadQuery)
	})
}

func second[T any](_ T, err error) error        { return err }
func third[T, U any](_ T, _ U, err error) error { return err }

func (d *desk) threadCursor() string {
	d.Helper()
	d.page = d.pageAt("/long")
	d.post("ada", "one")
	d.post("ada", "two")
	thread, err := d.comments.Thread(d.Context(), d.site, comment.ThreadQuery{Page: d.page, Limit: 1})
	d.must(err)
	return thread.Next
}

func TestTheLogHoldsEveryDecisionNewestFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := open(t, s)
		posted := d.post("ada", "hello **there**")
		rejected := d.decide(posted, moderation.Ruling{Action: moderation.Reject, Reason: moderation.Hate, Note: "look", Version: posted.Version})
		d.undo(rejected.Decision)
		_, err := d.moderation.DecideArticle(t.Context(), d.site, d.ruth, posted.Article, moderation.Close)
		d.must(err)
		entries, next, err := d.moderation.Log(t.Context(), d.site, "")
		d.must(err)
		var got []string
		for _, e := range entries {
			got = append(got, fmt.Sprintf("%s by %s, %q of %q, reason %q, note %q, undone %v", e.Action, e.Email, e.Excerpt, e.Title, e.Reason, e.Note, e.Undone))
		}
		want := []string{
			`close by ruth@example.org, "" of "Story of /harbour", reason "", note "", undone false`,
			`undo by omar@example.org, "hello there" of "Story of /harbour", reason "", note "", undone false`,
			`reject by ruth@example.org, "hello there" of "Story of /harbour", reason "hate", note "look", undone true`,
		}
		if !slices.Equal(got, want) || next != "" {
			t.Errorf("got %q (next %q), want %q", got, next, want)
		}
	})
}

func TestTheLogAndTheArticlesArePaged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := busyDesk(t, s)
		seen := map[moderation.ID]bool{}
		cursor := ""
		for pages := 1; ; pages++ {
			entries, next, err := d.moderation.Log(t.Context(), d.site, cursor)
			d.must(err)
			for i, e := range entries {
				if seen[e.ID] || i > 0 && e.At.After(entries[i-1].At) {
					t.Fatalf("entry %s comes twice or out of order", e.ID)
				}
				seen[e.ID] = true
			}
			if cursor = next; cursor == "" {
				break
			}
			if pages > 10 {
				t.Fatal("the log has no end")
			}
		}
		if len(seen) != 80 {
			t.Errorf("the log has %d entries, want 80", len(seen))
		}
		first, next, err := d.moderation.Articles(t.Context(), d.site, "")
		d.must(err)
		rest, end, err := d.moderation.Articles(t.Context(), d.site, next)
		d.must(err)
		if len(first) != 30 || len(rest) != 10 || end != "" || first[0].Title != "Story of /story-39" || rest[9].Title != "Story of /story-0" {
			t.Errorf("got %d and %d articles, from %q to %q", len(first), len(rest), first[0].Title, rest[len(rest)-1].Title)
		}
	})
}
