package comment_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/store"
)

// newsroom is a site with a service on a real store, a clock that the test moves, and short ways to say things.
type newsroom struct {
	*testing.T
	store   *store.Store
	service *comment.Service
	site    site.Site
	page    comment.Page
	now     time.Time
	verdict comment.Verdict
	changed []comment.Article
}

func open(t *testing.T, s *store.Store) *newsroom {
	t.Helper()
	n := &newsroom{T: t, store: s, now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), verdict: comment.Verdict{Action: comment.Publish}}
	made, err := site.New("courier", "", []string{"https://courier.example"}, site.GuestsPublish)
	n.must(err)
	n.site, err = s.AddSite(t.Context(), made)
	n.must(err)
	n.page, err = comment.PageOf("", "https://courier.example/harbour", "Harbour")
	n.must(err)
	n.service = &comment.Service{
		Store: s, Cursors: comment.Cursors{Secret: []byte("a secret of the tests")}, Now: func() time.Time { return n.now },
		Review:  func(context.Context, site.Site, comment.Draft) (comment.Verdict, error) { return n.verdict, nil },
		Changed: func(_ site.ID, a comment.Article) { n.changed = append(n.changed, a) },
	}
	return n
}

func (n *newsroom) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

func guest(name string) account.KeyHash { return sha256.Sum256([]byte(name)) }

func (n *newsroom) draft(name, body string) comment.Draft {
	return comment.Draft{Page: n.page, Name: name, Body: body, Author: guest(name)}
}

// post keeps a root, or a reply where a parent is given, a second after whatever came before.
func (n *newsroom) post(name, body string, parent ...comment.Comment) comment.Comment {
	n.Helper()
	d := n.draft(name, body)
	if len(parent) > 0 {
		d.Parent = uuid.NullUUID{UUID: parent[0].ID, Valid: true}
	}
	n.now = n.now.Add(time.Second)
	posted, err := n.service.Post(n.Context(), n.site, d)
	n.must(err)
	return posted.Comment
}

func (n *newsroom) thread(q comment.ThreadQuery) comment.Thread {
	n.Helper()
	q.Page = n.page
	thread, err := n.service.Thread(n.Context(), n.site, q)
	n.must(err)
	return thread
}

// moderate gives a comment a status as the newsroom would.
func (n *newsroom) moderate(c comment.Comment, to comment.Status) comment.Comment {
	n.Helper()
	changed, _, err := n.service.Change(n.Context(), n.site, c.ID, func(context.Context, *comment.Comment) (comment.Status, error) { return to, nil })
	n.must(err)
	return changed
}

func (n *newsroom) wantFault(err error, want fault.Kind) {
	n.Helper()
	if got := fault.KindOf(err); got != want {
		n.Errorf("got %q (%v), want %q", got, err, want)
	}
}

// outline draws a thread in one line: names, replies in brackets, tombstones as their status, +n for what is left out.
func outline(nodes []*comment.Node) string {
	parts := make([]string, len(nodes))
	for i, node := range nodes {
		parts[i] = node.Name
		if !node.Public() {
			parts[i] = "~" + string(node.Status)
		}
		inner := outline(node.Replies)
		if node.More != nil {
			inner = strings.TrimSpace(fmt.Sprintf("%s +%d", inner, node.More.Count))
		}
		if inner != "" {
			parts[i] += "(" + inner + ")"
		}
	}
	return strings.Join(parts, " ")
}

func asFault(err error) *fault.Error {
	refused, _ := errors.AsType[*fault.Error](err)
	return refused
}

func closing(_ context.Context, a *comment.Article) error {
	a.Status = comment.Closed
	return nil
}
