package account

import (
	"context"
	"sync"
	"time"
)

// subjectsKept bounds the memory that a flood of made-up e-mail addresses can take: about 6 MB.
const subjectsKept = 1 << 16

// OwnTally is the tally of a process that serves alone. It forgets when the process ends.
type OwnTally struct {
	Now func() time.Time

	mu    sync.Mutex
	tally map[Subject]tally
}

type tally struct {
	count int
	until time.Time
}

// AddFailure is Tally's.
func (t *OwnTally) AddFailure(_ context.Context, of []Subject) (wait time.Duration, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.Now()
	for _, s := range of {
		if kept := t.tally[s]; kept.count >= FailureLimit && now.Before(kept.until) {
			return kept.until.Sub(now), nil
		}
	}
	for _, s := range of {
		t.count(s, now)
	}
	return 0, nil
}

func (t *OwnTally) count(s Subject, now time.Time) {
	kept, known := t.tally[s]
	if !known || !now.Before(kept.until) {
		t.makeRoom(now)
		kept = tally{until: now.Add(FailureWindow)}
	}
	kept.count++
	t.tally[s] = kept
}

// makeRoom drops what no longer counts once the tally is full, and anything at all when that is not enough.
func (t *OwnTally) makeRoom(now time.Time) {
	if t.tally == nil {
		t.tally = make(map[Subject]tally)
	}
	if len(t.tally) < subjectsKept {
		return
	}
	for s, kept := range t.tally {
		if !now.Before(kept.until) {
			delete(t.tally, s)
		}
	}
	for s := range t.tally {
		if len(t.tally) < subjectsKept {
			return
		}
		delete(t.tally, s)
	}
}

// TakeBackFailure is Tally's.
func (t *OwnTally) TakeBackFailure(_ context.Context, of []Subject) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range of {
		kept, known := t.tally[s]
		if !known {
			continue
		}
		if kept.count--; kept.count == 0 {
			delete(t.tally, s)
		} else {
			t.tally[s] = kept
		}
	}
	return nil
}
