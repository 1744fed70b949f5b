package httpapi

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

// readyCounts keeps the answers that index pages ask for, by their addresses: one index page asks all its readers' way
// with the same. An answer is read again after a visible change of any page that it counts, told by each commit of this
// process before its own answer leaves, and every second besides, which is how changes of other processes show.
// An answer in which nothing is known is not kept, so that inventing addresses takes up no memory.
type readyCounts struct {
	limit int64

	mu      sync.RWMutex
	answers map[string]*heldCounts
	pages   map[place][]*heldCounts // which answers count a page
	bytes   int64
}

// heldCounts is one address and what is ready for it.
type heldCounts struct {
	address string
	pages   []place
	changes atomic.Int64 // of these pages, as this process has heard
	pulse   pulse
	kept    atomic.Pointer[counted]
	flights flights[*counted]
	rest    rest

	// Guarded by readyCounts.mu.
	readers int
	weight  int64 // 0 while nothing is kept
}

// counted is an answer.
type counted struct {
	body
	known   int   // pages that have had comments
	changes int64 // that were heard of before reading began
	reading reading
}

const (
	readyCountBytes = 16 << 20
	countsLife      = time.Second
)

func newReadyCounts(limit int64) *readyCounts {
	return &readyCounts{limit: limit, answers: make(map[string]*heldCounts), pages: make(map[place][]*heldCounts)}
}

// known is the current answer to an address that was understood before, or nil.
func (r *readyCounts) known(address []byte) *counted {
	r.mu.RLock()
	h := r.answers[string(address)]
	r.mu.RUnlock()
	if h == nil {
		return nil
	}
	return h.current()
}

func (h *heldCounts) current() *counted {
	kept, now := h.kept.Load(), time.Now()
	if kept == nil || !h.good(kept, now) && !h.rest.lasts(now) {
		return nil
	}
	kept.reading.ask()
	return kept
}

func (h *heldCounts) good(kept *counted, now time.Time) bool {
	return now.Sub(kept.reading.begun) < countsLife && (kept.changes == h.changes.Load() || h.pulse.spares(&kept.reading, now))
}

// read gives a current answer, read by load where memory has none. When load fails, the last known answer does.
func (r *readyCounts) read(ctx context.Context, address string, pages []place, load func(context.Context) (*counted, error)) (*counted, error) {
	h := r.arrive(address, pages)
	defer r.leave(h)
	heard := h.changes.Load()
	got, err := h.flights.read(ctx,
		func() (*counted, bool) { kept := h.current(); return kept, kept != nil },
		func() (*counted, error) { return r.load(ctx, h, load) },
		func(c *counted) bool { return c.changes >= heard })
	if err != nil {
		if kept := h.kept.Load(); kept != nil {
			h.rest.begin(time.Now())
			return kept, nil
		}
		return nil, err
	}
	return got, nil
}

func (r *readyCounts) load(ctx context.Context, h *heldCounts, load func(context.Context) (*counted, error)) (*counted, error) {
	begun, changes := time.Now(), h.changes.Load()
	made, err := load(ctx)
	if err != nil {
		return nil, err
	}
	made.reading.begun, made.changes = begun, changes
	if made.known > 0 {
		r.keep(h, made)
	}
	return made, nil
}

// arrive is the address's place in memory, which hears of changes from now on.
func (r *readyCounts) arrive(address string, pages []place) *heldCounts {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.answers[address]
	if h == nil {
		h = &heldCounts{address: address, pages: pages}
		r.answers[address] = h
		for _, page := range pages {
			r.pages[page] = append(r.pages[page], h)
		}
	}
	h.readers++
	return h
}

func (r *readyCounts) leave(h *heldCounts) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h.readers--
	if h.readers == 0 && h.weight == 0 {
		r.forget(h)
	}
}

func (r *readyCounts) keep(h *heldCounts, made *counted) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h.kept.Store(made)
	h.rest.end()
	// About what all of it takes: the answer in three encodings, the address in two maps, the pages.
	weight := int64(3*len(made.plain) + 2*len(h.address) + 3*queryOverhead*len(h.pages) + pageOverhead)
	r.bytes += weight - h.weight
	h.weight = weight
	if r.bytes > r.limit {
		r.makeRoom()
	}
}

// makeRoom drops what nobody has asked for lately, and should that not do, any others: an answer is read again each
// second anyway, so little is lost. Those that somebody is just reading stay.
func (r *readyCounts) makeRoom() {
	lately := time.Now().Add(-countsLife)
	for _, mayBeWanted := range []bool{false, true} {
		for _, h := range r.answers {
			if r.bytes <= r.limit/2 {
				return
			}
			if kept := h.kept.Load(); h.readers == 0 && kept != nil && (mayBeWanted || kept.reading.begun.Before(lately)) {
				r.forget(h)
			}
		}
	}
}

func (r *readyCounts) forget(h *heldCounts) {
	r.bytes -= h.weight
	delete(r.answers, h.address)
	for _, page := range h.pages {
		others := slices.DeleteFunc(r.pages[page], func(one *heldCounts) bool { return one == h })
		if len(others) == 0 {
			delete(r.pages, page)
		} else {
			r.pages[page] = others
		}
	}
}

// changed has the answers read again that count an article.
func (r *readyCounts) changed(on site.ID, a comment.Article) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	now := time.Now()
	for _, h := range r.pages[place{on, a.Identity}] {
		h.changes.Add(1)
		h.pulse.beat(now)
		h.rest.end()
	}
}
