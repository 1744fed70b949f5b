package moderation_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
	"understory/server/internal/store"
)

// desk is a site with its comments, two moderators and a clock that the test moves, on a real store.
type desk struct {
	*testing.T
	store      *store.Store
	comments   *comment.Service
	moderation *moderation.Service
	site       site.Site
	page       comment.Page
	now        time.Time
	verdict    comment.Verdict
	ruth, omar account.Account
}

func open(t *testing.T, s *store.Store) *desk {
	t.Helper()
	d := &desk{T: t, store: s, now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), verdict: comment.Verdict{Action: comment.Publish}}
	d.site = d.addSite("courier")
	d.page = d.pageAt("/harbour")
	d.ruth, d.omar = d.addModerator("ruth@example.org"), d.addModerator("omar@example.org")
	clock := func() time.Time { return d.now }
	cursors := comment.Cursors{Secret: []byte("a secret of the tests")}
	d.comments = &comment.Service{
		Store: s, Cursors: cursors, Now: clock,
		Review: func(_ context.Context, _ site.Site, draft comment.Draft) (comment.Verdict, error) {
			if strings.Contains(draft.Body, "holdme") {
				return comment.Verdict{Action: comment.Hold, Reason: "It waits."}, nil
			}
			return d.verdict, nil
		},
	}
	d.moderation = &moderation.Service{Store: s, Comments: d.comments, Cursors: cursors, Now: clock}
	return d
}

func (d *desk) addSite(key string) site.Site {
	d.Helper()
	made, err := site.New(key, "", []string{"https://" + key + ".example"}, site.GuestsPublish)
	d.must(err)
	made, err = d.store.AddSite(d.Context(), made)
	d.must(err)
	return made
}

func (d *desk) pageAt(path string) comment.Page {
	d.Helper()
	page, err := comment.PageOf("", "https://courier.example"+path, "Story of "+path)
	d.must(err)
	return page
}

func (d *desk) addModerator(email string) account.Account {
	d.Helper()
	made := account.Account{ID: uuid.Must(uuid.NewV7()), Email: email, PasswordHash: "none", Role: account.Moderator, CreatedAt: d.now}
	d.must(d.store.AddAccount(d.Context(), made))
	return made
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) wantFault(err error, want fault.Kind) {
	d.Helper()
	if got := fault.KindOf(err); got != want {
		d.Errorf("got %q (%v), want %q", got, err, want)
	}
}

// wantConflict checks that a moderator is told what happened.
func (d *desk) wantConflict(err error, told string) {
	d.Helper()
	refused, _ := errors.AsType[*fault.Error](err)
	if refused == nil || refused.Kind != fault.Conflict || !strings.Contains(refused.Message, told) {
		d.Errorf("got %v, want a conflict that says %q", err, told)
	}
}

func guest(name string) account.KeyHash { return sha256.Sum256([]byte(name)) }

// post keeps a root, or a reply where a parent is given, a second after whatever came before.
func (d *desk) post(name, body string, parent ...comment.Comment) comment.Comment {
	d.Helper()
	draft := comment.Draft{Page: d.page, Name: name, Body: body, Author: guest(name)}
	if len(parent) > 0 {
		draft.Parent = uuid.NullUUID{UUID: parent[0].ID, Valid: true}
	}
	d.now = d.now.Add(time.Second)
	posted, err := d.comments.Post(d.Context(), d.site, draft)
	d.must(err)
	return posted.Comment
}

// hold keeps a comment that waits for a moderator.
func (d *desk) hold(name, body string) comment.Comment {
	d.Helper()
	return d.post(name, body+" holdme")
}

func (d *desk) report(c comment.Comment, names ...string) {
	d.Helper()
	for _, name := range names {
		d.now = d.now.Add(time.Second)
		_, err := d.comments.Report(d.Context(), d.site, c.ID, guest(name), "abuse", "says "+name)
		d.must(err)
	}
}

func (d *desk) approve(c comment.Comment) moderation.Outcome {
	d.Helper()
	return d.decide(c, moderation.Ruling{Action: moderation.Approve, Version: c.Version})
}

func (d *desk) reject(c comment.Comment) moderation.Outcome {
	d.Helper()
	return d.decide(c, moderation.Ruling{Action: moderation.Reject, Reason: moderation.Spam, Version: c.Version})
}

func (d *desk) decide(c comment.Comment, r moderation.Ruling) moderation.Outcome {
	d.Helper()
	d.now = d.now.Add(time.Second)
	made, err := d.moderation.Decide(d.Context(), d.site, d.ruth, c.ID, r)
	d.must(err)
	return made
}

func (d *desk) undo(made moderation.Decision) moderation.Outcome {
	d.Helper()
	d.now = d.now.Add(time.Second)
	undone, err := d.moderation.Undo(d.Context(), d.site, d.omar, made.ID)
	d.must(err)
	return undone
}

func (d *desk) again(c comment.Comment) comment.Comment {
	d.Helper()
	found, err := d.store.Comment(d.Context(), d.site.ID, c.ID)
	d.must(err)
	return found
}

func (d *desk) article(c comment.Comment) comment.Article {
	d.Helper()
	found, err := d.store.Article(d.Context(), d.site.ID, c.Article)
	d.must(err)
	return found
}

func (d *desk) queue(q moderation.Queue, cursor string) moderation.QueuePage {
	d.Helper()
	page, err := d.moderation.Queue(d.Context(), d.site, q, cursor)
	d.must(err)
	return page
}

// names are the authors of a queue's items, in order.
func names(items []moderation.Item) string {
	var out []string
	for _, item := range items {
		out = append(out, item.Comment.Name)
	}
	return strings.Join(out, " ")
}
