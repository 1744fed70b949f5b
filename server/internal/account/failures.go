package account

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"understory/server/internal/fault"
)

// How many wrong passwords are taken from one subject, and for how long they count.
const (
	FailureLimit  = 10
	FailureWindow = 15 * time.Minute
)

// Failures slows down guessing. A subject is whoever guesses or is guessed at: a network, an e-mail address.
type Failures struct {
	Tally  Tally
	Secret []byte // hashes subjects, so that no address is kept and each takes the same room
}

// Subject is the keyed hash of one.
type Subject [sha256.Size]byte

// Tally keeps how often subjects have failed within the window that began with the first failure.
type Tally interface {
	// AddFailure counts one more of each. When one of them has reached the limit it counts none, and says how long
	// that one's failures still count.
	AddFailure(ctx context.Context, of []Subject) (wait time.Duration, err error)
	// TakeBackFailure counts one less of each.
	TakeBackFailure(ctx context.Context, of []Subject) error
}

// Attempt counts a failure for each subject before it is known whether it is one, so that guesses made at once
// all count. Whoever succeeds calls forgive. Faults: RateLimited, when nothing is counted.
func (f *Failures) Attempt(ctx context.Context, subjects ...string) (forgive func(context.Context) error, err error) {
	hashes := make([]Subject, len(subjects))
	for i, text := range subjects {
		hashes[i] = f.subject(text)
	}
	// One order for all, so that no two who count the same subjects can block each other.
	slices.SortFunc(hashes, func(a, b Subject) int { return bytes.Compare(a[:], b[:]) })
	wait, err := f.Tally.AddFailure(ctx, hashes)
	if err != nil {
		return nil, fmt.Errorf("count a failure: %w", err)
	}
	if wait > 0 {
		return nil, fault.Retry(fault.RateLimited, wait, "Too many wrong passwords. Please wait a few minutes and try again.")
	}
	return func(ctx context.Context) error { return f.Tally.TakeBackFailure(ctx, hashes) }, nil
}

func (f *Failures) subject(text string) Subject {
	sum := hmac.New(sha256.New, f.Secret)
	sum.Write([]byte("failures of " + text))
	return Subject(sum.Sum(nil))
}
