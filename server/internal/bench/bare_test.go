package main

import (
	"strings"
	"testing"

	"understory/server/internal/storetest"
)

func TestBareStatementsAreThoseThatAPostRuns(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		p := openPosters(t, databaseURL)
		if err := p.compareStatements(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestAnotherStatementThanTheBareOnesIsNoticed(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		b := openPosters(t, databaseURL).bare
		ran := append([]string{"SELECT 1"}, b.statements...)
		if err := b.compare(ran); err == nil || !strings.Contains(err.Error(), "SELECT 1") {
			t.Errorf("got %v, want an error that shows what ran", err)
		}
	})
}

// TestABarePostLeavesWhatAPostLeaves compares the rows of one of each, but for ids, keys and times.
func TestABarePostLeavesWhatAPostLeaves(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		p := openPosters(t, databaseURL)
		what := p.posting(1)
		if err := p.post(t.Context(), what); err != nil {
			t.Fatal(err)
		}
		again := p.posting(1)
		again.words, again.author = what.words, what.author
		if err := p.bare.post(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		pool, _ := p.db.store.Pools()
		for what, query := range map[string]string{
			"kinds of comments": `SELECT count(*) FROM (SELECT DISTINCT article_id, parent_id, level, reader_id, author_name, status, shown, shown_replies,
reply_count, repliers, respects, rank - created_at / 1000, report_count, version, decision_id, reason, edited_at, renderer, findings, tree, source FROM comments) AS kinds`,
			"kinds of answers kept": `SELECT count(*) FROM (SELECT DISTINCT actor, route, answer FROM idempotency_keys) AS kinds`,
			"kinds of changes":      `SELECT count(*) FROM (SELECT DISTINCT article_id, length(comments) FROM article_changes) AS kinds`,
			"kinds of outbox rows":  `SELECT count(*) FROM (SELECT DISTINCT kind, attempts, due_at - created_at FROM outbox) AS kinds`,
		} {
			if got := number(t, pool, query); got != 1 {
				t.Errorf("%d %s, want 1", got, what)
			}
		}
		for _, query := range []string{
			"SELECT comment_count FROM articles", "SELECT version FROM articles",
			"SELECT count(*) FROM article_changes", "SELECT max(version) FROM article_changes",
		} {
			if got := number(t, pool, query); got != 2 {
				t.Errorf("%s is %d, want 2", query, got)
			}
		}
	})
}

func openPosters(t *testing.T, databaseURL string) *posters {
	t.Helper()
	p, err := newPosters(t.Context(), opened(t, databaseURL), 1)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
