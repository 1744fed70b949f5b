package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/valyala/fasthttp"
)

// longestAnswer is how long a request may take before the run fails.
const longestAnswer = 10 * time.Second

// client asks one server, over connections that stay open.
type client struct {
	base string
	host *fasthttp.HostClient
	gzip bool // whether answers may come compressed; they are not unpacked
}

func newClient(base string, gzip bool) *client {
	return &client{base: base, gzip: gzip, host: &fasthttp.HostClient{
		Addr: strings.TrimPrefix(base, "http://"), MaxConns: connections,
		ReadTimeout: longestAnswer, WriteTimeout: longestAnswer, ReadBufferSize: 64 << 10,
	}}
}

// close ends the open connections, which a server that stops would wait for.
func (c *client) close() { c.host.CloseIdleConnections() }

// asking is one request, ready to be sent again and again.
type asking struct {
	client   *client
	request  fasthttp.Request
	response fasthttp.Response
}

func (c *client) asking(path string) *asking {
	a := &asking{client: c}
	a.request.SetRequestURI(c.base + path)
	if c.gzip {
		a.request.Header.Set(fasthttp.HeaderAcceptEncoding, "gzip")
	}
	return a
}

// ask sends the request, wants a 200 and says how long it took. The answer is valid until the next ask.
func (a *asking) ask() (time.Duration, error) { return a.send(fasthttp.StatusOK) }

// send is ask for another status.
func (a *asking) send(want int) (time.Duration, error) {
	began := time.Now()
	err := a.client.host.Do(&a.request, &a.response)
	took := time.Since(began)
	if err != nil {
		return took, fmt.Errorf("ask %s: %w", a.request.URI().Path(), err)
	}
	if status := a.response.StatusCode(); status != want {
		return took, fmt.Errorf("ask %s: status %d: %.200s", a.request.URI().Path(), status, a.response.Body())
	}
	return took, nil
}

// get asks once and gives the answer's bytes as they came.
func (c *client) get(path string) ([]byte, error) {
	a := c.asking(path)
	_, err := a.ask()
	return a.response.Body(), err
}

// round is what came of asking for a while over all connections.
type round struct {
	requests int
	elapsed  time.Duration
	slowest  time.Duration // of the fastest 99 of a hundred
}

// flood asks for one address as fast as answers come, and fails at the first that is not as long as the one before.
func (c *client) flood(ctx context.Context, path string, during time.Duration) (round, error) {
	began := time.Now()
	end := began.Add(during)
	times := make([][]time.Duration, connections)
	failures := make([]error, connections)
	var all sync.WaitGroup
	for i := range connections {
		all.Go(func() { times[i], failures[i] = c.asking(path).repeat(ctx, end) })
	}
	all.Wait()
	elapsed := time.Since(began)
	if err := errors.Join(failures...); err != nil {
		return round{}, err
	}
	var merged []time.Duration
	for _, some := range times {
		merged = append(merged, some...)
	}
	return round{len(merged), elapsed, percentile(merged, 99)}, nil
}

// repeat asks once at least, and then until the end.
func (a *asking) repeat(ctx context.Context, end time.Time) (times []time.Duration, err error) {
	length := -1
	for now := time.Now(); len(times) == 0 || now.Before(end); now = time.Now() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		took, err := a.ask()
		if err != nil {
			return nil, err
		}
		if got := len(a.response.Body()); length >= 0 && got != length {
			return nil, fmt.Errorf("ask %s: %d bytes after %d", a.request.URI().Path(), got, length)
		}
		length = len(a.response.Body())
		times = append(times, took)
	}
	return times, nil
}

// flooding is one server under floods, round by round.
type flooding struct {
	client *client
	server *process
	path   string

	perSecond []float64
	slowest   []time.Duration
	cpu       []time.Duration // of the server, per request; none where it cannot be told
}

// round floods once and keeps what it found.
func (f *flooding) round(ctx context.Context, during time.Duration) error {
	before := f.server.cpu()
	r, err := f.client.flood(ctx, f.path, during)
	if err != nil {
		return err
	}
	if used := f.server.cpu() - before; used > 0 {
		f.cpu = append(f.cpu, used/time.Duration(r.requests))
	}
	f.perSecond = append(f.perSecond, float64(r.requests)/r.elapsed.Seconds())
	f.slowest = append(f.slowest, r.slowest)
	return nil
}

func (f *flooding) String() string {
	return fmt.Sprintf("%s requests/s, p99 %s", grouped(median(f.perSecond)), milliseconds(median(f.slowest)))
}
