package httpapi

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"understory/server/internal/storetest"
)

// from is a connection that says it comes from elsewhere, as no test on one machine can.
type from struct {
	net.Conn
	peer netip.Addr
}

func (f from) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(f.peer, 1234))
}

func TestOneNetworkMayHaveSoManyConnections(t *testing.T) {
	t.Parallel()
	d := newDoor(&api{Config: Config{PeerLimit: 3, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Log: slog.New(slog.DiscardHandler)}})
	var inside []net.Conn
	knock := func(peer string) (let bool, said string) {
		here, there := net.Pipe()
		answered := make(chan string, 1)
		go func() {
			got, _ := io.ReadAll(there) // nothing comes to whoever is let in
			answered <- string(got)
		}()
		conn := from{here, netip.MustParseAddr(peer)}
		if !d.enter(conn) {
			return false, <-answered
		}
		inside = append(inside, conn)
		return true, ""
	}
	for i, peer := range []string{"203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.8", "2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"} {
		if let, _ := knock(peer); !let {
			t.Errorf("connection %d, of %s, is refused", i+1, peer)
		}
	}
	for _, peer := range []string{"203.0.113.7", "::ffff:203.0.113.7", "2001:db8::ffff"} {
		let, said := knock(peer)
		if let {
			t.Errorf("a fourth connection of %s is let in", peer)
		}
		got, err := readAnswer(bufio.NewReader(strings.NewReader(said)))
		if err != nil || got.status != 429 || got.header.Get("Retry-After") == "" || !strings.Contains(said, "\r\nConnection: close\r\n") {
			t.Errorf("%s is told %s (%v)", peer, said, err)
		}
		checkProblem(t, peer, got)
	}
	for _, peer := range []string{"10.1.2.3", "127.0.0.1", "::1"} {
		for range 5 {
			if let, _ := knock(peer); !let {
				t.Errorf("%s is counted, which is a proxy or this machine", peer)
			}
		}
	}
	if d.open() != len(inside) || d.crowds.Value() != 3 {
		t.Errorf("%d are open and %d were refused, want %d and 3", d.open(), d.crowds.Value(), len(inside))
	}
	for i, conn := range inside {
		for _, state := range []fasthttp.ConnState{fasthttp.StateNew, fasthttp.StateActive, fasthttp.StateIdle} {
			d.follow(conn, state)
		}
		if d.open() != len(inside)-i {
			t.Errorf("%d are open while none but %d has left", d.open(), i)
		}
		d.follow(conn, []fasthttp.ConnState{fasthttp.StateClosed, fasthttp.StateHijacked}[i%2]) // a stream is counted elsewhere
	}
	if d.open() != 0 || len(d.peers) != 0 {
		t.Errorf("when all have left, %d are open and %v are known", d.open(), d.peers)
	}
	if let, _ := knock("203.0.113.7"); !let {
		t.Error("whoever has left may not come again")
	}
}

func TestHalfRequestsAreDroppedInTime(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	begun := time.Now()
	ended := make(chan string)
	attacks := map[string]string{
		"nothing at all":    "",
		"half a head":       "GET /livez HTTP/1.1\r\nHost: x\r\n",
		"half a body":       posted + "Content-Length: 1000\r\n\r\n{",
		"half a chunk":      posted + "Transfer-Encoding: chunked\r\n\r\n10\r\n{",
		"a head that drips": "drip",
	}
	for what, sent := range attacks {
		conn, err := net.Dial("tcp", r.addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		go func() {
			if sent == "drip" {
				go drip(conn)
			} else if _, err := io.WriteString(conn, sent); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			reader := bufio.NewReader(conn)
			if got, err := readAnswer(reader); err == nil {
				if got.status != 408 {
					t.Errorf("%s is answered with %d", what, got.status)
				}
				checkProblem(t, what, got)
			}
			_, _ = io.Copy(io.Discard, reader)
			ended <- what
		}()
	}
	for range attacks {
		what := <-ended
		if took := time.Since(begun); took > 12*time.Second {
			t.Errorf("%s was there for %v", what, took)
		}
	}
	within(t, 2*time.Second, func() bool { return r.door.open() <= 1 }) // none but a kept one of other requests
}

// drip sends a header every half second.
func drip(conn net.Conn) {
	_, err := io.WriteString(conn, "GET /livez HTTP/1.1\r\nHost: x\r\n")
	for dripping := time.NewTicker(500 * time.Millisecond); err == nil; <-dripping.C {
		_, err = io.WriteString(conn, "X-"+strings.Repeat("a", 8)+": b\r\n")
	}
}
