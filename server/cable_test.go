package main

import (
	"net"
	"net/url"
	"sync"
	"testing"
)

// cable carries connections to a database until it is cut: then nothing arrives any more on either side and nobody is
// told, as when a network fails. What was sent meanwhile arrives when it is mended.
type cable struct {
	t        *testing.T
	listener net.Listener
	to       string

	mu    sync.Mutex
	whole chan struct{} // closed while it is whole
}

// newCable begins to carry connections to the host of a database.
func newCable(t *testing.T, databaseURL string) *cable {
	t.Helper()
	address, err := url.Parse(databaseURL)
	must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	c := &cable{t: t, listener: listener, to: address.Host, whole: make(chan struct{})}
	c.mend()
	t.Cleanup(func() { _ = listener.Close() })
	go c.accept()
	return c
}

// through is a database's address by way of the cable.
func (c *cable) through(databaseURL string) string {
	address, err := url.Parse(databaseURL)
	must(c.t, err)
	address.Host = c.listener.Addr().String()
	return address.String()
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.whole = make(chan struct{})
}

func (c *cable) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.whole)
}

// wait blocks while the cable is cut.
func (c *cable) wait() {
	c.mu.Lock()
	whole := c.whole
	c.mu.Unlock()
	select {
	case <-whole:
	case <-c.t.Context().Done():
	}
}

func (c *cable) accept() {
	for {
		near, err := c.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", c.to)
		if err != nil {
			_ = near.Close()
			continue
		}
		go c.carry(near, far)
		go c.carry(far, near)
	}
}

func (c *cable) carry(from, to net.Conn) {
	defer from.Close()
	defer to.Close()
	piece := make([]byte, 32<<10)
	for {
		n, err := from.Read(piece)
		c.wait()
		if err != nil {
			return
		}
		if _, err := to.Write(piece[:n]); err != nil {
			return
		}
	}
}
