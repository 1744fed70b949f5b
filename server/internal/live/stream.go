package live

import (
	"errors"
	"net"
	"sync"
	"time"
)

// Stream is one client of a topic. It costs one goroutine, which waits for the client to leave; another is there while
// something is written.
type Stream struct {
	topic *topic
	crowd Crowd
	from  int64 // the version that the client named

	// Guarded by the topic.
	at     int64 // the version that the client knows, once it has taken what waits
	joined int64 // how many readings had begun

	mu      sync.Mutex
	conn    net.Conn // nil until Open
	waiting [][]byte
	since   time.Time // when something was said last
	writing bool
	ending  bool // nothing more will be said
	gone    bool
}

// Open hands a stream its connection, and what is to be written there first. The connection is the stream's from now
// on. It returns at once.
func (s *Stream) Open(conn net.Conn, head []byte) {
	tune(conn)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone {
		_ = conn.Close() // whoever asked comes again
		return
	}
	s.conn = conn
	s.waiting = append([][]byte{append(head, greeting(s.from)...)}, s.waiting...)
	s.write()
	s.topic.hub.beside(s.listen, s.end)
}

// listen waits until the client leaves. Nothing may follow the request on its connection, so whatever comes ends it.
func (s *Stream) listen() {
	var one [1]byte
	_, err := s.conn.Read(one[:])
	if late, ok := errors.AsType[net.Error](err); ok && late.Timeout() { // the system has given it up
		s.mu.Lock()
		s.drop()
		s.mu.Unlock()
	}
	s.end()
}

// say has a message written. A client for whom too many wait is cut off, and will come back.
func (s *Stream) say(message []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone || s.ending {
		return
	}
	if len(s.waiting) >= mostWaiting {
		s.drop()
		return
	}
	s.since = time.Now()
	s.waiting = append(s.waiting, message)
	s.write()
}

// write sees to it that what waits is written. It is called under s.mu.
func (s *Stream) write() {
	if s.conn != nil && !s.writing {
		s.writing = true
		s.topic.hub.beside(s.flush, s.end)
	}
}

// flush writes what waits until nothing does.
func (s *Stream) flush() {
	for batch := s.next(); batch != nil; batch = s.next() {
		if err := s.conn.SetWriteDeadline(time.Now().Add(deadline)); err != nil {
			s.cut()
			return
		}
		for _, message := range batch {
			if _, err := s.conn.Write(message); err != nil {
				s.mu.Lock()
				s.drop()
				s.mu.Unlock()
				return
			}
		}
	}
}

// next is what waits, nil when nothing does.
func (s *Stream) next() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	batch := s.waiting
	s.waiting = nil
	if len(batch) > 0 {
		return batch
	}
	s.writing = false
	if s.ending {
		s.close()
	}
	return nil
}

// lookAfter gives a sign of life where one is due, and says whether the stream was never opened.
func (s *Stream) lookAfter(now time.Time) (lost bool) {
	s.mu.Lock()
	silent, opened := now.Sub(s.since), s.conn != nil
	if !opened && silent >= opening {
		s.gone = true
	}
	lost = !opened && s.gone
	s.mu.Unlock()
	if opened && silent >= heartbeat {
		s.say(beat)
	}
	return lost
}

// finish tells the client when to come back and ends the stream once it is told.
func (s *Stream) finish() {
	s.say(append(retry(), '\n'))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ending = true
	if s.conn != nil && !s.writing { // all was written in between
		s.close()
	}
}

// drop cuts off a client who did not take what it was sent. It is called under s.mu.
func (s *Stream) drop() {
	if !s.gone {
		s.topic.hub.Dropped.Inc()
	}
	s.close()
}

// cut ends the connection, whatever still waits.
func (s *Stream) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.close()
}

// close is called under s.mu. Listening ends with the connection, and the stream leaves its topic.
func (s *Stream) close() {
	s.gone = true
	s.waiting = nil
	if s.conn != nil {
		_ = s.conn.Close()
	}
}

// end is cut for those who hold no lock: the stream has left its topic when it returns.
func (s *Stream) end() {
	s.cut()
	s.topic.hub.leave(s)
}
