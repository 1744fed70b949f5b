package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// patience is how long one request may keep the database busy. With what comes before and after, nobody waits for more
// than three seconds to hear that it does not work.
const patience = 2500 * time.Millisecond

// request is what belongs to one request beside what Fiber knows of it.
type request struct {
	id      []byte
	began   time.Time
	route   string // its pattern; "" where none matched
	class   class
	site    *site.Site // once it was looked up
	query   query      // once it was parsed
	cause   error      // of a failure that is ours
	routine bool       // nothing worth a line in the log of a busy site
	early   bool       // refused by fasthttp before it came to us
	meter   *meter     // of its route; nil where none matched

	ctx    context.Context
	cancel context.CancelFunc
}

type requestKey struct{}

// current is the request that c carries.
func current(c *fiber.Ctx) *request { return requestOf(c.Context()) }

func requestOf(rc *fasthttp.RequestCtx) *request {
	if r, ok := rc.UserValue(requestKey{}).(*request); ok {
		return r
	}
	r := &request{id: requestID(), began: time.Now(), early: true}
	rc.SetUserValue(requestKey{}, r)
	return r
}

// requestContext is the context of a request's work. It ends when patience does, and with the request. It is never
// Fiber's own, which does not end when the client leaves, and is used again for the next request.
func requestContext(c *fiber.Ctx) context.Context {
	r := current(c)
	if r.ctx == nil {
		r.ctx, r.cancel = context.WithTimeout(context.Background(), patience)
	}
	return r.ctx
}

// requestID names a request in the log and in its answer. It guards nothing, so it needs no secret randomness.
func requestID() []byte {
	return strconv.AppendUint(nil, rand.Uint64()|1<<63, 32) //nolint:gosec // see above
}

// receive is what every request meets first, before Fiber: it names it, refuses what no route takes, survives a panic
// anywhere behind it and writes the log.
func (a *api) receive(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(rc *fasthttp.RequestCtx) {
		r := &request{id: requestID(), began: time.Now()}
		rc.SetUserValue(requestKey{}, r)
		defer a.done(rc, r)
		if err := acceptable(rc); err != nil {
			a.refuse(rc, err)
			return
		}
		next(rc)
	}
}

// acceptable refuses what would be answered wrongly or dearly further on. A compressed body could grow without bound.
func acceptable(rc *fasthttp.RequestCtx) error {
	if !knownMethod(rc.Method()) {
		rc.Response.Header.Set(fiber.HeaderAllow, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
		return fault.New(fault.Method, "This method is not used here.")
	}
	if len(rc.Request.Header.ContentEncoding()) > 0 {
		return fault.New(fault.Unsupported, "Send the body as it is: no Content-Encoding is read here.")
	}
	return nil
}

func knownMethod(method []byte) bool {
	switch string(method) {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return true
	}
	return false
}

// done ends a request, panicked or not.
func (a *api) done(rc *fasthttp.RequestCtx, r *request) {
	if panicked := recover(); panicked != nil {
		a.figures.panics.Inc()
		a.refuse(rc, fmt.Errorf("panic: %s\n%s", harmless(panicked), debug.Stack()))
	}
	if r.cancel != nil {
		r.cancel()
	}
	rc.Response.Header.SetCanonical(requestIDName, r.id)
	if a.draining.Err() != nil { // whoever keeps this connection would lose the next request on it
		rc.SetConnectionClose()
	}
	a.figures.count(r, rc.Response.StatusCode())
	a.logRequest(rc, r)
}

// harmless is what may be logged of a panic's value: the runtime's own words, else its type alone, because a value
// may hold what somebody wrote.
func harmless(panicked any) string {
	if err, ok := panicked.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", panicked)
}

// logRequest writes the one line of a request. It holds no address, no query, no body and no header, because those
// hold what readers wrote and who they are. Ready pages, most of a busy site's requests, are logged for debugging only.
func (a *api) logRequest(rc *fasthttp.RequestCtx, r *request) {
	status := rc.Response.StatusCode()
	level := slog.LevelInfo
	switch {
	case status == fiber.StatusInternalServerError:
		level = slog.LevelError // ours to mend
	case r.cause != nil:
		level = slog.LevelWarn // of the database, mostly: one fault, told by each who met it
	case r.routine && status < 400:
		level = slog.LevelDebug
	}
	if !a.Log.Enabled(context.Background(), level) {
		return
	}
	route := r.route
	if route == "" {
		route = "none"
	}
	attributes := []slog.Attr{
		slog.String("id", string(r.id)), slog.String("method", method(rc)), slog.String("route", route),
		slog.Int("status", status), slog.Float64("ms", float64(time.Since(r.began).Microseconds())/1000),
	}
	if r.cause != nil {
		attributes = append(attributes, slog.String("cause", r.cause.Error()))
	}
	a.Log.LogAttrs(context.Background(), level, "request", attributes...)
}

// method is the request's, or "other": a made-up one is no word for a log.
func method(rc *fasthttp.RequestCtx) string {
	if !knownMethod(rc.Method()) {
		return "other"
	}
	return string(bytes.Clone(rc.Method()))
}
