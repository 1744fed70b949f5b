package live

import (
	"context"
	"sync"
	"time"
)

// topic is one article and the streams that follow it. The log is read for all of them at once, as often as the pace
// allows and something may have happened.
type topic struct {
	hub   *Hub
	place Place

	mu       sync.Mutex
	streams  map[*Stream]struct{}
	version  int64 // as last read
	readings int64 // begun
	began    time.Time
	wanted   bool // something may have happened since the last reading began
	busy     bool // a reading is under way, or its time is set
}

// unread is the version of a topic that was not read yet.
const unread = -1

func (t *topic) join(of Crowd, version int64) *Stream {
	s := &Stream{topic: t, crowd: of, from: version, since: time.Now()}
	t.mu.Lock()
	defer t.mu.Unlock()
	s.at, s.joined = version, t.readings
	t.streams[s] = struct{}{}
	if version != t.version {
		t.look()
	}
	return s
}

// leave says whether the stream was still there, and how many are left.
func (t *topic) leave(s *Stream) (present bool, left int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, present = t.streams[s]
	delete(t.streams, s)
	return present, len(t.streams)
}

func (t *topic) known() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.version
}

func (t *topic) each(do func(*Stream)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for s := range t.streams {
		do(s)
	}
}

// lookAfter gives signs of life, and the streams that were never opened.
func (t *topic) lookAfter(now time.Time) (lost []*Stream) {
	t.each(func(s *Stream) {
		if s.lookAfter(now) {
			lost = append(lost, s)
		}
	})
	return lost
}

func (t *topic) hint() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.look()
}

// look has the log read as soon as the pace allows. It is called under t.mu.
func (t *topic) look() {
	t.wanted = true
	if t.busy || len(t.streams) == 0 {
		return
	}
	t.busy = true
	t.after(pace - time.Since(t.began))
}

func (t *topic) after(wait time.Duration) {
	begin := func() { t.hub.beside(t.read, func() {}) }
	if wait <= 0 {
		begin()
	} else {
		time.AfterFunc(wait, begin)
	}
}

// read makes one reading and tells all streams that were there when it began what they do not know yet.
func (t *topic) read() {
	from, some := t.begin()
	if !some {
		return
	}
	wait := again // unless all goes well; a panic is no reason to leave the streams untold for ever
	defer func() { t.end(wait) }()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	reading, err := t.hub.Read(ctx, t.place.Site, t.place.Identity, from, mostVersions)
	if err != nil {
		t.hub.Failed(err)
		return
	}
	if t.hub.Learned != nil {
		t.hub.Learned(t.place, reading.Version)
	}
	t.tell(reading)
	wait = 0
}

// begin gives the earliest version that a stream is at.
func (t *topic) begin() (from int64, some bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wanted, t.began = false, time.Now()
	t.readings++
	for s := range t.streams {
		if !some || s.at < from {
			from, some = s.at, true
		}
	}
	t.busy = some
	return from, some
}

// end sets the time of the next reading, where one is wanted: after a wait, if this one came to nothing.
func (t *topic) end(wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy = false
	if wait > 0 {
		t.busy = true
		t.after(wait)
	} else if t.wanted {
		t.look()
	}
}

// tell hands each stream what happened since the version it is at. Who is at the same version shares the same bytes.
func (t *topic) tell(r Reading) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.version = r.Version
	messages := make(map[int64][]byte)
	for s := range t.streams {
		switch {
		case s.at == r.Version:
		case s.joined >= t.readings: // came while this was read, perhaps with a version that is newer
			t.wanted = true
		default:
			if messages[s.at] == nil {
				event := r.Since(s.at)
				messages[s.at] = message(event, t.hub.Data(event))
			}
			s.say(messages[s.at])
			s.at = r.Version
		}
	}
}
