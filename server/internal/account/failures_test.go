package account

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"understory/server/internal/fault"
)

// guesser is a tally with a clock that the test moves.
type guesser struct {
	*testing.T
	now      time.Time
	tally    *OwnTally
	failures *Failures
}

func newGuesser(t *testing.T) *guesser {
	g := &guesser{T: t, now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	g.tally = &OwnTally{Now: func() time.Time { return g.now }}
	g.failures = &Failures{Tally: g.tally, Secret: []byte("a secret of the tests")}
	return g
}

func (g *guesser) fail(times int, subjects ...string) {
	g.Helper()
	for range times {
		if _, err := g.failures.Attempt(g.Context(), subjects...); err != nil {
			g.Fatalf("attempt of %v: %v", subjects, err)
		}
	}
}

func (g *guesser) wantRefused(want bool, subjects ...string) {
	g.Helper()
	forgive, err := g.failures.Attempt(g.Context(), subjects...)
	if refused := fault.KindOf(err) == fault.RateLimited; refused != want {
		g.Errorf("%v: got %v, want refused %v", subjects, err, want)
	}
	if err == nil && forgive(g.Context()) != nil {
		g.Error("not forgiven")
	}
}

func TestTenFailuresAreTakenFromASubject(t *testing.T) {
	t.Parallel()
	g := newGuesser(t)
	g.fail(10, "ruth", "network 1")
	g.wantRefused(true, "ruth", "network 2")
	g.wantRefused(true, "omar", "network 1")
	g.wantRefused(false, "omar", "network 2")
}

func TestFailuresCountForAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	g := newGuesser(t)
	g.fail(10, "ruth")
	g.now = g.now.Add(15*time.Minute - time.Second)
	g.wantRefused(true, "ruth")
	g.now = g.now.Add(time.Second)
	g.wantRefused(false, "ruth")
	g.fail(10, "ruth")
	g.wantRefused(true, "ruth")
}

func TestARefusalSaysWhenToTryAgain(t *testing.T) {
	t.Parallel()
	g := newGuesser(t)
	g.fail(10, "ruth")
	g.now = g.now.Add(5 * time.Minute)
	_, err := g.failures.Attempt(g.Context(), "ruth")
	if refused, ok := errors.AsType[*fault.Error](err); !ok || refused.RetryAfter != 10*time.Minute {
		t.Errorf("got %+v, want to be told of 10 minutes", err)
	}
}

func TestWhatSucceedsDoesNotCount(t *testing.T) {
	t.Parallel()
	g := newGuesser(t)
	for range 100 {
		g.wantRefused(false, "ruth", "network 1")
	}
	if kept := len(g.tally.tally); kept != 0 {
		t.Errorf("%d subjects are kept after nothing but successes", kept)
	}
}

func TestARefusedAttemptDoesNotCountForTheOthers(t *testing.T) {
	t.Parallel()
	g := newGuesser(t)
	g.fail(10, "ruth")
	for range 20 {
		g.wantRefused(true, "ruth", "network 1")
	}
	g.wantRefused(false, "omar", "network 1")
}

func TestGuessesMadeAtOnceAllCount(t *testing.T) {
	t.Parallel()
	g := newGuesser(t)
	var admitted atomic.Int32
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if _, err := g.failures.Attempt(g.Context(), "ruth"); err == nil {
				admitted.Add(1)
			}
		})
	}
	all.Wait()
	if got := admitted.Load(); got != 10 {
		t.Errorf("%d of 100 guesses at once were admitted, want 10", got)
	}
}

func TestAFloodOfAddressesTakesBoundedMemory(t *testing.T) {
	t.Parallel()
	g := newGuesser(t)
	for i := range subjectsKept + 100 {
		g.fail(1, fmt.Sprint("made up ", i))
	}
	if kept := len(g.tally.tally); kept > subjectsKept {
		t.Errorf("%d subjects are kept, want at most %d", kept, subjectsKept)
	}
}
