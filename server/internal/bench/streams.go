package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/valyala/fasthttp"
)

func howStreams(e effort) string {
	return fmt.Sprintf(`%s readers hold a stream of the same story open (server-sent events), from addresses of their own. Memory is what the process
grew by (RSS) for each. Then %d comments are posted one after the other; the time is that from sending the post to the reader who has the
event, over all readers and comments, while this program reads all streams on the same cores.`, grouped(float64(e.streams)), e.announced)
}

// streams opens many and has them hear of new comments.
func (b *bench) streams(ctx context.Context) (rows []row, err error) {
	db := b.reading[0]
	server, err := b.serve(ctx, db.url)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	c := newClient(server.base, true)
	defer c.close()
	if _, err := c.get(db.hot.path("")); err != nil { // the server has begun
		return nil, err
	}
	before := server.resident()
	all, err := openStreams(ctx, server, "/api/v1/live"+strings.TrimPrefix(db.hot.path(""), "/api/v1/thread"), b.effort.streams)
	defer func() { err = errors.Join(err, all.close()) }()
	if err != nil {
		return nil, err
	}
	rows = append(rows, memoryRow(before, server.resident(), b.effort.streams)...)
	crowd := &crowd{client: c, story: db.hot}
	var heard []time.Duration
	for range b.effort.announced {
		some, err := all.hear(ctx, crowd.posting())
		if err != nil {
			return rows, err
		}
		heard = append(heard, some...)
	}
	slowest := percentile(heard, 99).Seconds() * 1000
	return append(rows, row{
		what: "from a post to its readers", budget: atMost(1_000, slowest, "ms"),
		measured: fmt.Sprintf("median %s, p99 %s, last %s", milliseconds(median(heard)), milliseconds(percentile(heard, 99)), milliseconds(percentile(heard, 100))),
	}), nil
}

func memoryRow(before, after float64, streams int) []row {
	if before == 0 { // Linux alone tells
		return nil
	}
	each := (after - before) * 1024 / float64(streams)
	return []row{{
		what: fmt.Sprintf("memory of an open stream, of %s", grouped(float64(streams))), budget: atMost(32, each, "KB"),
		measured: fmt.Sprintf("%.3g KB (%s in all)", each, megabytes(after)),
	}}
}

// listeners are streams that are open.
type listeners struct {
	connections []net.Conn
	events      chan time.Time // when one of them had an event
}

// streamsAtOnce is how many are being opened: fewer than the server lets wait to be accepted.
const streamsAtOnce = 64

func openStreams(ctx context.Context, server *process, path string, count int) (*listeners, error) {
	all := &listeners{connections: make([]net.Conn, count), events: make(chan time.Time, count)}
	failures := make([]error, streamsAtOnce)
	var opening sync.WaitGroup
	for first := range streamsAtOnce {
		opening.Go(func() {
			for i := first; i < count && failures[first] == nil; i += streamsAtOnce {
				all.connections[i], failures[first] = openStream(ctx, server, path, i)
			}
		})
	}
	opening.Wait()
	if err := errors.Join(failures...); err != nil {
		return all, err
	}
	for _, connection := range all.connections {
		go all.listen(connection)
	}
	return all, nil
}

// openStream opens one from an address of its own and waits until something has come.
func openStream(ctx context.Context, server *process, path string, number int) (net.Conn, error) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 1, byte(number/250), byte(number%250+1))}}
	host := strings.TrimPrefix(server.base, "http://")
	connection, err := dialer.DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, fmt.Errorf("open stream %d: %w", number, err)
	}
	_ = connection.SetDeadline(time.Now().Add(longestAnswer))
	if _, err := fmt.Fprintf(connection, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n", path, host); err != nil {
		return connection, fmt.Errorf("ask for stream %d: %w", number, err)
	}
	var got []byte
	for part := make([]byte, 1024); !bytes.Contains(got, []byte("retry:")); {
		n, err := connection.Read(part)
		if got = append(got, part[:n]...); err != nil || len(got) > len(part) {
			return connection, fmt.Errorf("open stream %d: %w: %q", number, errors.Join(err, errNoStream), got)
		}
	}
	return connection, connection.SetDeadline(time.Time{})
}

var errNoStream = errors.New("what came is no stream")

// listen says when there was an event, until the stream ends.
func (l *listeners) listen(connection net.Conn) {
	for part := make([]byte, 1024); ; {
		n, err := connection.Read(part)
		if err != nil {
			return
		}
		if bytes.Contains(part[:n], []byte("event: change")) {
			l.events <- time.Now()
		}
	}
}

// hear posts a comment and waits until all have heard of it.
func (l *listeners) hear(ctx context.Context, post *asking) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, longestAnswer)
	defer cancel()
	began := time.Now()
	if _, err := post.send(fasthttp.StatusCreated); err != nil {
		return nil, err
	}
	times := make([]time.Duration, 0, len(l.connections))
	for range l.connections {
		select {
		case at := <-l.events:
			times = append(times, at.Sub(began))
		case <-ctx.Done():
			return nil, fmt.Errorf("%d of %d streams heard of a comment: %w", len(times), len(l.connections), ctx.Err())
		}
	}
	return times, nil
}

func (l *listeners) close() error {
	var all []error
	for _, connection := range l.connections {
		if connection != nil {
			all = append(all, connection.Close())
		}
	}
	return errors.Join(all...)
}
