package main

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/valyala/fasthttp"
)

// answering is a server for a test; it gives its address.
func answering(t *testing.T, handle fasthttp.RequestHandler) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &fasthttp.Server{Handler: handle}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Shutdown() })
	return "http://" + listener.Addr().String()
}

func TestAFloodCountsEveryAnswer(t *testing.T) {
	t.Parallel()
	var answered atomic.Int64
	base := answering(t, func(c *fasthttp.RequestCtx) {
		answered.Add(1)
		if got := string(c.Request.Header.Peek("Accept-Encoding")); got != "gzip" {
			c.Error("Accept-Encoding: "+got, fasthttp.StatusTeapot)
		}
	})
	c := newClient(base, true)
	defer c.close()
	got, err := c.flood(t.Context(), "/", 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if got.requests < connections || int64(got.requests) != answered.Load() || got.elapsed <= 0 || got.slowest <= 0 {
		t.Errorf("got %+v, and the server answered %d", got, answered.Load())
	}
}

func TestAFloodFailsWhenAnAnswerIsWrong(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	for what, c := range map[string]struct {
		handle fasthttp.RequestHandler
		want   string
	}{
		"a refusal": {func(c *fasthttp.RequestCtx) { c.Error("no", fasthttp.StatusServiceUnavailable) }, "status 503"},
		"another length": {func(c *fasthttp.RequestCtx) {
			c.SetBodyString(strings.Repeat("a", int(asked.Add(1))))
		}, "bytes after"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			asker := newClient(answering(t, c.handle), false)
			defer asker.close()
			if _, err := asker.flood(t.Context(), "/", 200*time.Millisecond); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
}

func TestAFloodEndsWithItsContext(t *testing.T) {
	t.Parallel()
	c := newClient(answering(t, func(*fasthttp.RequestCtx) {}), false)
	defer c.close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.flood(ctx, "/", time.Minute); err == nil {
		t.Error("got no error, want that of the context")
	}
}

func TestPagesOfUnequalBytesAreNotCompared(t *testing.T) {
	t.Parallel()
	base := answering(t, func(c *fasthttp.RequestCtx) {
		length := 1000
		if string(c.Path()) == "/longer" {
			length = 1100
		}
		c.SetBodyString(strings.Repeat("a", length))
	})
	c := newClient(base, false)
	defer c.close()
	first, same, longer := newReading(c, "/"), newReading(c, "/"), newReading(c, "/longer")
	if err := readInTurns(t.Context(), 3, first, same, longer); err != nil || len(same.times) != 3 {
		t.Fatalf("got %d times and %v, want 3 readings of the same page", len(same.times), err)
	}
	if err := equalInBytes(first, same); err != nil {
		t.Error(err)
	}
	if err := equalInBytes(first, same, longer); err == nil {
		t.Error("got no error for pages of 1000 and 1100 bytes")
	}
}

func TestSidesAreMeasuredInTurnsForwardsAndBackwards(t *testing.T) {
	t.Parallel()
	var order strings.Builder
	side := func(name string) func() error {
		return func() error { order.WriteString(name); return nil }
	}
	if err := inTurns(3, side("a"), side("b"), side("c")); err != nil || order.String() != "abccbaabc" {
		t.Errorf("order %q, %v, want abccbaabc", order.String(), err)
	}
}
