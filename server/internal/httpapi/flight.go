package httpapi

import (
	"context"
	"errors"
	"sync"
)

// flights lets one read what many ask for at once. (golang.org/x/sync/singleflight would hand to one who comes after a
// write what a reading found that had begun before it.)
type flights[T any] struct {
	mu    sync.Mutex
	under *flight[T]
}

// flight is one reading that all who ask wait for.
type flight[T any] struct {
	done chan struct{}
	got  T
	err  error
}

// errReading is what the others hear who waited for a reading that panicked.
var errReading = errors.New("reading panicked")

// read gives what current knows, else what load finds. A reader who joins another's reading takes its result only where
// it is recent enough for them: it may have begun before the write after which they came.
func (s *flights[T]) read(ctx context.Context, current func() (T, bool), load func() (T, error), recent func(T) bool) (got T, err error) {
	for again := false; ; again = true {
		if kept, ok := current(); ok {
			return kept, nil
		}
		f, mine := s.join()
		if mine {
			s.carryOut(f, current, load)
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return got, ctx.Err()
		}
		// The next reading began after this reader had come.
		if f.err != nil || mine || again || recent(f.got) {
			return f.got, f.err
		}
	}
}

// join is the flight under way, or a new one that the caller must carry out.
func (s *flights[T]) join() (f *flight[T], mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.under != nil {
		return s.under, false
	}
	s.under = &flight[T]{done: make(chan struct{})}
	return s.under, true
}

// carryOut reads, and lets go of those who wait even if reading panics.
func (s *flights[T]) carryOut(f *flight[T], current func() (T, bool), load func() (T, error)) {
	f.err = errReading
	defer func() {
		s.mu.Lock()
		s.under = nil
		s.mu.Unlock()
		close(f.done)
	}()
	// Another flight may have landed after this one's reader looked and before they joined.
	if kept, ok := current(); ok {
		f.got, f.err = kept, nil
		return
	}
	f.got, f.err = load()
}
