package httpapi

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

type authorJSON struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

type commentJSON struct {
	ID         uuid.UUID       `json:"id"`
	Parent     *uuid.UUID      `json:"parent"`
	Level      int             `json:"level"`
	Status     comment.Status  `json:"status"`
	Author     *authorJSON     `json:"author"`
	Body       json.RawMessage `json:"body"`
	CreatedAt  time.Time       `json:"createdAt"`
	EditedAt   *time.Time      `json:"editedAt,omitempty"`
	Respects   int64           `json:"respects"`
	ReplyCount int64           `json:"replyCount"`
	Replies    []commentJSON   `json:"replies"`
	More       *moreJSON       `json:"more,omitempty"`
}

type moreJSON struct {
	Count  int64  `json:"count"`
	Cursor string `json:"cursor"`
}

// ownCommentJSON is a comment for its author's eyes.
type ownCommentJSON struct {
	commentJSON
	Source        string     `json:"source"`
	EditableUntil *time.Time `json:"editableUntil,omitempty"`
	Reason        string     `json:"reason,omitempty"`
}

type articleJSON struct {
	ID           *uuid.UUID            `json:"id"`
	URL          string                `json:"url"`
	Title        string                `json:"title"`
	Status       comment.ArticleStatus `json:"status"`
	CommentCount int64                 `json:"commentCount"`
}

type settingsJSON struct {
	Guests        site.Guests `json:"guests"`
	MaxLength     int         `json:"maxLength"`
	EditSeconds   int         `json:"editSeconds"`
	ReportReasons []string    `json:"reportReasons"`
	Rules         string      `json:"rules"`
	Schema        bool        `json:"schema"` // search engines may be told of the comments
}

type threadJSON struct {
	Article  articleJSON   `json:"article"`
	Settings settingsJSON  `json:"settings"`
	Sort     comment.Sort  `json:"sort"`
	Comments []commentJSON `json:"comments"`
	Next     string        `json:"next,omitempty"`
	Version  int64         `json:"version"`
}

type branchJSON struct {
	Comments []commentJSON `json:"comments"`
	Next     string        `json:"next,omitempty"`
}

type permalinkJSON struct {
	Comment   commentJSON   `json:"comment"`
	Ancestors []commentJSON `json:"ancestors"`
	Article   articleJSON   `json:"article"`
}

type viewerJSON struct {
	Reader    *authorJSON      `json:"reader,omitempty"`
	Respected []uuid.UUID      `json:"respected,omitzero"`
	Comments  []ownCommentJSON `json:"comments,omitzero"`
	Rights    *rightsJSON      `json:"rights,omitempty"`
}

type rightsJSON struct {
	Post    bool `json:"post"`
	Respect bool `json:"respect"`
	Report  bool `json:"report"`
}

// noBody is the tree of a tombstone.
var noBody = json.RawMessage("[]")

// publicShape is a comment as everybody may see it: whole when published, else a tombstone that shows neither who
// wrote it nor what.
func publicShape(c comment.Comment) commentJSON {
	shape := skeleton(c)
	if c.Public() {
		dress(&shape, c)
	}
	return shape
}

// skeleton is what even a tombstone shows.
func skeleton(c comment.Comment) commentJSON {
	shape := commentJSON{
		ID: c.ID, Level: c.Level, Status: c.Status, Body: noBody, CreatedAt: c.CreatedAt,
		Respects: c.Respects, ReplyCount: c.ReplyCount, Replies: []commentJSON{},
	}
	if c.Parent.Valid {
		shape.Parent = &c.Parent.UUID
	}
	return shape
}

// dress adds what tells of the author and the text.
func dress(shape *commentJSON, c comment.Comment) {
	shape.Author = &authorJSON{ID: c.Reader, Name: c.Name}
	shape.Body = c.Tree
	if !c.EditedAt.IsZero() {
		shape.EditedAt = &c.EditedAt
	}
}

func publicShapes(comments []comment.Comment) []commentJSON {
	shapes := make([]commentJSON, len(comments))
	for i, c := range comments {
		shapes[i] = publicShape(c)
	}
	return shapes
}

// nodeShapes are comments with the replies that came along.
func nodeShapes(nodes []*comment.Node) []commentJSON {
	shapes := make([]commentJSON, len(nodes))
	for i, n := range nodes {
		shapes[i] = publicShape(n.Comment)
		shapes[i].Replies = nodeShapes(n.Replies)
		if n.More != nil {
			shapes[i].More = &moreJSON{Count: n.More.Count, Cursor: n.More.Cursor}
		}
	}
	return shapes
}

// ownShape is a comment as its author may see it, whatever a moderator thinks of it. What was withdrawn or erased is
// gone for its author too.
func ownShape(on site.Site, c comment.Comment) ownCommentJSON {
	own := ownCommentJSON{commentJSON: skeleton(c)}
	if c.Status == comment.Withdrawn || c.Status == comment.Erased {
		return own
	}
	dress(&own.commentJSON, c)
	own.Source = c.Source
	if c.Status == comment.Held || c.Status == comment.Rejected {
		own.Reason = c.Reason
	}
	if c.Status == comment.Published || c.Status == comment.Held {
		until := c.EditableUntil(on)
		own.EditableUntil = &until
	}
	return own
}

func articleShape(a comment.Article) articleJSON {
	shape := articleJSON{URL: a.URL, Title: a.Title, Status: a.Status, CommentCount: a.CommentCount}
	if a.Known() {
		shape.ID = &a.ID
	}
	return shape
}

func settingsShape(s site.Settings) settingsJSON {
	return settingsJSON{
		Guests: s.Guests, MaxLength: comment.MaxLength, EditSeconds: int(s.EditWindow.Seconds()),
		ReportReasons: site.ReportReasons, Rules: s.Rules, Schema: !s.SearchHidden,
	}
}

func threadShape(on site.Site, t comment.Thread) threadJSON {
	return threadJSON{
		Article: articleShape(t.Article), Settings: settingsShape(on.Settings), Sort: t.Sort,
		Comments: nodeShapes(t.Comments), Next: t.Next, Version: t.Article.Version,
	}
}
