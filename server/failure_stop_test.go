package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"understory/server/internal/storetest"
)

// TestFailureGracefulStopUnderLoadLosesNothing stops the program under readers and posters that come by way of a load
// balancer: as soon as /readyz says no, they make no new connections. Whatever was sent must be answered.
func TestFailureGracefulStopUnderLoadLosesNothing(t *testing.T) {
	t.Parallel()
	rounds := 1
	if soaking() {
		rounds = 10
	}
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		posters := newPosters(6)
		for range rounds {
			p := start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off", "UNDERSTORY_DRAIN=1s")
			stopUnder(t, p, posters)
		}
		posters.wantEachOnce(t, start(t, databaseURL))
	})
}

// TestFailureAProxyThatKeepsConnectionsLosesNothing stops the program as it is by default on one machine, where nobody asks
// /readyz: what is sent on connections that are kept and in use is answered, the last time with word that they close.
func TestFailureAProxyThatKeepsConnectionsLosesNothing(t *testing.T) {
	t.Parallel()
	p := start(t, storetest.SQLite(t))
	p.post(newGuest(), "Ana", "A word.", "")
	var keeping sync.WaitGroup
	var answered atomic.Int64
	for range 8 {
		keeping.Go(func() {
			conn, err := net.Dial("tcp", p.address())
			must(t, err)
			defer conn.Close()
			reader := bufio.NewReader(conn)
			for closing := false; !closing; {
				request, err := http.NewRequest(http.MethodGet, p.base+"/api/v1/thread?site=demo&thread_id=story&limit=5", nil)
				must(t, err)
				var status int
				if status, closing, err = exchange(conn, reader, request); err != nil || status != 200 {
					t.Errorf("a request on a kept connection is answered with %d, %v", status, err)
					return
				}
				answered.Add(1)
			}
		})
	}
	eventually(t, "a load", 10*time.Second, func() bool { return answered.Load() > 200 })
	if err := p.stop(syscall.SIGTERM); err != nil {
		t.Errorf("ended with %v, want status 0", err)
	}
	keeping.Wait()
}

// stopUnder has posters and readers send what they can, stops the program amid it and wants all of it answered.
func stopUnder(t *testing.T, p *process, posters *posters) {
	t.Helper()
	var behind balancer
	var working sync.WaitGroup
	var written, read atomic.Int64
	for _, guest := range posters.guests {
		working.Go(func() {
			behind.send(t, p, func() *http.Request {
				text, s := posters.next(guest)
				return postRequest(t, p, text, s)
			}, func(sent *http.Request, status int) {
				if status != http.StatusCreated {
					t.Errorf("a post is answered with %d", status)
				}
				posters.answered(sent.Header.Get("Test-Text"))
				written.Add(1)
			})
		})
	}
	for range 4 {
		working.Go(func() {
			behind.send(t, p, func() *http.Request {
				request, err := http.NewRequest(http.MethodGet, p.base+siegeThread, nil)
				must(t, err)
				return request
			}, func(_ *http.Request, status int) {
				if status != http.StatusOK {
					t.Errorf("a read is answered with %d", status)
				}
				read.Add(1)
			})
		})
	}
	working.Go(func() { slowPost(t, p, posters) })
	eventually(t, "a load", 20*time.Second, func() bool { return written.Load() > 100 && read.Load() > 100 })
	asked := time.Now()
	must(t, p.cmd.Process.Signal(syscall.SIGTERM))
	behind.watch(t, p)
	if took := time.Since(asked); took > time.Second {
		t.Errorf("/readyz said no after %v only", took)
	}
	working.Wait()
	select {
	case <-p.ended:
	case <-time.After(15 * time.Second):
		t.Fatal("still there 15 s after the signal")
	}
	if p.end != nil || time.Since(asked) > 15*time.Second {
		t.Errorf("ended with %v after %v, want status 0\n%s", p.end, time.Since(asked), tail(p.log.String()))
	}
}

// balancer is a load balancer as far as it decides whether new connections are made.
type balancer struct{ elsewhere atomic.Bool }

// watch asks /readyz until it says that the process drains.
func (b *balancer) watch(t *testing.T, p *process) {
	t.Helper()
	eventually(t, "/readyz says no", 5*time.Second, func() bool {
		got, err := p.do("GET", "/readyz", nil, "Connection", "close")
		if err != nil {
			t.Errorf("/readyz is gone before it says no: %v", err)
			return true
		}
		return got.status == 503 && bytes.Contains(got.body, []byte(`"kind":"draining"`))
	})
	b.elsewhere.Store(true)
}

// send sends one request after the other over connections that are kept, until none may be made any more.
func (b *balancer) send(t *testing.T, p *process, next func() *http.Request, answered func(*http.Request, int)) {
	for !b.elsewhere.Load() {
		conn, err := net.Dial("tcp", p.address())
		if err != nil {
			t.Errorf("no connection although /readyz had not said no: %v", err)
			return
		}
		reader := bufio.NewReader(conn)
		for closing := false; !closing; {
			sent := next()
			var status int
			if status, closing, err = exchange(conn, reader, sent); err != nil {
				t.Errorf("a request under way was lost: %v", err)
				break
			}
			answered(sent, status)
		}
		_ = conn.Close()
	}
}

// exchange sends one request over a connection and says how it was answered, and whether the connection is closed now.
// Unlike a client of net/http it tries nothing twice.
func exchange(conn net.Conn, reader *bufio.Reader, sent *http.Request) (status int, closing bool, err error) {
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return 0, false, err
	}
	if err := sent.Write(conn); err != nil {
		return 0, false, err
	}
	got, err := http.ReadResponse(reader, sent)
	if err != nil {
		return 0, false, err
	}
	defer got.Body.Close()
	_, err = io.Copy(io.Discard, got.Body)
	return got.StatusCode, got.Close, err
}

// postRequest is a post as posters send it; it carries its text where the sender finds it again.
func postRequest(t *testing.T, p *process, text string, s sending) *http.Request {
	body, err := json.Marshal(map[string]any{"site": "demo", "thread_id": "crash", "url": "http://localhost/stories/crash", "name": "Poster", "body": text})
	must(t, err)
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, p.base+"/api/v1/comments", bytes.NewReader(body))
	must(t, err)
	for name, value := range map[string]string{"Content-Type": "application/json", "Authorization": s.guest, "Idempotency-Key": s.key, "Test-Text": text} {
		request.Header.Set(name, value)
	}
	return request
}

// slowPost is a post whose body takes its time, as over a bad mobile network, while the program stops.
func slowPost(t *testing.T, p *process, posters *posters) {
	text, s := posters.next(posters.guests[0])
	var whole bytes.Buffer
	must(t, postRequest(t, p, text, s).Write(&whole))
	conn, err := net.Dial("tcp", p.address())
	must(t, err)
	defer conn.Close()
	piece := make([]byte, whole.Len()/20)
	for pace := time.NewTicker(200 * time.Millisecond); ; <-pace.C {
		n, err := whole.Read(piece)
		if err != nil {
			break
		}
		if _, err := conn.Write(piece[:n]); err != nil {
			t.Errorf("a slow post was cut off: %v", err)
			return
		}
	}
	got, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Errorf("a slow post was lost: %v", err)
		return
	}
	defer got.Body.Close()
	if got.StatusCode != http.StatusCreated {
		t.Errorf("a slow post is answered with %d", got.StatusCode)
		return
	}
	posters.answered(text)
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, within time.Duration, holds func() bool) {
	t.Helper()
	asking := time.NewTicker(10 * time.Millisecond)
	defer asking.Stop()
	for began := time.Now(); !holds(); <-asking.C {
		if time.Since(began) > within {
			t.Fatalf("%s: not within %v", what, within)
		}
	}
}

func TestFailureAStopThatIsHeldUpIsOverInTimeAndWell(t *testing.T) {
	t.Parallel()
	p := start(t, storetest.SQLite(t))
	for range 5 { // half a request each, which would take ten seconds to be given up
		conn, err := net.Dial("tcp", p.address())
		must(t, err)
		defer conn.Close()
		_, err = fmt.Fprint(conn, "POST /api/v1/preview HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
		must(t, err)
	}
	p.must(200, "GET", "/livez", nil)
	if err := p.stop(syscall.SIGTERM); err != nil {
		t.Errorf("ended with %v, want status 0\n%s", err, p.log)
	}
}
