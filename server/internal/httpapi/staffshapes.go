package httpapi

import (
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/moderation"
)

// staffCommentJSON is a comment for moderators, whole whatever its status.
type staffCommentJSON struct {
	commentJSON
	Source      string `json:"source"`
	Version     int64  `json:"version"`
	ReportCount int64  `json:"reportCount"`
}

type queueJSON struct {
	Items  []itemJSON `json:"items"`
	Next   string     `json:"next,omitempty"`
	Counts countsJSON `json:"counts"`
}

type countsJSON struct {
	Reported int64 `json:"reported"`
	Held     int64 `json:"held"`
}

type itemJSON struct {
	Comment  staffCommentJSON `json:"comment"`
	Article  articleJSON      `json:"article"`
	Parent   *parentJSON      `json:"parent"`
	Reports  []openReportJSON `json:"reports"`
	Findings []findingJSON    `json:"findings"`
	Decision *decisionJSON    `json:"decision,omitempty"`
}

type parentJSON struct {
	ID     uuid.UUID   `json:"id"`
	Author *authorJSON `json:"author"`
	Body   [][2]string `json:"body"` // one paragraph with the beginning of the text
}

type openReportJSON struct {
	Reason    string    `json:"reason"`
	Detail    string    `json:"detail,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
}

type decisionJSON struct {
	ID        uuid.UUID         `json:"id"`
	Action    moderation.Action `json:"action"`
	Reason    moderation.Reason `json:"reason,omitempty"`
	Note      string            `json:"note,omitempty"`
	Actor     actorJSON         `json:"actor"`
	CreatedAt time.Time         `json:"createdAt"`
	CommentID *uuid.UUID        `json:"commentId,omitempty"`
	ArticleID uuid.UUID         `json:"articleId"`
	Undone    bool              `json:"undone"`
}

type actorJSON struct {
	Email string `json:"email"`
}

type outcomeJSON struct {
	Decision decisionJSON      `json:"decision"`
	Comment  *staffCommentJSON `json:"comment"`
	Article  *articleJSON      `json:"article"`
	Counts   countsJSON        `json:"counts"`
}

type listedArticleJSON struct {
	articleJSON
	LastCommentAt *time.Time `json:"lastCommentAt,omitempty"`
}

type articlesJSON struct {
	Articles []listedArticleJSON `json:"articles"`
	Next     string              `json:"next,omitempty"`
}

type logJSON struct {
	Decisions []entryJSON `json:"decisions"`
	Next      string      `json:"next,omitempty"`
}

type entryJSON struct {
	decisionJSON
	Subject subjectJSON `json:"subject"`
}

type subjectJSON struct {
	Kind    string `json:"kind"` // comment or article
	Title   string `json:"title,omitempty"`
	Excerpt string `json:"excerpt,omitempty"`
}

// staffShape is a comment as moderators see it. What was erased is gone for them too.
func staffShape(c comment.Comment) staffCommentJSON {
	shape := staffCommentJSON{commentJSON: skeleton(c), Version: c.Version, ReportCount: c.ReportCount}
	if c.Status != comment.Erased {
		dress(&shape.commentJSON, c)
		shape.Source = c.Source
	}
	return shape
}

func itemShape(item moderation.Item) (itemJSON, error) {
	shape := itemJSON{
		Comment: staffShape(item.Comment), Article: articleShape(item.Article),
		Reports: []openReportJSON{}, Findings: []findingJSON{},
	}
	for _, r := range item.Reports {
		shape.Reports = append(shape.Reports, openReportJSON{Reason: r.Reason, Detail: r.Detail, CreatedAt: r.At})
	}
	for _, f := range item.Comment.Findings {
		shape.Findings = append(shape.Findings, findingOf(fault.Finding{Detector: f.Detector, Reason: f.Reason, Start: f.Start, End: f.End}))
	}
	if item.Decision != nil {
		made := decisionShape(*item.Decision)
		shape.Decision = &made
	}
	if item.Parent == nil {
		return shape, nil
	}
	var err error
	shape.Parent, err = parentShape(*item.Parent)
	return shape, err
}

func parentShape(c comment.Comment) (*parentJSON, error) {
	shape := &parentJSON{ID: c.ID, Body: [][2]string{}}
	if c.Status == comment.Erased {
		return shape, nil
	}
	beginning, err := moderation.Excerpt(c)
	if err != nil {
		return nil, err
	}
	shape.Author = &authorJSON{ID: c.Reader, Name: c.Name}
	shape.Body = append(shape.Body, [2]string{"p", beginning})
	return shape, nil
}

func decisionShape(d moderation.Decision) decisionJSON {
	shape := decisionJSON{
		ID: d.ID, Action: d.Action, Reason: d.Reason, Note: d.Note, Actor: actorJSON{d.Email},
		CreatedAt: d.At, ArticleID: d.Article, Undone: d.Undone,
	}
	if d.Comment.Valid {
		shape.CommentID = &d.Comment.UUID
	}
	return shape
}

func outcomeShape(made moderation.Outcome) outcomeJSON {
	shape := outcomeJSON{Decision: decisionShape(made.Decision), Counts: countsJSON(made.Counts)}
	if made.Comment != nil {
		changed := staffShape(*made.Comment)
		shape.Comment = &changed
	}
	if made.Article != nil {
		changed := articleShape(*made.Article)
		shape.Article = &changed
	}
	return shape
}

func listedShapes(articles []comment.Article) []listedArticleJSON {
	shapes := make([]listedArticleJSON, len(articles))
	for i, article := range articles {
		shapes[i] = listedArticleJSON{articleJSON: articleShape(article)}
		if at := article.LastCommentAt; !at.IsZero() {
			shapes[i].LastCommentAt = &at
		}
	}
	return shapes
}

func entryShapes(entries []moderation.Entry) []entryJSON {
	shapes := make([]entryJSON, len(entries))
	for i, entry := range entries {
		shapes[i] = entryJSON{decisionJSON: decisionShape(entry.Decision), Subject: subjectJSON{Kind: "article", Title: entry.Title}}
		if entry.Comment.Valid {
			shapes[i].Subject = subjectJSON{Kind: "comment", Excerpt: entry.Excerpt}
		}
	}
	return shapes
}
