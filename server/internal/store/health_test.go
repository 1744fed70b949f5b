package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestTheBacklogIsWhatWaitsInTheOutboxOfAllSites(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		want := func(waiting int, oldest time.Time) {
			t.Helper()
			gotWaiting, gotOldest, err := s.Backlog(t.Context())
			if err != nil || gotWaiting != waiting || !gotOldest.Equal(oldest) {
				t.Errorf("%d wait since %v (%v), want %d since %v", gotWaiting, gotOldest, err, waiting, oldest)
			}
		}
		want(0, time.Time{})
		began := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
		for i, key := range []string{"one", "two"} {
			made, err := s.AddSite(t.Context(), site.Site{Key: key, Settings: site.Defaults()})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.AddOutbox(t.Context(), made.ID, "kind", uuid.Must(uuid.NewV7()), began.Add(time.Duration(i)*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		want(2, began)
		tasks, err := s.ClaimDue(t.Context(), began, began.Add(time.Hour), 10)
		if err != nil || len(tasks) != 1 {
			t.Fatalf("claimed %v (%v)", tasks, err)
		}
		want(2, began) // what was only taken waits still
		if err := s.Done(t.Context(), tasks); err != nil {
			t.Fatal(err)
		}
		want(1, began.Add(time.Minute))
	})
}

func TestStatementsAndConnectionsAreCounted(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		before := s.Figures()
		for range 3 {
			if _, err := s.Sites(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if after := s.Figures(); after[0].Statements != before[0].Statements+3 {
			t.Errorf("three statements raised the count from %d to %d", before[0].Statements, after[0].Statements)
		}
		for _, pool := range s.Figures() {
			if pool.Pool == "" || pool.Connections.MaxOpenConnections == 0 {
				t.Errorf("a pool is told as %+v", pool)
			}
		}
	})
}
