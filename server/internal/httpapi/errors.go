package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"understory/server/internal/fault"
)

// statuses gives each kind of refusal its status.
var statuses = map[fault.Kind]int{
	fault.BadJSON:     fiber.StatusBadRequest,
	fault.BadQuery:    fiber.StatusBadRequest,
	fault.BadCursor:   fiber.StatusBadRequest,
	fault.SignIn:      fiber.StatusUnauthorized,
	fault.Forbidden:   fiber.StatusForbidden,
	fault.Origin:      fiber.StatusForbidden,
	fault.NotYours:    fiber.StatusForbidden,
	fault.TooLate:     fiber.StatusForbidden,
	fault.NotFound:    fiber.StatusNotFound,
	fault.Method:      fiber.StatusMethodNotAllowed,
	fault.Closed:      fiber.StatusConflict,
	fault.ParentGone:  fiber.StatusConflict,
	fault.InProgress:  fiber.StatusConflict,
	fault.Conflict:    fiber.StatusConflict,
	fault.TooLarge:    fiber.StatusRequestEntityTooLarge,
	fault.Unsupported: fiber.StatusUnsupportedMediaType,
	fault.Invalid:     fiber.StatusUnprocessableEntity,
	fault.Nudge:       fiber.StatusUnprocessableEntity,
	fault.Rejected:    fiber.StatusUnprocessableEntity,
	fault.TooDeep:     fiber.StatusUnprocessableEntity,
	fault.KeyReused:   fiber.StatusUnprocessableEntity,
	fault.RateLimited: fiber.StatusTooManyRequests,
	fault.Internal:    fiber.StatusInternalServerError,
	fault.Busy:        fiber.StatusServiceUnavailable,
	fault.ReadOnly:    fiber.StatusServiceUnavailable,
	fault.StorageFull: fiber.StatusInsufficientStorage,
	fault.Draining:    fiber.StatusServiceUnavailable,
	fault.Schema:      fiber.StatusServiceUnavailable,
}

// problem is a refusal as RFC 9457 writes it, with what our own clients branch on.
type problem struct {
	Type       string        `json:"type"`
	Title      string        `json:"title"`
	Status     int           `json:"status"`
	Detail     string        `json:"detail"`
	Kind       fault.Kind    `json:"kind"`
	Field      string        `json:"field,omitempty"`
	Findings   []findingJSON `json:"findings,omitempty"`
	RetryAfter int           `json:"retryAfter,omitempty"` // seconds
}

type findingJSON struct {
	Detector string  `json:"detector"`
	Reason   string  `json:"reason"`
	Span     *[2]int `json:"span,omitempty"` // code points of the text as sent
}

// problemOf says an error to a stranger. What is not a fault keeps its words to itself.
func problemOf(err error) problem {
	refusal, ours := errors.AsType[*fault.Error](err)
	if !ours && errors.Is(err, context.DeadlineExceeded) { // of those who only waited for what another was reading
		refusal, ours = errTooSlow(), true
	}
	if !ours {
		return problemOfFiber(err)
	}
	status, known := statuses[refusal.Kind]
	if !known {
		return problemOfFiber(err)
	}
	p := newProblem(status, refusal.Kind, refusal.Message)
	if p.Kind == fault.BadQuery { // to a client, a field of the address is a field
		p.Kind = fault.Invalid
	}
	p.Field = refusal.Field
	p.RetryAfter = int(math.Ceil(refusal.RetryAfter.Seconds()))
	for _, f := range refusal.Findings {
		p.Findings = append(p.Findings, findingOf(f))
	}
	return p
}

// errTooSlow is told when patience is over. It is of the kind that the database's own silence is.
func errTooSlow() *fault.Error {
	return fault.Retry(fault.ReadOnly, 5*time.Second, "The service does not get to it just now. Try again in a moment.")
}

func findingOf(f fault.Finding) findingJSON {
	out := findingJSON{Detector: f.Detector, Reason: f.Reason}
	if f.End > 0 {
		out.Span = &[2]int{f.Start, f.End}
	}
	return out
}

// timedOut is the kind of a request that did not arrive in time, which only Fiber refuses.
const timedOut fault.Kind = "timeout"

// problemOfFiber says what Fiber and fasthttp refuse. Their own words are never sent: some repeat the request's head.
func problemOfFiber(err error) problem {
	refusal, ok := errors.AsType[*fiber.Error](err)
	if !ok {
		return newProblem(fiber.StatusInternalServerError, fault.Internal, "Something went wrong on our side. Try again in a moment.")
	}
	switch refusal.Code {
	case fiber.StatusNotFound:
		return newProblem(refusal.Code, fault.NotFound, "There is nothing at this address.")
	case fiber.StatusMethodNotAllowed:
		return newProblem(refusal.Code, fault.Method, "This address does not take this method. The Allow header says which it takes.")
	case fiber.StatusRequestEntityTooLarge:
		return newProblem(refusal.Code, fault.TooLarge, "This is more than 256 KB, the most that is read.")
	case fiber.StatusRequestHeaderFieldsTooLarge:
		return newProblem(refusal.Code, fault.TooLarge, "The address and headers are more than 16 KB, the most that is read.")
	case fiber.StatusRequestTimeout:
		return newProblem(refusal.Code, timedOut, "The request did not arrive in time.")
	}
	return newProblem(fiber.StatusBadRequest, fault.Invalid, "This is not a request that can be read.")
}

func newProblem(status int, kind fault.Kind, detail string) problem {
	return problem{Type: "about:blank", Title: fasthttp.StatusMessage(status), Status: status, Detail: detail, Kind: kind}
}

// fail answers with what a handler returned. Fiber calls it too, for what never came to a handler.
func (a *api) fail(c *fiber.Ctx, err error) error {
	a.refuse(c.Context(), err)
	if r := current(c); r.early {
		a.figures.elsewhere.count(c.Response().StatusCode(), time.Since(r.began))
	}
	return nil
}

// refuse writes the problem document of an error and keeps the cause for the log where it is ours to mend.
// What the class of the route has set before, such as the allowed origin, stays.
func (a *api) refuse(rc *fasthttp.RequestCtx, err error) {
	r := requestOf(rc)
	p := problemOf(err)
	a.figures.refuse(p.Kind)
	if p.Status >= fiber.StatusInternalServerError && p.Kind != fault.Busy { // which is no failure of ours
		r.cause = err
	}
	body, err := json.Marshal(p)
	if err != nil {
		r.cause = errors.Join(r.cause, err)
	}
	header := &rc.Response.Header
	header.SetCanonical(requestIDName, r.id)
	header.Set(fiber.HeaderCacheControl, forOneReader)
	if r.class == public {
		header.Set(fiber.HeaderCacheControl, "no-store")
	}
	header.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	header.Set(fiber.HeaderContentSecurityPolicy, sealed)
	header.Del(fiber.HeaderContentEncoding)
	header.SetContentType("application/problem+json")
	if p.RetryAfter > 0 {
		header.Set(fiber.HeaderRetryAfter, strconv.Itoa(p.RetryAfter))
	}
	rc.Response.SetStatusCode(p.Status)
	rc.Response.SetBodyRaw(body)
}
