// Package fault is the one error whose message a person may see.
// It knows nothing of HTTP: package httpapi alone turns a Kind into a status.
// Every other error is a surprise, told to people as "something went wrong".
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what went wrong in one stable word, for programs to branch on.
type Kind string

// The kinds, each a promise to whoever calls the API.
const (
	Invalid     Kind = "invalid"      // a field holds something it may not
	BadQuery    Kind = "bad_query"    // an address holds an unknown or out-of-range parameter
	BadJSON     Kind = "bad_json"     // not JSON, or not UTF-8
	BadCursor   Kind = "bad_cursor"   // a cursor that was not made for this place
	SignIn      Kind = "signin"       // nobody is signed in, or the credentials are wrong
	Forbidden   Kind = "forbidden"    // known, but not allowed
	Origin      Kind = "origin"       // a page of a site that is not on the list
	NotYours    Kind = "not_yours"    // only its author may do this
	TooLate     Kind = "too_late"     // the edit window is over
	NotFound    Kind = "not_found"    // nothing there, or nothing there for this site
	Method      Kind = "method"       // the address exists, the method does not
	Closed      Kind = "closed"       // the article takes no comments
	ParentGone  Kind = "parent_gone"  // the comment answered to is no longer public
	InProgress  Kind = "in_progress"  // the same request is still being carried out
	Conflict    Kind = "conflict"     // somebody else changed it first
	TooLarge    Kind = "too_large"    // more bytes than are read
	Unsupported Kind = "unsupported"  // a content type or encoding that is not read
	Nudge       Kind = "nudge"        // read it once more; confirm sends it
	Rejected    Kind = "rejected"     // the site's rules refuse it
	TooDeep     Kind = "too_deep"     // below the last level
	KeyReused   Kind = "key_reused"   // an idempotency key with another body
	RateLimited Kind = "rate_limited" // too many, too fast
	Busy        Kind = "busy"         // no room for one more just now
	ReadOnly    Kind = "read_only"    // reading works, writing does not just now
	StorageFull Kind = "storage_full" // no room left to write
	Draining    Kind = "draining"     // this process is about to end; another may do it
	Schema      Kind = "schema"       // the database is not as this program needs it
	Internal    Kind = "internal"     // ours to mend; the cause is in the log
)

// Finding is what a detector saw in a text, as far as its author may know it.
// Start and End count code points of the text as sent; both are 0 where no place is meant.
type Finding struct {
	Detector, Reason string
	Start, End       int
}

// Error is a refusal that says what to do about it.
type Error struct {
	Kind       Kind
	Message    string        // one or two sentences, shown as they are
	Field      string        // the field at fault, in the words of the API
	RetryAfter time.Duration // when another try makes sense; 0 is unsaid
	Findings   []Finding     // for Nudge and Rejected
}

func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s (%s): %s", e.Kind, e.Field, e.Message)
	}
	return fmt.Sprintf("%s: %s", e.Kind, e.Message)
}

// New makes a refusal of a kind with a message for people.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Field makes an Invalid refusal of one field.
func Field(field, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Retry makes a refusal that names when to try again.
func Retry(kind Kind, after time.Duration, format string, args ...any) *Error {
	return &Error{Kind: kind, RetryAfter: after, Message: fmt.Sprintf(format, args...)}
}

// KindOf is the kind of the first fault in err's chain, Internal for any other error, and "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Kind
	}
	return Internal
}
