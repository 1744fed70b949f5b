package live

import (
	"context"
	"math"
	"sync"
	"time"

	"understory/server/internal/fault"
	"understory/server/internal/metrics"
)

// Hub knows all open streams of this process. Its fields are set before its first use.
type Hub struct {
	Read Read
	// Data writes what an event tells, on one line.
	Data func(Event) []byte
	// Learned is told of each version that was read, before any stream is. May be nil.
	Learned func(at Place, version int64)
	// Failed is told of a reading that came to nothing and is tried again.
	Failed func(err error)
	// Panicked is told, on its stack, of a panic that ended one stream or one reading.
	Panicked func(cause any)
	Most     int // streams in all
	Each     int // streams of one crowd; 0 is any number

	// Panics and Dropped count since the start: panics survived, and clients who did not take what they were sent.
	Panics, Dropped metrics.Counter

	mu       sync.Mutex // taken before that of a topic, which is taken before that of a stream
	topics   map[Place]*topic
	crowds   map[Crowd]int
	open     int
	stopping chan struct{} // nil until Stop; closed when the last stream has ended
}

// Open is how many streams there are.
func (h *Hub) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.open
}

// Now reads what happened to an article after a version.
func (h *Hub) Now(ctx context.Context, at Place, version int64) (Event, error) {
	reading, err := h.Read(ctx, at.Site, at.Identity, version, mostVersions)
	if err != nil {
		return Event{}, err
	}
	return reading.Since(version), nil
}

// Present reads the version that an article has, and tells nothing of how it came about.
func (h *Hub) Present(ctx context.Context, at Place) (Event, error) {
	reading, err := h.Read(ctx, at.Site, at.Identity, math.MaxInt64, mostVersions)
	return Event{Version: reading.Version, Count: reading.Count}, err
}

// Join gives a stream of what happens to an article after a version, which must be opened soon. Faults: Busy.
func (h *Hub) Join(at Place, of Crowd, version int64) (*Stream, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.stopping != nil:
		return nil, fault.Retry(fault.Busy, 5*time.Second, "The service is being restarted. Try again in a moment.")
	case h.open >= h.Most || h.Each > 0 && h.crowds[of] >= h.Each:
		return nil, fault.Retry(fault.Busy, time.Minute, "Too many pages follow this conversation at once. It can still be read, and asked again for what is new.")
	}
	if h.topics == nil {
		h.topics, h.crowds = make(map[Place]*topic), make(map[Crowd]int)
	}
	t := h.topics[at]
	if t == nil {
		t = &topic{hub: h, place: at, version: unread, streams: make(map[*Stream]struct{})}
		h.topics[at] = t
	}
	h.open++
	h.crowds[of]++
	return t.join(of, version), nil
}

// leave forgets a stream. The second time does nothing.
func (h *Hub) leave(s *Stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	present, left := s.topic.leave(s)
	if !present {
		return
	}
	if left == 0 {
		delete(h.topics, s.topic.place)
	}
	h.open--
	if h.crowds[s.crowd]--; h.crowds[s.crowd] == 0 {
		delete(h.crowds, s.crowd)
	}
	if h.stopping != nil && h.open == 0 {
		close(h.stopping)
	}
}

// Hint says that something may have happened to an article: look now.
func (h *Hub) Hint(at Place) {
	h.mu.Lock()
	t := h.topics[at]
	h.mu.Unlock()
	if t != nil {
		t.hint()
	}
}

// Followed are the articles with streams, and the version that each is known to have.
func (h *Hub) Followed() map[Place]int64 {
	followed := make(map[Place]int64)
	for _, t := range h.all() {
		followed[t.place] = t.known()
	}
	return followed
}

func (h *Hub) all() []*topic {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]*topic, 0, len(h.topics))
	for _, t := range h.topics {
		all = append(all, t)
	}
	return all
}

// Run looks after all streams until the context ends: those that were silent for long give a sign of life, those that
// were never opened are forgotten.
func (h *Hub) Run(ctx context.Context) {
	ticks := time.NewTicker(round)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticks.C:
			for _, t := range h.all() {
				for _, lost := range t.lookAfter(now) {
					h.leave(lost)
				}
			}
		}
	}
}

// Stop tells all streams to come back later and ends them. Who does not hear it in time is cut off.
func (h *Hub) Stop(ctx context.Context) {
	ended := h.stop()
	ctx, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	for _, t := range h.all() {
		t.each((*Stream).finish)
	}
	select {
	case <-ended:
	case <-ctx.Done():
		for _, t := range h.all() {
			t.each((*Stream).cut)
		}
	}
}

// stop lets nobody join any more, and gives what is closed when the last has left.
func (h *Hub) stop() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopping == nil {
		h.stopping = make(chan struct{})
		if h.open == 0 {
			close(h.stopping)
		}
	}
	return h.stopping
}

// beside runs fn on a goroutine of its own. A panic there would end the process: it costs what end ends.
func (h *Hub) beside(fn, end func()) {
	go func() {
		defer func() {
			if cause := recover(); cause != nil {
				h.Panics.Inc()
				h.Panicked(cause)
				end()
			}
		}()
		fn()
	}()
}
