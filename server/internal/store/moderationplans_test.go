package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/moderation"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// However long the queues grow, a page of them costs a page: no read of the newsroom reads a whole table, and none
// that is paged sorts one.
func TestReadsOfTheNewsroomWalkAnIndex(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		s, err := store.Open(t.Context(), address)
		must(t, err)
		t.Cleanup(func() { _ = s.Close() })
		explain := explainer(t, address)
		for what, read := range newsroomReads(s) {
			ctx, statements := store.WithStatements(t.Context())
			if err := read(ctx); err != nil && fault.KindOf(err) != fault.NotFound {
				t.Fatalf("%s: %v", what, err)
			}
			if statements.Count() != 1 {
				t.Errorf("%s: %d statements, want one", what, statements.Count())
			}
			for _, statement := range statements.Texts() {
				plan := explain(statement)
				if wholeTable.MatchString(plan) || strings.HasPrefix(what, "page") && sorts(plan) {
					t.Errorf("%s:\n%s\nis carried out so:\n%s", what, statement, plan)
				}
			}
		}
	})
}

func newsroomReads(s *store.Store) map[string]func(context.Context) error {
	ids := []uuid.UUID{uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())}
	at := comment.Position{Key: 3, ID: ids[0]}
	reads := map[string]func(context.Context) error{
		"counts":             func(ctx context.Context) error { _, err := s.QueueCounts(ctx, 1, 10); return err },
		"articles":           func(ctx context.Context) error { _, err := s.Articles(ctx, 1, ids); return err },
		"reports":            func(ctx context.Context) error { _, err := s.OpenReports(ctx, 1, ids, 20); return err },
		"decisions":          func(ctx context.Context) error { _, err := s.Decisions(ctx, 1, ids); return err },
		"decision":           func(ctx context.Context) error { _, err := s.Decision(ctx, 1, ids[0]); return err },
		"page last decision": func(ctx context.Context) error { _, err := s.LastDecision(ctx, 1, ids[0]); return err },
		"page in force":      func(ctx context.Context) error { _, err := s.DecisionInForce(ctx, 1, ids[0]); return err },
	}
	for _, after := range []comment.Position{{}, at} {
		where := fmt.Sprintf("from the start %v", after.Start())
		for _, q := range []moderation.Queue{moderation.Reported, moderation.Held, moderation.Recent} {
			reads["page of "+string(q)+" "+where] = func(ctx context.Context) error { _, err := s.QueuePage(ctx, 1, q, after, 31); return err }
		}
		reads["page of articles "+where] = func(ctx context.Context) error { _, err := s.ArticlePage(ctx, 1, after, 31); return err }
		reads["page of the log "+where] = func(ctx context.Context) error { _, err := s.DecisionPage(ctx, 1, after, 31); return err }
	}
	return reads
}

func sorts(plan string) bool {
	return strings.Contains(plan, "USE TEMP B-TREE") || strings.Contains(plan, "Sort")
}
