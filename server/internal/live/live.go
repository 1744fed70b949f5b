// Package live holds the open streams: who follows which article, and what each of them is told of its changes, as
// server-sent events. It reads what to tell from the log that every write leaves, and writes to connections that it is
// given. It does not know HTTP, nor how the log is kept, nor how an event is spelt beyond its frame.
package live

import (
	"context"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"time"

	"understory/server/internal/site"
)

// Place is an article as a page names it. It need not exist yet.
type Place struct {
	Site     site.ID
	Identity string
}

// Crowd is whom a limit counts together: the readers of a site in one network.
type Crowd struct {
	Site    site.ID
	Network netip.Prefix
}

// Read gives an article's version and what the log holds of those after one, the last ones at most.
type Read func(ctx context.Context, on site.ID, identity string, after int64, most int) (Reading, error)

// How long things take.
const (
	pace      = 250 * time.Millisecond // between two events of an article
	again     = time.Second            // until a reading that failed is tried again
	patience  = 3 * time.Second        // of one reading
	heartbeat = 20 * time.Second       // of a stream with nothing to tell
	deadline  = 10 * time.Second       // for a client to take what it is sent
	silence   = 8 * time.Second        // for its system to confirm it: with the heartbeat, who is gone is noticed in 30 s
	opening   = 10 * time.Second       // from Join to Open
	farewell  = 2 * time.Second        // for streams to end when the server stops
	round     = time.Second            // between two rounds that look after all streams
)

// mostWaiting is how many messages may wait for one client, who is a few seconds behind by then.
const mostWaiting = 32

var beat = []byte(":\n\n")

// message is an event as the network sees it.
func message(e Event, data []byte) []byte {
	name := "change"
	if e.Reload {
		name = "reload"
	}
	out := make([]byte, 0, len(data)+64)
	out = append(out, "event: "+name+"\nid: "...)
	out = strconv.AppendInt(out, e.Version, 10)
	out = append(out, "\ndata: "...)
	out = append(out, data...)
	return append(out, "\n\n"...)
}

// greeting is what a client hears first: when to come back should the connection break, and with which version if it
// has heard of no other by then.
func greeting(version int64) []byte {
	return append(strconv.AppendInt(append(retry(), "id: "...), version, 10), "\n\n"...)
}

// retry tells a client how long to wait before it comes back, each another time, so that they do not come all at once.
func retry() []byte {
	wait := 2000 + rand.Int64N(3001) //nolint:gosec // a pause is no secret
	return append(strconv.AppendInt([]byte("retry: "), wait, 10), '\n')
}
