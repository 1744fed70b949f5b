package job_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/job"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestEachTaskIsHandedOverAtLeastOnceAndForgottenWhenDone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		made, err := s.AddSite(t.Context(), site.Demo())
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
		rows := map[string]uuid.UUID{}
		for _, kind := range []string{"good", "bad", "panicking"} {
			rows[kind] = uuid.Must(uuid.NewV7())
			if err := s.AddOutbox(t.Context(), made.ID, kind, rows[kind], now); err != nil {
				t.Fatal(err)
			}
		}
		seen := map[string]int{}
		var log bytes.Buffer
		panics := 0
		dispatcher := &job.Dispatcher{Outbox: s, Panicked: func() { panics++ }, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(&log, nil)),
			Handle: func(_ context.Context, task job.Task) error {
				seen[task.Kind]++
				if task.Row != rows[task.Kind] || task.Site != made.ID || task.Attempts != seen[task.Kind] {
					t.Errorf("got %+v, want row %s of site %d, try %d", task, rows[task.Kind], made.ID, seen[task.Kind])
				}
				switch task.Kind {
				case "bad":
					return errors.New("not now")
				case "panicking":
					panic("oh")
				}
				return nil
			}}
		want := func(round, took, good, bad int) {
			t.Helper()
			if got := dispatcher.Round(t.Context()); got != took || seen["good"] != good || seen["bad"] != bad || seen["panicking"] != bad {
				t.Errorf("round %d took %d and handed over %v, want %d taken, good %d, the others %d\n%s", round, got, seen, took, good, bad, &log)
			}
		}
		want(1, 3, 1, 1)
		want(2, 0, 1, 1) // what failed is not due again at once
		now = now.Add(2 * time.Minute)
		want(3, 2, 1, 2)
		if panics != seen["panicking"] {
			t.Errorf("%d panics are told, want %d", panics, seen["panicking"])
		}
	})
}

func TestTwoDispatchersNeverTakeTheSameTaskAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		made, err := s.AddSite(t.Context(), site.Demo())
		if err != nil {
			t.Fatal(err)
		}
		now := time.Now()
		const tasks = 300
		err = s.InTx(t.Context(), func(ctx context.Context) error {
			for range tasks {
				if err := s.AddOutbox(ctx, made.ID, "kind", uuid.Must(uuid.NewV7()), now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		taken := make(chan int)
		for range 4 {
			go func() {
				total := 0
				for {
					claimed, err := s.ClaimDue(t.Context(), now.Add(time.Second), now.Add(time.Hour), 25)
					if err != nil {
						t.Error(err)
					}
					if len(claimed) == 0 {
						taken <- total
						return
					}
					total += len(claimed)
				}
			}()
		}
		total := 0
		for range 4 {
			total += <-taken
		}
		if total != tasks {
			t.Errorf("took %d tasks, want each of %d once", total, tasks)
		}
	})
}
