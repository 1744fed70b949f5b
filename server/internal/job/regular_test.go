package job_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"understory/server/internal/job"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestRegularWorkGoesOnAfterAnErrorAndAPanic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		done, panics := 0, 0
		regular := job.Regular{Name: "test", Every: time.Hour, Panicked: func() { panics++ }, Do: func(context.Context) error {
			done++
			switch done {
			case 1:
				return errors.New("not now")
			case 2:
				panic("oh")
			case 4:
				stop()
			}
			return nil
		}}
		began := time.Now()
		regular.Run(ctx, slog.New(slog.DiscardHandler))
		if took := time.Since(began); done != 4 || took != 3*time.Hour || panics != 1 {
			t.Errorf("done %d times in %v with %d panics, want 4 times in 3 h with 1", done, took, panics)
		}
	})
}

// turns are handed out by a test.
type turns struct {
	ours, returned, asked atomic.Int64
}

func (t *turns) TakeTurn(_ context.Context, name string, every time.Duration) (bool, error) {
	if name != "test" || every != time.Hour {
		return false, errors.New("asked for something else")
	}
	t.asked.Add(1)
	return t.ours.Load() == 1, nil
}

func (t *turns) ReturnTurn(context.Context, string) error {
	t.returned.Add(1)
	return nil
}

func TestWorkOfAllProcessesIsDoneInTurnAndReturnedWhenItFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		given := new(turns)
		var done atomic.Int64
		regular := job.Regular{Name: "test", Every: time.Hour, Turns: given, Do: func(context.Context) error {
			switch done.Add(1) {
			case 2:
				return errors.New("not now")
			case 3:
				panic("oh")
			}
			return nil
		}}
		go regular.Run(ctx, slog.New(slog.DiscardHandler))
		pass := func(looks int) {
			time.Sleep(time.Duration(looks) * 6 * time.Minute)
			synctest.Wait()
		}
		synctest.Wait()
		pass(10)
		if done.Load() != 0 || given.asked.Load() != 11 {
			t.Errorf("done %d times after asking %d times in an hour, want to ask at once and then ten times, and do nothing", done.Load(), given.asked.Load())
		}
		given.ours.Store(1)
		for i, returned := range []int64{0, 1, 2, 2} {
			pass(1)
			if done.Load() != int64(i+1) || given.returned.Load() != returned {
				t.Errorf("done %d times and %d turns returned, want %d and %d", done.Load(), given.returned.Load(), i+1, returned)
			}
		}
		stop()
	})
}

// timedTurns are a database's, with the moments between which each was taken.
type timedTurns struct {
	*store.Store
	taken chan [2]time.Time
}

func (t timedTurns) TakeTurn(ctx context.Context, name string, every time.Duration) (bool, error) {
	asked := time.Now()
	ours, err := t.Store.TakeTurn(ctx, name, every)
	if ours {
		t.taken <- [2]time.Time{asked, time.Now()}
	}
	return ours, err
}

func TestWorkOfAllProcessesIsDoneOnceAPeriod(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		const every = 300 * time.Millisecond
		ctx, stop := context.WithCancel(t.Context())
		var done atomic.Int64
		taken := make(chan [2]time.Time, 100)
		var processes sync.WaitGroup
		for range 3 {
			opened, err := store.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer opened.Close()
			regular := job.Regular{Name: "test", Every: every, Turns: timedTurns{opened, taken}, Do: func(context.Context) error {
				done.Add(1)
				return nil
			}}
			processes.Go(func() { regular.Run(ctx, slog.New(slog.DiscardHandler)) })
		}
		turns := [][2]time.Time{<-taken, <-taken, <-taken}
		stop()
		processes.Wait()
		for i := 1; i < len(turns); i++ {
			if between := turns[i][1].Sub(turns[i-1][0]); between < every-time.Millisecond {
				t.Errorf("turn %d came %v after the one before, want one in %v", i+1, between, every)
			}
		}
		if want := int64(len(turns) + len(taken)); done.Load() != want {
			t.Errorf("done %d times in %d turns", done.Load(), want)
		}
	})
}

func TestATurnIsTakenOnceAndAgainWhenItIsReturned(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		take := func(name string, want bool) {
			t.Helper()
			if got, err := s.TakeTurn(t.Context(), name, time.Hour); got != want || err != nil {
				t.Errorf("%s: turn taken %v (%v), want %v", name, got, err, want)
			}
		}
		take("this", true)
		take("this", false)
		take("that", true)
		if err := s.ReturnTurn(t.Context(), "this"); err != nil {
			t.Fatal(err)
		}
		take("this", true)
		take("this", false)
	})
}
