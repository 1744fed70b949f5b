// Package moderation knows what the newsroom does with what readers wrote: what detectors see in a text, what
// the policy makes of it, the queues of moderators and their decisions, each of which can be undone.
// It does not know how anything is kept or reached.
package moderation

import (
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/text"
)

// ID names a decision: a UUIDv7.
type ID = uuid.UUID

// Action is what a decision does.
type Action string

// The actions: on a comment, on an article, and on another decision.
const (
	Approve Action = "approve"
	Reject  Action = "reject"
	Close   Action = "close"
	Open    Action = "open"
	Undo    Action = "undo"
)

// Reason says why a comment is rejected.
type Reason string

// The reasons, in the order shown.
const (
	Abuse    Reason = "abuse"
	Hate     Reason = "hate"
	Threat   Reason = "threat"
	Spam     Reason = "spam"
	OffTopic Reason = "off_topic"
	Illegal  Reason = "illegal"
	Other    Reason = "other"
)

// toAuthor is what the author of a rejected comment is told.
var toAuthor = map[Reason]string{
	Abuse:    "A moderator rejected this comment because it insults or harasses somebody.",
	Hate:     "A moderator rejected this comment because it demeans people for who they are.",
	Threat:   "A moderator rejected this comment because it threatens somebody.",
	Spam:     "A moderator rejected this comment because it is advertising or was posted many times.",
	OffTopic: "A moderator rejected this comment because it is not about this story.",
	Illegal:  "A moderator rejected this comment because it may be against the law.",
	Other:    "A moderator rejected this comment because it goes against the rules of this site.",
}

// ToAuthor is what the author of a comment that was rejected for it is told.
func (r Reason) ToAuthor() string { return toAuthor[r] }

// MaxNote is how many code points a note may have.
const MaxNote = 1000

// Decision is what somebody of the staff did, once and for all: an undo is another decision.
type Decision struct {
	ID      ID
	Account account.ID
	Article comment.ArticleID
	Comment uuid.NullUUID // null when it is about the article itself
	Action  Action
	Reason  Reason
	Note    string // for colleagues
	Undoes  uuid.NullUUID
	At      time.Time

	// What an undo needs: the status it made of which, and what the comment carried until then.
	Before, After  string
	BeforeReason   string
	BeforeDecision uuid.NullUUID

	// Filled by reads.
	Email  string // of the account
	Undone bool
}

// Ruling is what a moderator wants done with a comment as they saw it.
type Ruling struct {
	Action  Action
	Reason  Reason // of a rejection
	Note    string
	Version int64 // of the comment that was seen
}

// complete checks and cleans what was sent. Faults: Invalid with a field.
func (r *Ruling) complete() error {
	_, known := toAuthor[r.Reason]
	switch {
	case r.Action != Approve && r.Action != Reject:
		return fault.Field("action", "A comment can be approved or rejected: the action is approve or reject.")
	case r.Action == Reject && !known:
		return fault.Field("reason", "Say why: the reason is abuse, hate, threat, spam, off_topic, illegal or other.")
	case r.Version < 1:
		return fault.Field("version", "Say which version of the comment you read.")
	case r.Action == Approve && r.Reason != "":
		return fault.Field("reason", "An approval has no reason.")
	}
	var err error
	r.Note, err = text.Lines("note", r.Note, MaxNote)
	return err
}

// outcome is what an action makes of a comment. Faults: Conflict when there is nothing to decide.
func (a Action) outcome(c comment.Comment) (comment.Status, error) {
	switch {
	case c.Status == comment.Withdrawn || c.Status == comment.Erased:
		return "", conflict("Its author has taken this comment back. There is nothing left to decide.")
	case a == Reject && c.Status == comment.Rejected:
		return "", conflict("This comment is rejected already. To change the reason, undo that decision first.")
	case a == Reject:
		return comment.Rejected, nil
	case c.Status == comment.Published && c.ReportCount == 0:
		return "", conflict("This comment is published already and has no open reports.")
	}
	return comment.Published, nil
}

// outcomeOn is what an action makes of an article. Faults: Invalid, Conflict.
func (a Action) outcomeOn(article comment.Article) (comment.ArticleStatus, error) {
	to := map[Action]comment.ArticleStatus{Close: comment.Closed, Open: comment.Open}[a]
	switch to {
	case "":
		return "", fault.Field("action", "An article can be closed or opened: the action is close or open.")
	case article.Status:
		return "", conflict("This article is %s already.", to)
	}
	return to, nil
}

func conflict(format string, args ...any) error { return fault.New(fault.Conflict, format, args...) }
