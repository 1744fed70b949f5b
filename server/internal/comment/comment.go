// Package comment knows what readers write beneath a story: threads, what may be posted, edited, withdrawn,
// respected and reported, and how a thread is ordered and counted. It does not know moderation (it owns the
// function type Review, which wiring fills), nor how anything is kept or reached.
package comment

import (
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/markup"
	"understory/server/internal/site"
)

// ID names a comment: a UUIDv7.
type ID = uuid.UUID

// Status is what has become of a comment.
type Status string

// The statuses. Only published comments are read by everybody.
const (
	Published Status = "published"
	Held      Status = "held"      // waits for a moderator
	Rejected  Status = "rejected"  // refused or removed by the newsroom
	Withdrawn Status = "withdrawn" // taken back by its author
	Erased    Status = "erased"    // its author's data was erased
)

// Bounds of every thread.
const (
	MaxLength = markup.MaxLength // code points of a comment
	MaxLevel  = 50               // a root is level 1
)

// Comment is one contribution, whole, as its feature knows it. What the public may see of it is Public's to say.
type Comment struct {
	ID       ID
	Article  ArticleID
	Parent   uuid.NullUUID
	Level    int
	Reader   account.ReaderID
	Name     string // the author's, as posted under
	Status   Status
	Tree     []byte // JsonML, as package markup writes it
	Source   string // Markdown as typed; empty where a read did not ask for it
	Renderer int    // version of the renderer that made Tree
	Reason   string // why it is held or rejected, in words for its author
	Findings []Finding

	// Counters, kept true under the article's lock.
	Shown        bool  // the public thread holds it, whole or as a tombstone
	ShownReplies int64 // direct ones
	ReplyCount   int64 // direct and published
	Repliers     int64 // distinct others who replied
	Respects     int64
	Rank         int64
	ReportCount  int64 // not yet answered by a decision

	Version   int64 // raised by every change of text or status
	Decision  uuid.NullUUID
	CreatedAt time.Time
	EditedAt  time.Time // zero: never
}

// Public says whether the text and author may be shown to everybody.
func (c Comment) Public() bool { return c.Status == Published }

// EditableUntil is when its author's window closes.
func (c Comment) EditableUntil(s site.Site) time.Time { return c.CreatedAt.Add(s.Settings.EditWindow) }

// Finding is what a detector saw in a text.
type Finding struct {
	Detector string  `json:"detector"`
	Reason   string  `json:"reason"` // for a moderator and, on a nudge, the author
	Start    int     `json:"start"`  // code points of the source
	End      int     `json:"end"`
	Weight   float64 `json:"weight"` // 0 to 1
}
