package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"github.com/valyala/fasthttp"

	"understory/server/internal/fault"
	"understory/server/internal/metrics"
)

// door counts the connections and lets in so many: in all, and of one network that is neither a trusted proxy nor this
// machine. fasthttp has such limits too, but counts all IPv6 as one, refuses in plain text, and ends when the process
// has no more files to open.
type door struct {
	perPeer int
	counted func(netip.Addr) bool
	log     func(error) // told what keeps connections from coming in

	crowds, full metrics.Counter

	mu    sync.Mutex
	all   int
	peers map[netip.Prefix]int
}

func newDoor(a *api) *door {
	var said rarely
	return &door{
		perPeer: a.PeerLimit, peers: make(map[netip.Prefix]int),
		counted: func(peer netip.Addr) bool { return !peer.IsLoopback() && !a.trusts(peer) },
		log: func(err error) {
			if said.due(time.Now(), 10*time.Second) {
				a.Log.Error("no connection can be taken just now", "cause", err)
			}
		},
	}
}

// before is a listener that lets in what the door does.
func (d *door) before(listener net.Listener) net.Listener { return guarded{listener, d} }

// open is how many connections there are.
func (d *door) open() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all
}

type guarded struct {
	net.Listener
	door *door
}

// Accept gives the next connection that may come in. Want of files, or of memory for one, passes when others leave.
func (g guarded) Accept() (net.Conn, error) {
	for {
		conn, err := g.Listener.Accept()
		if passing(err) {
			g.door.log(err)
			time.Sleep(50 * time.Millisecond) // there is nothing to wait for: the system does not say when one is free
			continue
		}
		if err != nil {
			return nil, err
		}
		if g.door.enter(conn) {
			return conn, nil
		}
	}
}

// passing says whether an error of Accept is no reason to give up.
func passing(err error) bool {
	for _, shortage := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ECONNABORTED, syscall.ENOBUFS, syscall.ENOMEM} {
		if errors.Is(err, shortage) {
			return true
		}
	}
	return false
}

// enter lets a connection in, or says why not and closes it. The connection stays what it is: fasthttp sends the head and
// the body of an answer at once, but only on one of the system's own, and with two writes a page costs half as much again.
func (d *door) enter(conn net.Conn) bool {
	if refusal := d.admit(d.networkOf(conn)); refusal != nil {
		turnAway(conn, refusal)
		return false
	}
	return true
}

// follow is told what becomes of a connection. One that was taken over is a stream, which others count.
func (d *door) follow(conn net.Conn, state fasthttp.ConnState) {
	if state == fasthttp.StateClosed || state == fasthttp.StateHijacked {
		d.leave(d.networkOf(conn))
	}
}

// networkOf is whose limit a connection counts against; the zero network where it counts against none.
func (d *door) networkOf(conn net.Conn) netip.Prefix {
	peer := peerOf(conn.RemoteAddr())
	if d.perPeer == 0 || !d.counted(peer) {
		return netip.Prefix{}
	}
	return networkOf(peer)
}

// admit counts one more from a network, the zero one for whoever is not counted, or gives what to say to it.
func (d *door) admit(from netip.Prefix) (refusal []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.all >= mostConnections:
		d.full.Inc()
		return doorFull
	case from.IsValid() && d.peers[from] >= d.perPeer:
		d.crowds.Inc()
		return doorCrowd
	}
	d.all++
	if from.IsValid() {
		d.peers[from]++
	}
	return nil
}

func (d *door) leave(from netip.Prefix) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all--
	if !from.IsValid() {
		return
	}
	if d.peers[from]--; d.peers[from] == 0 {
		delete(d.peers, from)
	}
}

// What is answered to a connection that may not come in.
var (
	doorFull  = doorAnswer(fault.Retry(fault.Busy, 5*time.Second, "There are too many connections just now. Try again in a moment."))
	doorCrowd = doorAnswer(fault.Retry(fault.RateLimited, 5*time.Second, "There are too many connections from your network. Close some and try again."))
)

func doorAnswer(refusal *fault.Error) []byte {
	p := problemOf(refusal)
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // texts and numbers, which always can be written
	}
	return fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nConnection: close\r\nCache-Control: no-store\r\nContent-Type: application/problem+json\r\n"+
		"Retry-After: %d\r\nContent-Length: %d\r\n\r\n%s", p.Status, p.Title, p.RetryAfter, len(body), body)
}

// turnAway answers without having read. A fresh connection has room for it, so that nobody is kept waiting.
func turnAway(conn net.Conn, answer []byte) {
	_ = conn.SetWriteDeadline(time.Now().Add(10 * time.Millisecond))
	_, _ = conn.Write(answer) // as far as it gets
	_ = conn.Close()
}
