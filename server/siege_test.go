package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// longestAnswer is how long a request may take, whatever fails.
const longestAnswer = 3 * time.Second

// siege is a load of readers and posters that goes on while something fails. It notes whatever must not happen: a
// read that fails, an answer that hangs, a refusal that does not say what to do.
type siege struct {
	t       *testing.T
	p       *process
	posters *posters
	stop    context.CancelFunc
	running sync.WaitGroup

	mu      sync.Mutex
	wrong   []string
	refused map[int]int // by status
	reads   int
	written int
	slowest time.Duration
}

// besiege begins the load: posters that repeat what was refused until it is accepted, and readers of the thread.
func besiege(t *testing.T, p *process, posting int) *siege {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := &siege{t: t, p: p, posters: newPosters(posting), stop: stop, refused: map[int]int{}}
	t.Cleanup(stop)
	first, sending := s.posters.next(s.posters.guests[0])
	if got, err := s.posters.post(p, first, sending); err != nil || got.status != http.StatusCreated {
		t.Fatalf("the first post: %d, %v\n%s", got.status, err, got.body)
	}
	s.posters.answered(first)
	p.must(200, "GET", siegeThread, nil)
	for _, guest := range s.posters.guests {
		s.running.Go(func() { s.post(ctx, guest) })
	}
	for range 2 {
		s.running.Go(func() { s.read(ctx) })
	}
	return s
}

const siegeThread = "/api/v1/thread?site=demo&thread_id=crash"

func (s *siege) post(ctx context.Context, guest string) {
	pace := time.NewTicker(20 * time.Millisecond)
	defer pace.Stop()
	for ctx.Err() == nil {
		text, sending := s.posters.next(guest)
		for ctx.Err() == nil {
			began := time.Now()
			got, err := s.posters.post(s.p, text, sending)
			if s.wrote(got, err, time.Since(began)) {
				s.posters.answered(text)
				break
			}
			<-pace.C
		}
		<-pace.C
	}
}

// wrote notes the answer to a post and says whether it was accepted.
func (s *siege) wrote(got answer, err error, took time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.took("a post", took)
	switch {
	case err != nil:
		s.wrongly("a post got no answer: %v", err)
	case got.status == http.StatusCreated:
		s.written++
		return true
	case got.status == 503 && strings.Contains(string(got.body), `"kind":"read_only"`),
		got.status == 507 && strings.Contains(string(got.body), `"kind":"storage_full"`):
		s.refused[got.status]++
		if got.header.Get("Retry-After") == "" {
			s.wrongly("a %d has no Retry-After", got.status)
		}
	default:
		s.wrongly("a post was answered with %d %s", got.status, got.body)
	}
	return false
}

func (s *siege) read(ctx context.Context) {
	pace := time.NewTicker(10 * time.Millisecond)
	defer pace.Stop()
	for ctx.Err() == nil {
		began := time.Now()
		got, err := s.p.do("GET", siegeThread, nil)
		s.mu.Lock()
		s.reads++
		s.took("a read", time.Since(began))
		if err != nil || got.status != 200 {
			s.wrongly("a read was answered with %d, %v %s", got.status, err, got.body)
		}
		s.mu.Unlock()
		<-pace.C
	}
}

func (s *siege) took(what string, d time.Duration) {
	s.slowest = max(s.slowest, d)
	if d > longestAnswer {
		s.wrongly("%s took %v", what, d)
	}
}

func (s *siege) wrongly(format string, args ...any) {
	if said := fmt.Sprintf(format, args...); !slices.Contains(s.wrong, said) && len(s.wrong) < 10 {
		s.wrong = append(s.wrong, said)
	}
}

// writtenSoFar is how many posts were accepted.
func (s *siege) writtenSoFar() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written
}

func (s *siege) refusedWith(status int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused[status]
}

// writing waits until n more posts are accepted and gives how long the first took.
func (s *siege) writing(n int, within time.Duration) (first time.Duration) {
	s.t.Helper()
	began, before := time.Now(), s.writtenSoFar()
	s.until(fmt.Sprintf("%d more posts", n), within, func() bool {
		written := s.writtenSoFar()
		if first == 0 && written > before {
			first = time.Since(began)
		}
		return written >= before+n
	})
	return first
}

// until waits for a condition.
func (s *siege) until(what string, within time.Duration, holds func() bool) {
	s.t.Helper()
	waiting := time.NewTicker(5 * time.Millisecond)
	defer waiting.Stop()
	for began := time.Now(); !holds(); <-waiting.C {
		if time.Since(began) > within {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.t.Fatalf("%s: not within %v; refused %v, wrong %q\n%s", what, within, s.refused, s.wrong, tail(s.p.log.String()))
		}
	}
}

// passes lets time go by.
func (s *siege) passes(d time.Duration) {
	over := time.After(d)
	s.until("time", 2*d+time.Minute, func() bool {
		select {
		case <-over:
			return true
		default:
			return false
		}
	})
}

// surprises are the lines of a log about what was answered with 500.
func surprises(log string) string {
	var lines []string
	for line := range strings.Lines(log) {
		if strings.Contains(line, `"status":500`) {
			lines = append(lines, line)
		}
	}
	return tail(strings.Join(lines, ""))
}

func tail(log string) string { return log[max(0, len(log)-3000):] }

// end ends the load, lets every poster repeat what was not accepted, and wants each text there once and nothing
// wrong to have happened.
func (s *siege) end() {
	s.t.Helper()
	s.stop()
	s.running.Wait()
	s.posters.repeat(s.t, s.p)
	s.posters.wantEachOnce(s.t, s.p)
	s.t.Logf("%d posts accepted, refused %v, %d reads, slowest answer %v", s.written, s.refused, s.reads, s.slowest)
	for _, said := range s.wrong {
		s.t.Error(said)
	}
	if s.t.Failed() {
		s.t.Log(surprises(s.p.log.String()))
	}
}

// soaking says whether the long version of the failure tests was asked for.
func soaking() bool { return os.Getenv("SOAK") != "" }
