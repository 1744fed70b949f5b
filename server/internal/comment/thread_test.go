package comment_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestAnUnknownArticleIsAnEmptyThreadAndIsNotMade(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		thread := n.thread(comment.ThreadQuery{})
		if thread.Article.Known() || len(thread.Comments) != 0 || thread.Article.Status != comment.Open {
			t.Errorf("got %+v, want an open, empty, unknown thread", thread)
		}
		_, err := s.ArticleByIdentity(t.Context(), n.site.ID, n.page.Identity)
		n.wantFault(err, fault.NotFound)
	})
}

func TestRootsComeInTheOrderAskedForAndRepliesOldestFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		ana := n.post("Ana", "first")
		ben := n.post("Ben", "second")
		n.post("Cem", "third")
		n.post("Dua", "to Ana", ana)
		n.post("Eli", "to Ana", ana)
		for range 2 { // a second respect of the same guest counts nothing
			if _, err := n.service.Respect(t.Context(), n.site, ben.ID, guest("Ana")); err != nil {
				t.Fatal(err)
			}
		}
		for sort, want := range map[comment.Sort]string{
			comment.Newest: "Cem Ben Ana(Dua Eli)",
			comment.Oldest: "Ana(Dua Eli) Ben Cem",
			comment.Best:   "Ana(Dua Eli) Ben Cem", // two repliers weigh four, one respect one
		} {
			if got := outline(n.thread(comment.ThreadQuery{Sort: sort}).Comments); got != want {
				t.Errorf("%s: got %s, want %s", sort, got, want)
			}
		}
	})
}

func TestPagesHoldEveryRootOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		for i := range 25 {
			c := n.post(fmt.Sprint("reader", i), "text")
			if i%3 == 0 {
				if _, err := n.service.Respect(t.Context(), n.site, c.ID, guest("Zoe")); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, sort := range []comment.Sort{comment.Best, comment.Newest, comment.Oldest} {
			seen := map[comment.ID]bool{}
			cursor := ""
			for pages := 1; ; pages++ {
				thread := n.thread(comment.ThreadQuery{Sort: sort, Limit: 7, Cursor: cursor})
				for _, node := range thread.Comments {
					if seen[node.ID] {
						t.Errorf("%s: comment %s came twice", sort, node.ID)
					}
					seen[node.ID] = true
				}
				if cursor = thread.Next; cursor == "" {
					if pages != 4 || len(seen) != 25 {
						t.Errorf("%s: %d pages with %d roots, want 4 with 25", sort, pages, len(seen))
					}
					break
				}
			}
		}
	})
}

func TestACursorIsWorthNothingElsewhere(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		parent := n.post("Ana", "text")
		for range 5 {
			n.post("Ben", "text", parent)
			n.post("Cem", "text")
		}
		page := n.thread(comment.ThreadQuery{Sort: comment.Oldest, Limit: 1})
		roots, branch := page.Next, page.Comments[0].More.Cursor
		forged := []byte(roots)
		forged[3] ^= 1
		ask := func(sort comment.Sort, cursor string) error {
			_, err := n.service.Thread(t.Context(), n.site, comment.ThreadQuery{Page: n.page, Sort: sort, Cursor: cursor})
			return err
		}
		n.must(ask(comment.Oldest, roots))
		for name, err := range map[string]error{
			"another sort": ask(comment.Newest, roots), "a branch's": ask(comment.Oldest, branch),
			"a forged one": ask(comment.Oldest, string(forged)), "nonsense": ask(comment.Oldest, "x"),
		} {
			t.Run(name, func(t *testing.T) {
				if got := fault.KindOf(err); got != fault.BadCursor {
					t.Errorf("got %v, want bad_cursor", err)
				}
			})
		}
		_, err := n.service.Replies(t.Context(), n.site, parent.ID, roots)
		n.wantFault(err, fault.BadCursor)
		n.page = comment.Page{Identity: "t:another"}
		n.wantFault(ask(comment.Oldest, roots), fault.BadCursor)
	})
}

func TestBadQueriesAreRefused(t *testing.T) {
	t.Parallel()
	n := open(t, storetest.New(t))
	for _, q := range []comment.ThreadQuery{{Sort: "hot"}, {Limit: -1}, {Limit: 101}} {
		q.Page = n.page
		_, err := n.service.Thread(t.Context(), n.site, q)
		n.wantFault(err, fault.BadQuery)
	}
}

func TestABranchThatWasCutGoesOnWhereItEnded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		root := n.post("Ana", "root")
		for i := range 40 {
			n.post(fmt.Sprintf("r%02d", i), "reply", root)
		}
		top := n.thread(comment.ThreadQuery{}).Comments[0]
		if got, want := outline([]*comment.Node{top}), "Ana(r00 r01 r02 +37)"; got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		first, err := n.service.Replies(t.Context(), n.site, root.ID, top.More.Cursor)
		n.must(err)
		second, err := n.service.Replies(t.Context(), n.site, root.ID, first.Next)
		n.must(err)
		names := append(outlines(first.Comments), outlines(second.Comments)...)
		if len(names) != 37 || names[0] != "r03" || names[36] != "r39" || !slices.IsSorted(names) || second.Next != "" {
			t.Errorf("got %v, then %q", names, second.Next)
		}
		whole, err := n.service.Replies(t.Context(), n.site, root.ID, "")
		n.must(err)
		if whole.Comments[0].Name != "r00" {
			t.Errorf("without a cursor the branch begins with %s, want r00", whole.Comments[0].Name)
		}
	})
}

func outlines(nodes []*comment.Node) []string { return strings.Fields(outline(nodes)) }

func TestFiveLevelsComeInlineAndTheRestFollows(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		last := n.post("L1", "text")
		for level := 2; level <= comment.MaxLevel; level++ {
			last = n.post(fmt.Sprint("L", level), "text", last)
			if last.Level != level {
				t.Fatalf("level %d, want %d", last.Level, level)
			}
		}
		d := n.draft("deeper", "text")
		d.Parent = uuid.NullUUID{UUID: last.ID, Valid: true}
		_, err := n.service.Post(t.Context(), n.site, d)
		n.wantFault(err, fault.TooDeep)

		nodes := n.thread(comment.ThreadQuery{}).Comments
		if got, want := outline(nodes), "L1(L2(L3(L4(L5(+1)))))"; got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		deepest := 5
		for more := deepestMore(nodes); more != nil; more = deepestMore(nodes) {
			branch, err := n.service.Replies(t.Context(), n.site, more.ID, more.More.Cursor)
			n.must(err)
			nodes = branch.Comments
			deepest += len(strings.Split(outline(nodes), "("))
			if strings.Contains(outline(nodes), "+") {
				deepest-- // the mark of what is left out opens a bracket too
			}
		}
		if deepest != comment.MaxLevel {
			t.Errorf("read down to level %d, want %d", deepest, comment.MaxLevel)
		}
		link, err := n.service.Permalink(t.Context(), n.site, last.ID)
		n.must(err)
		if len(link.Ancestors) != comment.MaxLevel-1 || link.Ancestors[0].Name != "L1" || link.Ancestors[48].Name != "L49" {
			t.Errorf("%d ancestors, want L1 to L49", len(link.Ancestors))
		}
	})
}

func deepestMore(nodes []*comment.Node) *comment.Node {
	for _, node := range nodes {
		if node.More != nil {
			return node
		}
		if found := deepestMore(node.Replies); found != nil {
			return found
		}
	}
	return nil
}

func TestAnAnswerStopsAtItsCaps(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		for range 40 {
			root := n.post("root", strings.Repeat("word ", 400))
			for range 3 {
				reply := n.post("reply", strings.Repeat("word ", 400), root)
				n.post("below", "text", reply)
			}
		}
		thread := n.thread(comment.ThreadQuery{Limit: 40})
		count, bytes := weigh(thread.Comments)
		if len(thread.Comments) != 40 || count > comment.InlineCap+1 || bytes > comment.InlineBytes+4096 {
			t.Errorf("%d roots, %d comments, %d bytes of text; want 40 roots within the caps", len(thread.Comments), count, bytes)
		}
		left := int64(0)
		for _, node := range thread.Comments {
			if node.More != nil {
				left += node.More.Count
			}
			if node.ShownReplies != int64(len(node.Replies))+moreCount(node) {
				t.Errorf("root %s: %d replies here and %d more, want %d", node.ID, len(node.Replies), moreCount(node), node.ShownReplies)
			}
		}
		if left == 0 {
			t.Error("nothing was left out, so the caps were not reached")
		}
	})
}

func moreCount(n *comment.Node) int64 {
	if n.More == nil {
		return 0
	}
	return n.More.Count
}

func weigh(nodes []*comment.Node) (count, bytes int) {
	for _, node := range nodes {
		c, b := weigh(node.Replies)
		count, bytes = count+c+1, bytes+b+len(node.Tree)
	}
	return count, bytes
}

func TestRepliesKeepARemovedCommentAsATombstone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		ana := n.post("Ana", "root")
		ben := n.post("Ben", "reply", ana)
		cem := n.post("Cem", "reply to reply", ben)
		want := func(outlined string, count int64) {
			t.Helper()
			thread := n.thread(comment.ThreadQuery{})
			if got := outline(thread.Comments); got != outlined || thread.Article.CommentCount != count {
				t.Errorf("got %q with %d published, want %q with %d", got, thread.Article.CommentCount, outlined, count)
			}
		}
		want("Ana(Ben(Cem))", 3)
		n.moderate(ben, comment.Rejected)
		want("Ana(~rejected(Cem))", 2)
		n.moderate(ana, comment.Rejected)
		want("~rejected(~rejected(Cem))", 1)
		n.must(n.service.Withdraw(t.Context(), n.site, cem.ID, guest("Cem")))
		want("", 0)
		n.moderate(cem, comment.Published)
		want("~rejected(~rejected(Cem))", 1)
		n.moderate(ben, comment.Published)
		want("~rejected(Ben(Cem))", 2)
		n.moderate(ana, comment.Published)
		want("Ana(Ben(Cem))", 3)
		for _, c := range []comment.Comment{ana, ben} {
			kept, err := s.Comment(t.Context(), n.site.ID, c.ID)
			n.must(err)
			if kept.ReplyCount != 1 || kept.ShownReplies != 1 || kept.Repliers != 1 {
				t.Errorf("%s has %d replies, %d shown, %d repliers; want 1 of each", c.Name, kept.ReplyCount, kept.ShownReplies, kept.Repliers)
			}
		}
	})
}

func TestOnlyShownCommentsHaveAPermalink(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		n.verdict = comment.Verdict{Action: comment.Hold, Reason: "new here"}
		held := n.post("Ana", "held")
		_, err := n.service.Permalink(t.Context(), n.site, held.ID)
		n.wantFault(err, fault.NotFound)
		_, err = n.service.Replies(t.Context(), n.site, held.ID, "")
		n.wantFault(err, fault.NotFound)
		found, err := n.service.Shown(t.Context(), n.site, []comment.ID{held.ID})
		if err != nil || len(found) != 0 {
			t.Errorf("got %v, %v; want nothing", found, err)
		}
	})
}

// The budget of every read, writes apart: at most six statements, however long the thread is.
func TestNoReadCostsMoreThanSixStatementsHoweverLongTheThread(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := open(t, s)
		grow := func(name string, roots int) comment.Page {
			page := comment.Page{Identity: "t:" + name, URL: "https://courier.example/" + name}
			n.page = page
			first := n.post("Ana", "text")
			addMany(t, s, n.site.ID, first, roots)
			return page
		}
		small, large := n.costs(grow("small", 200)), n.costs(grow("large", 10_000))
		for read, few := range small {
			if many := large[read]; few < 1 || few > 6 || many > few {
				t.Errorf("%s: %d statements for 200 comments and %d for 10,000, want at most 6 and no more", read, few, many)
			}
		}
	})
}

// costs are how many statements each read of a page takes.
func (n *newsroom) costs(page comment.Page) map[string]int {
	n.Helper()
	thread, err := n.service.Thread(n.Context(), n.site, comment.ThreadQuery{Page: page})
	n.must(err)
	if len(thread.Comments) != comment.FirstPage {
		n.Fatalf("%d roots, want %d", len(thread.Comments), comment.FirstPage)
	}
	root := thread.Comments[len(thread.Comments)-1]
	deep := root
	for len(deep.Replies) > 0 {
		deep = deep.Replies[0]
	}
	ids := make([]comment.ID, len(thread.Comments))
	for i, shown := range thread.Comments {
		ids[i] = shown.ID
	}
	costs := make(map[string]int)
	for name, read := range map[string]func(context.Context) error{
		"first page": func(ctx context.Context) error {
			_, err := n.service.Thread(ctx, n.site, comment.ThreadQuery{Page: page})
			return err
		},
		"next page": func(ctx context.Context) error {
			_, err := n.service.Thread(ctx, n.site, comment.ThreadQuery{Page: page, Cursor: thread.Next})
			return err
		},
		"branch": func(ctx context.Context) error {
			_, err := n.service.Replies(ctx, n.site, root.ID, "")
			return err
		},
		"permalink": func(ctx context.Context) error {
			_, err := n.service.Permalink(ctx, n.site, deep.ID)
			return err
		},
		"comments by id": func(ctx context.Context) error {
			_, err := n.service.Shown(ctx, n.site, ids)
			return err
		},
		"counts": func(ctx context.Context) error {
			_, err := n.service.Counts(ctx, n.site, []string{page.Identity, "t:unknown"})
			return err
		},
		"viewer": func(ctx context.Context) error {
			_, err := n.service.Viewer(ctx, n.site, page, guest("Ana"))
			return err
		},
	} {
		ctx, statements := store.WithStatements(n.Context())
		n.must(read(ctx))
		costs[name] = statements.Count()
	}
	return costs
}

// addMany keeps copies of a comment as roots, each with a chain of four replies, in one transaction.
func addMany(t *testing.T, s *store.Store, on site.ID, like comment.Comment, count int) {
	t.Helper()
	err := s.InTx(t.Context(), func(ctx context.Context) error {
		var above comment.Comment
		for i := range count {
			c := like
			c.ID, c.CreatedAt, c.ShownReplies, c.ReplyCount = uuid.Must(uuid.NewV7()), like.CreatedAt.Add(time.Duration(i)*time.Second), 1, 1
			if level := i%5 + 1; level > 1 {
				c.Level, c.Parent = level, uuid.NullUUID{UUID: above.ID, Valid: true}
			}
			above = c
			if err := s.AddComment(ctx, on, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
