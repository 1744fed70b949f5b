package httpapi

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/fault"
)

func newFault(kind fault.Kind) error { return fault.New(kind, "A sentence.") }

func TestEveryKindOfRefusalHasItsStatus(t *testing.T) {
	t.Parallel()
	for kind, want := range map[fault.Kind]int{
		fault.Invalid: 422, fault.BadQuery: 400, fault.BadJSON: 400, fault.BadCursor: 400, fault.SignIn: 401, fault.Forbidden: 403,
		fault.Origin: 403, fault.NotYours: 403, fault.TooLate: 403, fault.NotFound: 404, fault.Method: 405, fault.Closed: 409,
		fault.ParentGone: 409, fault.InProgress: 409, fault.Conflict: 409, fault.TooLarge: 413, fault.Unsupported: 415,
		fault.Nudge: 422, fault.Rejected: 422, fault.TooDeep: 422, fault.KeyReused: 422, fault.RateLimited: 429,
		fault.ReadOnly: 503, fault.StorageFull: 507, fault.Internal: 500,
	} {
		if got := problemOf(fmt.Errorf("post comment: %w", newFault(kind))); got.Status != want {
			t.Errorf("%s is %d, want %d", kind, got.Status, want)
		}
	}
}

func TestProblemTellsWhatAFaultTells(t *testing.T) {
	t.Parallel()
	got := problemOf(&fault.Error{
		Kind: fault.Nudge, Message: "Read it again.", Field: "body", RetryAfter: 1500 * time.Millisecond,
		Findings: []fault.Finding{{Detector: "caps", Reason: "Loud.", Start: 2, End: 9}, {Detector: "mood", Reason: "Angry."}},
	})
	const want = `{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"Read it again.","kind":"nudge","field":"body",` +
		`"findings":[{"detector":"caps","reason":"Loud.","span":[2,9]},{"detector":"mood","reason":"Angry."}],"retryAfter":2}`
	if text := mustJSON(t, got); text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestWaitingForTooLongIsNoFaultOfOurs(t *testing.T) {
	t.Parallel()
	for _, err := range []error{context.DeadlineExceeded, fmt.Errorf("check password: %w", context.DeadlineExceeded)} {
		if got := problemOf(err); got.Status != 503 || got.Kind != fault.ReadOnly || got.RetryAfter == 0 {
			t.Errorf("%v is told as %+v", err, got)
		}
	}
}

func TestProblemOfASurpriseKeepsItsWords(t *testing.T) {
	t.Parallel()
	for _, err := range []error{errors.New("secret cause"), fiber.NewError(400, "secret cause"), fiber.NewError(500, "secret cause"), newFault("made_up")} {
		got := mustJSON(t, problemOf(err))
		if p := problemOf(err); p.Detail == "secret cause" || p.Kind == "made_up" {
			t.Errorf("%v is told to strangers: %s", err, got)
		}
	}
}
