package live

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// journal is a log in memory, of one article.
type journal struct {
	mu       sync.Mutex
	rows     []comment.Changes
	readings int
	failing  error
	failures int // that the hub told of
	panics   bool
	pausing  chan struct{} // a reading waits for it once it knows what it answers
}

func (j *journal) read(_ context.Context, _ site.ID, _ string, after int64, most int) (Reading, error) {
	j.mu.Lock()
	j.readings++
	reading := Reading{Version: int64(len(j.rows)), Count: int64(len(j.rows))}
	for _, row := range j.rows {
		if row.Version > max(after, reading.Version-int64(most)) {
			reading.Changes = append(reading.Changes, row)
		}
	}
	failing, panics, pausing := j.failing, j.panics, j.pausing
	j.mu.Unlock()
	if pausing != nil {
		<-pausing
	}
	if panics {
		panic("oh")
	}
	return reading, failing
}

func (j *journal) write(text string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rows = append(j.rows, row(int64(len(j.rows)+1), text))
}

func (j *journal) become(change func(*journal)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change(j)
}

func (j *journal) count() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.readings
}

var here = Place{Site: 1, Identity: "t:story"}

// stand is a hub on a journal, with a clock of its own.
type stand struct {
	*Hub
	*journal
	t      *testing.T
	panics []any
}

func inBubble(t *testing.T, test func(t *testing.T, s *stand)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stand{journal: new(journal), t: t}
		s.Hub = &Hub{
			Read: s.read, Most: 100_000, Data: func(e Event) []byte { return []byte(spelt(e)) },
			Failed:   func(error) { s.become(func(j *journal) { j.failures++ }) },
			Panicked: func(cause any) { s.become(func(*journal) { s.panics = append(s.panics, cause) }) },
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { s.Run(ctx); close(ended) }()
		test(t, s)
		s.Stop(context.Background())
		cancel()
		<-ended
	})
}

// change writes a version and says so.
func (s *stand) change(text string) {
	s.write(text)
	s.Hint(here)
}

// client is the other end of a stream.
type client struct {
	net.Conn
	mu     sync.Mutex
	heard  strings.Builder
	ended  bool
	stream *Stream
}

// join opens a stream to a client who hears all of it.
func (s *stand) join(version int64) *client {
	c := s.joinMute(version)
	go c.hear()
	return c
}

// joinMute opens a stream to a client who takes nothing.
func (s *stand) joinMute(version int64) *client {
	s.t.Helper()
	stream, err := s.Join(here, Crowd{}, version)
	if err != nil {
		s.t.Fatal(err)
	}
	ours, theirs := net.Pipe()
	stream.Open(ours, []byte("head\n"))
	return &client{Conn: theirs, stream: stream}
}

func (c *client) hear() {
	buffer := make([]byte, 1024)
	for {
		n, err := c.Read(buffer)
		c.mu.Lock()
		c.heard.Write(buffer[:n])
		c.ended = err != nil
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// news is what was heard, without the head, and whether the stream has ended.
func (c *client) news() (text string, ended bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, text, _ = strings.Cut(c.heard.String(), "\n\n")
	return text, c.ended
}

func (c *client) wants(t *testing.T, want string) {
	t.Helper()
	synctest.Wait()
	if got, ended := c.news(); got != want || ended {
		t.Errorf("heard %q (ended %v), want %q", got, ended, want)
	}
}

func TestAStreamBeginsWithWhenToComeBackAndItsVersion(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		c := s.join(0)
		synctest.Wait()
		c.mu.Lock()
		defer c.mu.Unlock()
		head, rest, _ := strings.Cut(c.heard.String(), "retry: ")
		if head != "head\n" || !strings.HasSuffix(rest, "\nid: 0\n\n") {
			t.Errorf("heard %q", c.heard.String())
		}
	})
}

func TestChangesAreToldToAllInOneReadingAndAtMostFourTimesASecond(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		var clients []*client
		for range 50 {
			clients = append(clients, s.join(0))
		}
		synctest.Wait()
		time.Sleep(time.Minute / 4)
		before := s.count()
		for range 100 { // ten seconds of ten changes each
			s.change("~a")
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(time.Second)
		if readings := s.count() - before; readings < 35 || readings > 42 {
			t.Errorf("100 changes in ten seconds were read %d times, want four times a second", readings)
		}
		synctest.Wait()
		first, _ := clients[0].news()
		if events := strings.Count(first, "event: change"); events < 35 || events > 42 || !strings.HasSuffix(first, "id: 100\ndata: ~a\n\n") {
			t.Errorf("%d events, the last %q", events, first[max(0, len(first)-60):])
		}
		for _, c := range clients {
			if got, ended := c.news(); got != first || ended {
				t.Fatalf("one heard %q (ended %v), another %q", got, ended, first)
			}
		}
	})
}

func TestAFirstChangeIsToldAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		c := s.join(0)
		time.Sleep(time.Second)
		s.change("+a")
		c.wants(t, "event: change\nid: 1\ndata: +a\n\n") // and no time has passed
	})
}

func TestAClientResumesWhereItWasAndIsToldToReloadBeyondTheLog(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		for _, text := range []string{"+a", "+b<a", "~a", "-b"} {
			s.write(text)
		}
		s.become(func(j *journal) { j.rows[0] = comment.Changes{} }) // forgotten
		for since, want := range map[int64]string{
			4: "",
			3: "event: change\nid: 4\ndata: -b\n\n",
			1: "event: change\nid: 4\ndata: ~a -b\n\n",
			0: "event: reload\nid: 4\ndata: reload\n\n",
			9: "event: reload\nid: 4\ndata: reload\n\n",
		} {
			c := s.join(since)
			time.Sleep(time.Second)
			c.wants(t, want)
			s.change("~c")
			c.wants(t, want+"event: change\nid: 5\ndata: ~c\n\n")
			s.become(func(j *journal) { j.rows = j.rows[:4] })
			_ = c.Close()
			time.Sleep(time.Second)
		}
	})
}

func TestWhoComesDuringAReadingIsToldByTheNext(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		s.write("+a")
		goOn := make(chan struct{})
		s.become(func(j *journal) { j.pausing = goOn })
		early := s.join(0)
		synctest.Wait() // the reading knows of one version
		s.become(func(j *journal) { j.pausing = nil })
		s.write("+b")
		late, resuming := s.join(2), s.join(0)
		close(goOn)
		early.wants(t, "event: change\nid: 1\ndata: +a\n\n")
		late.wants(t, "")
		resuming.wants(t, "")
		time.Sleep(time.Second)
		early.wants(t, "event: change\nid: 1\ndata: +a\n\nevent: change\nid: 2\ndata: +b\n\n")
		late.wants(t, "")
		resuming.wants(t, "event: change\nid: 2\ndata: +a +b\n\n")
	})
}

func TestAHintDuringAReadingIsNotForgotten(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		s.write("+a")
		goOn := make(chan struct{})
		s.become(func(j *journal) { j.pausing = goOn })
		c := s.join(0)
		synctest.Wait()
		s.become(func(j *journal) { j.pausing = nil })
		s.change("+b")
		close(goOn)
		time.Sleep(time.Second)
		c.wants(t, "event: change\nid: 1\ndata: +a\n\nevent: change\nid: 2\ndata: +b\n\n")
	})
}

func TestASilentStreamGivesASignOfLifeEveryTwentySeconds(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		c := s.join(0)
		time.Sleep(65 * time.Second)
		c.wants(t, ":\n\n:\n\n:\n\n")
		s.change("+a")
		time.Sleep(19 * time.Second)
		c.wants(t, ":\n\n:\n\n:\n\nevent: change\nid: 1\ndata: +a\n\n")
	})
}

func TestAClientWhoTakesNothingIsCutOffAndTheOthersGoOn(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		mute, other := s.joinMute(0), s.join(0)
		time.Sleep(deadline + time.Second)
		if s.Open() != 1 || s.Dropped.Value() != 1 {
			t.Errorf("%d streams are open and %d were dropped after the deadline, want one each", s.Open(), s.Dropped.Value())
		}
		if _, err := mute.Read(make([]byte, 1)); err == nil {
			t.Error("its connection is still open")
		}
		s.change("+a")
		other.wants(t, "event: change\nid: 1\ndata: +a\n\n")
	})
}

func TestWhatWaitsForAClientIsBounded(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		s.joinMute(0)
		for range mostWaiting + 3 {
			s.change("~a")
			time.Sleep(pace)
		}
		if took := time.Duration(mostWaiting+3) * pace; s.Open() != 0 || s.Dropped.Value() != 1 || took >= deadline {
			t.Errorf("%d streams are open and %d were dropped after %v, want its one dropped before the deadline", s.Open(), s.Dropped.Value(), took)
		}
	})
}

// panicking is a connection that panics when an event is written.
type panicking struct{ net.Conn }

func (p panicking) Write(b []byte) (int, error) {
	if strings.HasPrefix(string(b), "event:") {
		panic("oh")
	}
	return p.Conn.Write(b)
}

func TestAPanicEndsItsStreamAlone(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		other := s.join(0)
		stream, err := s.Join(here, Crowd{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		ours, theirs := net.Pipe()
		stream.Open(panicking{ours}, nil)
		bad := &client{Conn: theirs}
		go bad.hear()
		time.Sleep(time.Second)
		s.change("+a")
		other.wants(t, "event: change\nid: 1\ndata: +a\n\n")
		if _, ended := bad.news(); !ended || s.Open() != 1 || s.Panics.Value() != 1 || len(s.panics) != 1 {
			t.Errorf("ended %v, %d open, %d panics counted and %d told", ended, s.Open(), s.Panics.Value(), len(s.panics))
		}
		time.Sleep(time.Second)
		s.change("+b")
		other.wants(t, "event: change\nid: 1\ndata: +a\n\nevent: change\nid: 2\ndata: +b\n\n")
	})
}

func TestAReadingThatFailsOrPanicsIsTriedAgain(t *testing.T) {
	for name, change := range map[string]func(*journal){
		"fails":  func(j *journal) { j.failing = errors.New("away") },
		"panics": func(j *journal) { j.panics = true },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *stand) {
				c := s.join(0)
				time.Sleep(time.Second)
				s.become(change)
				s.change("+a")
				before := s.count()
				time.Sleep(10 * time.Second)
				synctest.Wait()
				tried := s.count() - before
				s.become(func(j *journal) {
					if told := j.failures + len(s.panics); tried < 8 || tried > 12 || told != tried {
						t.Errorf("it was tried %d times in ten seconds, and %d were told of", tried, told)
					}
				})
				c.wants(t, "")
				s.become(func(j *journal) { j.failing, j.panics = nil, false })
				time.Sleep(again)
				c.wants(t, "event: change\nid: 1\ndata: +a\n\n")
			})
		})
	}
}

func TestThereIsRoomForSoManyAndNoMore(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		s.Most, s.Each = 5, 2
		crowds := []Crowd{{1, netip.MustParsePrefix("192.0.2.1/32")}, {2, netip.MustParsePrefix("192.0.2.1/32")}, {1, netip.MustParsePrefix("192.0.2.2/32")}}
		var clients []*client
		join := func(of Crowd) error {
			stream, err := s.Join(here, of, 0)
			if err != nil {
				return err
			}
			ours, theirs := net.Pipe()
			stream.Open(ours, nil)
			c := &client{Conn: theirs}
			go c.hear()
			clients = append(clients, c)
			return nil
		}
		for i, want := range []struct {
			of   Crowd
			kind fault.Kind
		}{
			{crowds[0], ""}, {crowds[0], ""}, {crowds[0], fault.Busy}, {crowds[1], ""}, {crowds[1], ""}, {crowds[1], fault.Busy},
			{crowds[2], ""}, {crowds[2], fault.Busy}, // the sixth of all
		} {
			if err := join(want.of); fault.KindOf(err) != want.kind {
				t.Errorf("stream %d: got %v, want %q", i, err, want.kind)
			}
		}
		_ = clients[0].Close()
		synctest.Wait()
		if err := join(crowds[0]); err != nil {
			t.Errorf("after one has left: %v", err)
		}
		for _, c := range clients {
			_ = c.Close()
		}
		synctest.Wait()
		if s.Open() != 0 || len(s.topics) != 0 || len(s.crowds) != 0 {
			t.Errorf("%d streams, %d articles and %d crowds are left", s.Open(), len(s.topics), len(s.crowds))
		}
	})
}

func TestAStreamThatIsNeverOpenedIsForgotten(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		stream, err := s.Join(here, Crowd{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(opening + 2*time.Second)
		if s.Open() != 0 {
			t.Errorf("%d streams are open", s.Open())
		}
		ours, theirs := net.Pipe()
		stream.Open(ours, nil) // too late
		if _, err := theirs.Read(make([]byte, 1)); err == nil {
			t.Error("it was opened nevertheless")
		}
	})
}

func TestAllAreToldToComeBackWhenTheServerStops(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		attentive, mute := s.join(0), s.joinMute(0)
		unopened, err := s.Join(here, Crowd{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		begun := time.Now()
		s.Stop(t.Context())
		if took := time.Since(begun); took > farewell {
			t.Errorf("it took %v", took)
		}
		synctest.Wait()
		if text, ended := attentive.news(); !ended || !strings.HasPrefix(text, "retry: ") || !strings.HasSuffix(text, "\n\n") {
			t.Errorf("heard %q (ended %v)", text, ended)
		}
		if _, err := mute.Read(make([]byte, 1)); err == nil {
			t.Error("who takes nothing is still connected")
		}
		if _, err := s.Join(here, Crowd{}, 0); fault.KindOf(err) != fault.Busy {
			t.Errorf("who comes now gets %v", err)
		}
		ours, theirs := net.Pipe()
		unopened.Open(ours, nil)
		if _, err := theirs.Read(make([]byte, 1)); err == nil {
			t.Error("who was about to begin still begins")
		}
	})
}

func TestWhoIsAboutToBeginWhenTheServerStopsIsToldToo(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		stream, err := s.Join(here, Crowd{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		stopped := make(chan struct{})
		go func() { s.Stop(context.Background()); close(stopped) }()
		synctest.Wait()
		ours, theirs := net.Pipe()
		c := &client{Conn: theirs}
		go c.hear()
		stream.Open(ours, []byte("head\n"))
		<-stopped
		synctest.Wait()
		if text, ended := c.news(); !ended || !strings.HasPrefix(text, "retry: ") {
			t.Errorf("heard %q (ended %v)", text, ended)
		}
	})
}

func TestFollowedArticlesAndTheirVersionsAreKnown(t *testing.T) {
	inBubble(t, func(t *testing.T, s *stand) {
		var learned []int64
		s.Learned = func(at Place, version int64) {
			if at == here {
				learned = append(learned, version)
			}
		}
		c := s.join(0)
		synctest.Wait()
		if got := s.Followed(); len(got) != 1 || got[here] != 0 {
			t.Errorf("followed are %v", got)
		}
		time.Sleep(time.Second)
		s.change("+a")
		synctest.Wait()
		if got := s.Followed(); got[here] != 1 || len(learned) != 2 || learned[1] != 1 {
			t.Errorf("followed are %v, learned was %v", got, learned)
		}
		_ = c.Close()
		synctest.Wait()
		if got := s.Followed(); len(got) != 0 {
			t.Errorf("when all have left, followed are %v", got)
		}
		s.Hint(here)
		synctest.Wait()
		if s.count() != 2 {
			t.Error("the log is read for nobody")
		}
	})
}

func TestOneAnswerSaysWhatAStreamWouldSayFirst(t *testing.T) {
	t.Parallel()
	j := new(journal)
	h := &Hub{Read: j.read}
	for _, text := range []string{"+a", "+b"} {
		j.write(text)
	}
	for since, want := range map[int64]string{2: "", 1: "+b", 0: "+a +b", 3: "reload"} {
		got, err := h.Now(t.Context(), here, since)
		if err != nil || spelt(got) != want || got.Version != 2 {
			t.Errorf("since %d: got %q of %d (%v), want %q of 2", since, spelt(got), got.Version, err, want)
		}
	}
	if got, err := h.Present(t.Context(), here); err != nil || spelt(got) != "" || got.Version != 2 || got.Count != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
	j.become(func(j *journal) { j.failing = errors.New("away") })
	if _, err := h.Now(t.Context(), here, 0); err == nil {
		t.Error("a failing log answers")
	}
	if _, err := h.Present(t.Context(), here); err == nil {
		t.Error("a failing log answers")
	}
}
