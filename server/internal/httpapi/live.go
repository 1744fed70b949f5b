package httpapi

import (
	"encoding/json"
	"net"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
	"github.com/valyala/fasthttp"

	"understory/server/internal/comment"
	"understory/server/internal/live"
)

// How many streams there may be: in this process, and of one network on one site.
const (
	mostStreams = 20_000
	eachStreams = 30
)

// roomForStreams leaves half of the files that may be open, where that limit is known, to everything else.
func roomForStreams(files uint64, known bool) int {
	if known {
		return int(min(files/2, mostStreams))
	}
	return mostStreams
}

func (a *api) newStreams() *live.Hub {
	hub := &live.Hub{
		Read: a.Changes, Data: eventData, Most: roomForStreams(openFiles()), Each: eachStreams,
		// The page that a reader asks for after an event must not be older than the event.
		Learned: func(at live.Place, version int64) {
			a.ready.changed(at.Site, comment.Article{Identity: at.Identity, Version: version})
		},
		Failed:   a.warnOfStreams,
		Panicked: func(cause any) { a.logPanic("a stream panicked and is closed", "stream", cause) },
	}
	if a.RateLimitOff {
		hub.Each = 0
	}
	return hub
}

// warnOfStreams tells an operator, once a minute, that those who follow an article wait.
func (a *api) warnOfStreams(err error) {
	if a.untold.due(a.Now(), time.Minute) {
		a.Log.Warn("what changed cannot be read and is tried again; streams wait", "cause", err)
	}
}

// follow answers with a stream of what changes in a thread or, asked once, with what a stream would say first.
func (a *api) follow(c *fiber.Ctx) error {
	current(c).routine = true
	on, err := a.site(c)
	if err != nil {
		return err
	}
	asked, err := followQuery(c)
	if err != nil {
		return err
	}
	at := live.Place{Site: on.ID, Identity: asked.page.Identity}
	switch {
	case asked.once:
		return a.followOnce(c, at, asked)
	case c.Method() == fiber.MethodHead:
		setLines(&c.Response().Header, streamLines)
		return nil
	case !asked.resumes: // the version is known before the stream begins, so that nothing is lost between
		present, err := a.streams.Present(requestContext(c), at)
		if err != nil {
			return err
		}
		asked.version = present.Version
	}
	stream, err := a.streams.Join(at, live.Crowd{Site: on.ID, Network: a.network(c)}, asked.version)
	if err != nil {
		return err
	}
	head := streamHead(c.Context())
	a.takeOver(c.Context(), "stream", func(conn net.Conn) { stream.Open(conn, head) })
	return nil
}

// streamHead is the head of an answer that lasts until its connection ends. A stream is in no chunks, so that its bytes
// are the same for every client, HTTP/1.0 included.
func streamHead(rc *fasthttp.RequestCtx) []byte {
	header := &rc.Response.Header
	setLines(header, streamLines)
	header.SetCanonical(requestIDName, requestOf(rc).id)
	header.SetContentLength(-2) // none: the connection is closed after it
	return header.AppendBytes(nil)
}

// followed is what a client asks for.
type followed struct {
	page    comment.Page
	version int64 // from which on, where it resumes
	resumes bool
	once    bool
}

func followQuery(c *fiber.Ctx) (asked followed, err error) {
	q, err := parseQuery(c)
	if err != nil {
		return asked, err
	}
	if asked.page, err = q.page(); err != nil {
		return asked, err
	}
	once, err := q.one("once")
	if err != nil {
		return asked, err
	}
	if asked.once = once == "1"; !asked.once && once != "" {
		return asked, badQuery("once", "once=1 asks for one answer; leave it out for a stream.")
	}
	name, version := "since", c.Get("Last-Event-ID")
	if version != "" {
		name = "Last-Event-ID"
	} else if version, err = q.one("since"); err != nil {
		return asked, err
	}
	if version == "" {
		return asked, nil
	}
	known, err := strconv.ParseUint(version, 10, 63)
	if err != nil {
		return asked, badQuery(name, "%q is no version of a thread: it is a whole number.", shortened(version))
	}
	asked.version, asked.resumes = int64(known), true
	return asked, nil
}

func (a *api) followOnce(c *fiber.Ctx, at live.Place, asked followed) (err error) {
	var event live.Event
	if asked.resumes {
		event, err = a.streams.Now(requestContext(c), at, asked.version)
	} else {
		event, err = a.streams.Present(requestContext(c), at)
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	if event.Reload {
		return sendPrivate(c, fiber.StatusOK, reloadJSON{Version: event.Version, Reload: true})
	}
	return sendWritten(c, fiber.StatusOK, eventData(event))
}

type changesJSON struct {
	Version int64        `json:"version"`
	Count   int64        `json:"count"`
	Added   []addedJSON  `json:"added"`
	Changed []comment.ID `json:"changed"`
	Removed []comment.ID `json:"removed"`
}

type addedJSON struct {
	ID     comment.ID    `json:"id"`
	Parent uuid.NullUUID `json:"parent"`
}

type reloadJSON struct {
	Version int64 `json:"version"`
	Reload  bool  `json:"reload,omitempty"` // said by the event's name in a stream
}

// eventData is what an event tells.
func eventData(e live.Event) []byte {
	var shape any = reloadJSON{Version: e.Version}
	if !e.Reload {
		changes := changesJSON{Version: e.Version, Count: e.Count, Added: []addedJSON{}, Changed: []comment.ID{}, Removed: []comment.ID{}}
		for _, added := range e.Added {
			changes.Added = append(changes.Added, addedJSON(added))
		}
		changes.Changed = append(changes.Changed, e.Changed...)
		changes.Removed = append(changes.Removed, e.Removed...)
		shape = changes
	}
	data, err := json.Marshal(shape)
	if err != nil {
		panic(err) // ids and numbers, which always can be written
	}
	return data
}
