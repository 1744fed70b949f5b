package account

import (
	"crypto/sha256"
	"sync"
	"time"

	"understory/server/internal/fault"
)

// How many wrong passwords are taken from one subject, and for how long they count.
const (
	FailureLimit  = 10
	FailureWindow = 15 * time.Minute
)

// subjectsKept bounds the memory that a flood of made-up e-mail addresses can take: about 6 MB.
const subjectsKept = 1 << 16

// Failures slows down guessing. A subject is whoever guesses or is guessed at: a network, an e-mail address.
// It counts in this process alone and forgets when the process ends.
type Failures struct {
	Now func() time.Time

	mu    sync.Mutex
	tally map[subject]tally
}

// subject is a hash, so that no address is kept and each takes the same room.
type subject [sha256.Size]byte

type tally struct {
	count int
	until time.Time
}

// Attempt counts a failure for each subject before it is known whether it is one, so that guesses made at once
// all count. Whoever succeeds calls forgive. Faults: RateLimited, when nothing is counted.
func (f *Failures) Attempt(subjects ...string) (forgive func(), err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.Now()
	hashes := make([]subject, len(subjects))
	for i, text := range subjects {
		hashes[i] = sha256.Sum256([]byte(text))
		if kept := f.tally[hashes[i]]; kept.count >= FailureLimit && now.Before(kept.until) {
			return nil, fault.Retry(fault.RateLimited, kept.until.Sub(now), "Too many wrong passwords. Please wait a few minutes and try again.")
		}
	}
	for _, s := range hashes {
		f.count(s, now)
	}
	return func() { f.forgive(hashes) }, nil
}

func (f *Failures) count(s subject, now time.Time) {
	kept, known := f.tally[s]
	if !known || !now.Before(kept.until) {
		f.makeRoom(now)
		kept = tally{until: now.Add(FailureWindow)}
	}
	kept.count++
	f.tally[s] = kept
}

// makeRoom drops what no longer counts once the tally is full, and anything at all when that is not enough.
func (f *Failures) makeRoom(now time.Time) {
	if f.tally == nil {
		f.tally = make(map[subject]tally)
	}
	if len(f.tally) < subjectsKept {
		return
	}
	for s, kept := range f.tally {
		if !now.Before(kept.until) {
			delete(f.tally, s)
		}
	}
	for s := range f.tally {
		if len(f.tally) < subjectsKept {
			return
		}
		delete(f.tally, s)
	}
}

func (f *Failures) forgive(subjects []subject) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range subjects {
		kept, known := f.tally[s]
		if !known {
			continue
		}
		if kept.count--; kept.count == 0 {
			delete(f.tally, s)
		} else {
			f.tally[s] = kept
		}
	}
}
