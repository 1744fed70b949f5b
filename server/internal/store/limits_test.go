package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

var cell = []byte("a keyed hash....")

// charge wants a cell to take one, or to be told to wait about so long.
func charge(t *testing.T, s *store.Store, each, tolerance, want time.Duration) {
	t.Helper()
	wait, err := s.Charge(t.Context(), 1, cell, each, tolerance)
	if err != nil {
		t.Fatal(err)
	}
	if wait > want || wait < want-5*time.Second || want == 0 && wait != 0 {
		t.Fatalf("told to wait %v, want %v", wait, want)
	}
}

func TestACellBearsABurstAndThenAPace(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const each, tolerance = 10 * time.Minute, 90 * time.Minute
		for range 10 {
			charge(t, s, each, tolerance, 0)
		}
		charge(t, s, each, tolerance, 10*time.Minute)
		charge(t, s, each, tolerance, 10*time.Minute) // being refused costs nothing
		if wait, err := s.Charge(t.Context(), 2, cell, each, tolerance); wait != 0 || err != nil {
			t.Errorf("another site's cell must wait %v (%v)", wait, err)
		}
		if err := s.Refund(t.Context(), 1, cell, each); err != nil {
			t.Fatal(err)
		}
		charge(t, s, each, tolerance, 0)
		charge(t, s, each, tolerance, 10*time.Minute)
	})
}

func TestACellTakesOneAgainInTime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const each = 50 * time.Millisecond
		began := time.Now()
		for taken := 0; taken < 5; {
			wait, err := s.Charge(t.Context(), 1, cell, each, 0)
			if err != nil || wait > each {
				t.Fatalf("told to wait %v (%v)", wait, err)
			}
			if wait == 0 {
				taken++
			}
		}
		if took := time.Since(began); took < 4*each-10*time.Millisecond {
			t.Errorf("five were taken within %v, one each %v", took, each)
		}
	})
}

func TestACellAskedByManyAtOnceTakesItsBurstAndNotOneMore(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		var taken atomic.Int64
		var all sync.WaitGroup
		for range 3 { // processes
			s, err := store.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for range 8 {
				all.Go(func() {
					for range 10 {
						wait, err := s.Charge(t.Context(), 1, cell, time.Minute, 19*time.Minute)
						if err != nil {
							t.Error(err)
							return
						}
						if wait == 0 {
							taken.Add(1)
						}
					}
				})
			}
		}
		all.Wait()
		if taken.Load() != 20 {
			t.Errorf("%d were taken of 240, want 20", taken.Load())
		}
	})
}

func TestACellFarAheadOfItsLimitIsNotBelieved(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		s, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		charge(t, s, 10*time.Second, 20*time.Second, 0)
		if _, err := bare(t, address).ExecContext(t.Context(), "UPDATE limits SET empty_at = empty_at + 3600000000"); err != nil { // as if the clock was set back
			t.Fatal(err)
		}
		charge(t, s, 10*time.Second, 20*time.Second, 0)
		charge(t, s, 10*time.Second, 20*time.Second, 10*time.Second)
	})
}

func TestWhatCountsNoMoreIsForgotten(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		s, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		rows := func() (limits, failures int) {
			if err := bare(t, address).QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM limits), (SELECT count(*) FROM failures)").Scan(&limits, &failures); err != nil {
				t.Fatal(err)
			}
			return limits, failures
		}
		charge(t, s, time.Hour, 0, 0)
		fail(t, s, 1, account.Subject{1})
		if err := s.ForgetLimits(t.Context()); err != nil {
			t.Fatal(err)
		}
		if limits, failures := rows(); limits != 1 || failures != 1 {
			t.Errorf("what still counts is forgotten: %d limits, %d failures", limits, failures)
		}
		for _, past := range []string{"UPDATE limits SET empty_at = 1", "UPDATE failures SET until = 1"} {
			if _, err := bare(t, address).ExecContext(t.Context(), past); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.ForgetLimits(t.Context()); err != nil {
			t.Fatal(err)
		}
		if limits, failures := rows(); limits != 0 || failures != 0 {
			t.Errorf("kept for nothing: %d limits, %d failures", limits, failures)
		}
	})
}

func fail(t *testing.T, s *store.Store, times int, of ...account.Subject) {
	t.Helper()
	for i := range times {
		if wait, err := s.AddFailure(t.Context(), of); wait != 0 || err != nil {
			t.Fatalf("failure %d must wait %v (%v)", i+1, wait, err)
		}
	}
}

func TestFailuresOfAllProcessesCountTogether(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		var stores []*store.Store
		for range 2 {
			s, err := store.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			stores = append(stores, s)
		}
		ruth, omar, network := account.Subject{1}, account.Subject{2}, account.Subject{3}
		fail(t, stores[0], 5, network, ruth)
		fail(t, stores[1], 5, network, ruth)
		for _, of := range [][]account.Subject{{ruth}, {network, omar}, {omar, network}} {
			for _, s := range stores {
				wait, err := s.AddFailure(t.Context(), of)
				if err != nil || wait < account.FailureWindow-time.Minute || wait > account.FailureWindow {
					t.Errorf("failure 11 must wait %v (%v), want a quarter of an hour", wait, err)
				}
			}
		}
		fail(t, stores[0], 10, omar) // of whom none was counted when the other was refused
		if err := stores[1].TakeBackFailure(t.Context(), []account.Subject{omar}); err != nil {
			t.Fatal(err)
		}
		fail(t, stores[0], 1, omar)

		past := "UPDATE failures SET until = 1"
		if _, err := bare(t, address).ExecContext(t.Context(), past); err != nil {
			t.Fatal(err)
		}
		fail(t, stores[1], 10, network, ruth) // the window is over
		if wait, err := stores[0].AddFailure(t.Context(), []account.Subject{ruth}); wait == 0 || err != nil {
			t.Errorf("failure 11 of the next window must wait %v (%v)", wait, err)
		}
	})
}

func TestGuessesMadeAtOnceThroughManyProcessesAllCount(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		var admitted atomic.Int64
		var all sync.WaitGroup
		for range 3 {
			s, err := store.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for i := range 20 {
				all.Go(func() {
					wait, err := s.AddFailure(t.Context(), []account.Subject{{1}, {2, byte(i)}})
					if err != nil {
						t.Error(err)
					} else if wait == 0 {
						admitted.Add(1)
					}
				})
			}
		}
		all.Wait()
		if admitted.Load() != account.FailureLimit {
			t.Errorf("%d of 60 guesses at once were admitted, want %d", admitted.Load(), account.FailureLimit)
		}
	})
}

func TestLimitsOfADatabaseThatIsAwayAreRefusedAsWritesAre(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, address string) {
		s, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		charging := func() error {
			_, err := s.Charge(t.Context(), 1, cell, time.Millisecond, time.Hour)
			return err
		}
		failing := func() error {
			_, err := s.AddFailure(t.Context(), []account.Subject{{1}})
			return err
		}
		for name, try := range map[string]func() error{"charge": charging, "failure": failing} {
			if err := try(); err != nil {
				t.Fatal(err)
			}
			storetest.CutConnections(t, address, "%")
			if err := try(); fault.KindOf(err) != fault.ReadOnly {
				t.Errorf("%s: got %v, want to hear that nothing can be written just now", name, err)
			}
			if err := try(); err != nil {
				t.Errorf("%s, again: %v", name, err)
			}
		}
	})
}
