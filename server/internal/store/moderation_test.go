package store_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// newsroom is a site with an article, a comment that somebody reported, and a moderator.
type newsroom struct {
	site     site.ID
	article  comment.Article
	comment  comment.Comment
	reader   account.Reader
	ruth     account.Account
	decision moderation.Decision
}

func addNewsroom(t *testing.T, s *store.Store, key string) newsroom {
	t.Helper()
	made, err := site.New(key, "", []string{"https://" + key + ".example"}, site.GuestsPublish)
	must(t, err)
	made, err = s.AddSite(t.Context(), made)
	must(t, err)
	n := newsroom{site: made.ID, ruth: newAccount("ruth@"+key+".example", account.Moderator)}
	must(t, s.AddAccount(t.Context(), n.ruth))
	n.reader = account.Reader{ID: uuid.Must(uuid.NewV7()), Name: "ada", CreatedAt: morning}
	must(t, s.AddReader(t.Context(), n.site, n.reader))
	n.article = comment.Article{ID: uuid.Must(uuid.NewV7()), Identity: "t:1", URL: "https://" + key + ".example/1", Title: "One", Status: comment.Open, CreatedAt: morning}
	must(t, s.AddArticle(t.Context(), n.site, n.article))
	n.comment = n.add(t, s, comment.Published, 1)
	_, err = s.AddReport(t.Context(), n.site, comment.Report{Comment: n.comment.ID, Reader: n.reader.ID, Reason: "spam", Detail: "again", At: morning})
	must(t, err)
	n.decision = moderation.Decision{
		ID: uuid.Must(uuid.NewV7()), Account: n.ruth.ID, Email: n.ruth.Email, Article: n.article.ID, Comment: uuid.NullUUID{UUID: n.comment.ID, Valid: true},
		Action: moderation.Reject, Reason: moderation.Hate, Note: "a note", Before: "published", After: "rejected", BeforeReason: "none",
		BeforeDecision: uuid.NullUUID{UUID: uuid.Must(uuid.NewV7()), Valid: true}, At: morning.Add(time.Hour),
	}
	must(t, s.AddDecision(t.Context(), n.site, n.decision))
	return n
}

func (n newsroom) add(t *testing.T, s *store.Store, status comment.Status, reports int64) comment.Comment {
	t.Helper()
	made := comment.Comment{
		ID: uuid.Must(uuid.NewV7()), Article: n.article.ID, Level: 1, Reader: n.reader.ID, Name: "ada", Status: status,
		Tree: []byte(`[["p","hello"]]`), Source: "hello", Renderer: 1, Shown: status == comment.Published,
		ReportCount: reports, Version: 1, CreatedAt: morning,
	}
	must(t, s.AddComment(t.Context(), n.site, made))
	return made
}

func TestADecisionIsKeptAsItIs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := addNewsroom(t, s, "courier")
		got, err := s.Decision(t.Context(), n.site, n.decision.ID)
		must(t, err)
		if !reflect.DeepEqual(got, n.decision) {
			t.Errorf("got %+v, want %+v", got, n.decision)
		}
		undo := n.decision
		undo.ID, undo.Action = uuid.Must(uuid.NewV7()), moderation.Undo
		undo.Undoes = uuid.NullUUID{UUID: n.decision.ID, Valid: true}
		must(t, s.AddDecision(t.Context(), n.site, undo))
		n.decision.Undone = true
		if got, err = s.Decision(t.Context(), n.site, n.decision.ID); err != nil || !reflect.DeepEqual(got, n.decision) {
			t.Errorf("undone: got %+v, %v, want %+v", got, err, n.decision)
		}
		undo.ID = uuid.Must(uuid.NewV7())
		if err := s.AddDecision(t.Context(), n.site, undo); err == nil {
			t.Error("a decision was undone twice")
		}
	})
}

func TestReportsAreAnsweredAndOpenedAgainByTheirDecision(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := addNewsroom(t, s, "courier")
		want := func(what string, got int64, err error, want int64) {
			t.Helper()
			if err != nil || got != want {
				t.Errorf("%s: got %d, %v, want %d", what, got, err, want)
			}
		}
		one, other := n.decision.ID, uuid.Must(uuid.NewV7())
		count, err := s.AnswerReports(t.Context(), n.site, n.comment.ID, one)
		want("answer", count, err, 1)
		count, err = s.AnswerReports(t.Context(), n.site, n.comment.ID, other)
		want("answer again", count, err, 0)
		count, err = s.ReopenReports(t.Context(), n.site, n.comment.ID, other)
		want("open again by another", count, err, 0)
		reports, err := s.OpenReports(t.Context(), n.site, []comment.ID{n.comment.ID}, 20)
		want("open", int64(len(reports)), err, 0)
		count, err = s.ReopenReports(t.Context(), n.site, n.comment.ID, one)
		want("open again", count, err, 1)
		reports, err = s.OpenReports(t.Context(), n.site, []comment.ID{n.comment.ID}, 20)
		must(t, err)
		if expected := (comment.Report{Comment: n.comment.ID, Reader: n.reader.ID, Reason: "spam", Detail: "again", At: morning}); len(reports) != 1 || reports[0] != expected {
			t.Errorf("got %+v, want %+v", reports, expected)
		}
	})
}

func TestQueuesAreCountedNoFurtherThanAsked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := addNewsroom(t, s, "courier")
		for range 4 {
			n.add(t, s, comment.Held, 1)
			n.add(t, s, comment.Published, 2)
			n.add(t, s, comment.Withdrawn, 3)
		}
		for most, want := range map[int]moderation.Counts{10: {Reported: 5, Held: 4}, 3: {Reported: 3, Held: 3}} {
			if got, err := s.QueueCounts(t.Context(), n.site, most); err != nil || got != want {
				t.Errorf("at most %d: got %+v, %v, want %+v", most, got, err, want)
			}
		}
	})
}

// Everything of one site, asked for by another, is not there.
func TestNoReadOfTheNewsroomReachesAnotherSite(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, gazette := addNewsroom(t, s, "courier"), addNewsroom(t, s, "gazette")
		n.add(t, s, comment.Held, 0)
		ctx, on, from := t.Context(), gazette.site, comment.Position{}
		mine := func(what, got string, err error, want string) {
			t.Helper()
			if err != nil || got != want {
				t.Errorf("%s: got %s, %v, want %s", what, got, err, want)
			}
		}
		ids := []uuid.UUID{n.comment.ID, n.article.ID, n.decision.ID}
		articles, err := s.Articles(ctx, on, ids)
		mine("articles", fmt.Sprint(len(articles)), err, "0")
		decisions, err := s.Decisions(ctx, on, ids)
		mine("decisions", fmt.Sprint(len(decisions)), err, "0")
		reports, err := s.OpenReports(ctx, on, ids, 9)
		mine("reports", fmt.Sprint(len(reports)), err, "0")
		answered, err := s.AnswerReports(ctx, on, n.comment.ID, n.decision.ID)
		mine("answered", fmt.Sprint(answered), err, "0")
		for _, missing := range []error{
			second(s.Decision(ctx, on, n.decision.ID)), second(s.LastDecision(ctx, on, n.comment.ID)), second(s.DecisionInForce(ctx, on, n.article.ID)),
		} {
			wantKind(t, missing, fault.NotFound)
		}
		for _, q := range []moderation.Queue{moderation.Reported, moderation.Recent} {
			page, err := s.QueuePage(ctx, on, q, from, 9)
			must(t, err)
			mine(string(q), fmt.Sprint(len(page), page[0].ID), nil, fmt.Sprint(1, gazette.comment.ID))
		}
		held, err := s.QueuePage(ctx, on, moderation.Held, from, 9)
		mine("held", fmt.Sprint(len(held)), err, "0")
		counts, err := s.QueueCounts(ctx, on, 9)
		mine("counts", fmt.Sprint(counts), err, "{1 0}")
		listed, err := s.ArticlePage(ctx, on, from, 9)
		mine("article page", fmt.Sprint(len(listed)), err, "1")
		log, err := s.DecisionPage(ctx, on, from, 9)
		mine("log", fmt.Sprint(len(log)), err, "1")
	})
}

func second[T any](_ T, err error) error { return err }
