package httpapi

import (
	"sync"
	"sync/atomic"
	"time"
)

// pulse feels how fast something changes. Above mostChanges a second, what is ready of it and asked for by many may be
// as old as leastAge instead of being read again for every change: at a hundred changes a second nobody could tell, and
// the machine is spared ninety-five readings.
type pulse struct {
	mu     sync.Mutex
	last   [mostChanges]time.Time // when the last changes were, in a ring
	oldest int
	racing atomic.Int64 // until when it is faster, in nanoseconds since 1970
}

const (
	mostChanges = 20 // a second
	leastAge    = 200 * time.Millisecond
	mostAsked   = 8 // times, up to which a reading is for somebody in particular
)

// reading is when something was read, and how often it was asked for since.
type reading struct {
	begun time.Time
	asked atomic.Int32 // counted no further than mostAsked, since this would be one more thing that all cores write
}

func (r *reading) ask() {
	if r.asked.Load() < mostAsked {
		r.asked.Add(1)
	}
}

// beat counts a change.
func (p *pulse) beat(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if calm := p.last[p.oldest].Add(time.Second); now.Before(calm) {
		p.racing.Store(calm.UnixNano())
	}
	p.last[p.oldest] = now
	p.oldest = (p.oldest + 1) % mostChanges
}

// spares says whether what was read, and has changed since, will do.
func (p *pulse) spares(r *reading, now time.Time) bool {
	left := time.Duration(p.racing.Load() - now.UnixNano()) // more than a second where the clock was set back
	return left > 0 && left <= time.Second && now.Sub(r.begun) < leastAge && r.asked.Load() >= mostAsked
}
