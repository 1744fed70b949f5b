package httpapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// front is an index page whose counts are read from here.
type front struct {
	pages    []place
	count    atomic.Int64
	readings atomic.Int64
}

func newFront() *front {
	return &front{pages: []place{{1, "t:one"}, {1, "t:two"}}}
}

func (f *front) load(context.Context) (*counted, error) {
	f.readings.Add(1)
	made := &counted{known: 1}
	made.fill(fmt.Appendf(nil, `{"counts":{"one":%d}}`, f.count.Load()))
	return made, nil
}

// commit adds a comment to a page and tells it, as a write does before its answer.
func (f *front) commit(r *readyCounts, page place) {
	f.count.Add(1)
	r.changed(page.site, comment.Article{ID: uuid.Must(uuid.NewV7()), Identity: page.identity})
}

func (f *front) read(t *testing.T, r *readyCounts) string {
	t.Helper()
	got, err := r.read(t.Context(), "address", f.pages, f.load)
	if err != nil {
		t.Fatal(err)
	}
	return string(got.plain)
}

func TestCountsAreReadOncePerChangeHoweverManyAsk(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, f := newReadyCounts(readyCountBytes), newFront()
		for round := range 2 * mostChanges {
			var all sync.WaitGroup
			for range 64 {
				all.Go(func() {
					if got, want := f.read(t, r), fmt.Sprintf(`{"counts":{"one":%d}}`, f.count.Load()); got != want {
						t.Errorf("round %d: got %s, want %s", round, got, want)
					}
				})
			}
			all.Wait()
			if readings := f.readings.Load(); readings != int64(round+1) {
				t.Fatalf("round %d: the counts were read %d times", round, readings)
			}
			time.Sleep(time.Second / mostChanges)
			f.commit(r, f.pages[round%2])
		}
	})
}

func TestCountsOfAnotherProcessShowAfterASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, f := newReadyCounts(readyCountBytes), newFront()
		f.read(t, r)
		f.count.Add(7) // and nobody tells
		time.Sleep(countsLife - time.Millisecond)
		if got := f.read(t, r); got != `{"counts":{"one":0}}` {
			t.Errorf("before: got %s", got)
		}
		time.Sleep(time.Millisecond)
		if got := f.read(t, r); got != `{"counts":{"one":7}}` {
			t.Errorf("after: got %s", got)
		}
	})
}

func TestChangeWhileCountsAreReadIsNotMissed(t *testing.T) {
	t.Parallel()
	r, f := newReadyCounts(readyCountBytes), newFront()
	early := func(ctx context.Context) (*counted, error) {
		made, err := f.load(ctx)
		f.commit(r, f.pages[0])
		return made, err
	}
	if _, err := r.read(t.Context(), "address", f.pages, early); err != nil {
		t.Fatal(err)
	}
	if got := f.read(t, r); got != `{"counts":{"one":1}}` {
		t.Errorf("got %s", got)
	}
}

func TestCountsOfUnknownPagesAreNotKept(t *testing.T) {
	t.Parallel()
	r, f := newReadyCounts(readyCountBytes), newFront()
	unknown := func(ctx context.Context) (*counted, error) {
		made, err := f.load(ctx)
		made.known = 0
		return made, err
	}
	if _, err := r.read(t.Context(), "address", f.pages, unknown); err != nil {
		t.Fatal(err)
	}
	if len(r.answers) != 0 || len(r.pages) != 0 || r.bytes != 0 {
		t.Errorf("kept %d answers, %d pages, %d bytes", len(r.answers), len(r.pages), r.bytes)
	}
}

func TestMemoryForCountsIsBounded(t *testing.T) {
	t.Parallel()
	f := newFront()
	r := newReadyCounts(64 << 10)
	for i := range 1000 {
		address := fmt.Sprintf("address %d", i)
		if _, err := r.read(t.Context(), address, f.pages, f.load); err != nil {
			t.Fatal(err)
		}
		if r.known([]byte(address)) == nil {
			t.Fatalf("%s is not kept", address)
		}
		if r.bytes > r.limit {
			t.Fatalf("%d bytes are held, of %d", r.bytes, r.limit)
		}
	}
	sum := int64(0)
	for _, h := range r.answers {
		sum += h.weight
	}
	if sum != r.bytes || len(r.pages[f.pages[0]]) != len(r.answers) {
		t.Errorf("answers weigh %d and %d is counted; a page knows %d of %d answers", sum, r.bytes, len(r.pages[f.pages[0]]), len(r.answers))
	}
}

func TestLastKnownCountsDoWhileReadingFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, f := newReadyCounts(readyCountBytes), newFront()
		f.read(t, r)
		f.commit(r, f.pages[0])
		failures := 0
		failing := func(context.Context) (*counted, error) {
			failures++
			return nil, errors.New("no database")
		}
		for range 100 { // over two seconds
			got, err := r.read(t.Context(), "address", f.pages, failing)
			if err != nil || string(got.plain) != `{"counts":{"one":0}}` {
				t.Fatalf("got %+v, %v", got, err)
			}
			time.Sleep(20 * time.Millisecond)
		}
		if failures != 2 {
			t.Errorf("asked %d times in two seconds, want once a second", failures)
		}
		time.Sleep(restFor)
		if got := f.read(t, r); got != `{"counts":{"one":1}}` {
			t.Errorf("when it can be read again: got %s", got)
		}
	})
}

func TestCountsShowEveryAcknowledgedComment(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := start(t, s, func(c *Config) { c.RateLimitOff = true })
		const index = "/api/v1/counts?site=demo&url=http%3A%2F%2Flocalhost%3A3000%2Fstory-1&url=http%3A%2F%2Flocalhost%3A3000%2Fstory-2"
		want := func(first, second int) {
			t.Helper()
			counts := fmt.Sprintf(`{"counts":{"http://localhost:3000/story-1":%d,"http://localhost:3000/story-2":%d}}`, first, second)
			if got := r.ask("GET", index, ""); got.body != counts {
				t.Errorf("got %s, want %s", got.body, counts)
			}
		}
		want(0, 0)
		r.post("ada", page1, "one")
		want(1, 0)
		r.post("ada", page1, "two")
		want(2, 0)
		r.post("ada", strings.Replace(page1, "story-1", "story-2", 1), "the first on a page that nobody had written to")
		want(2, 1)
	})
}
