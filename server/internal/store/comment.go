package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/site"
)

type commentRow struct {
	SiteID       int64
	ID           uuid.UUID
	ArticleID    uuid.UUID
	ParentID     uuid.NullUUID
	Level        int
	ReaderID     uuid.UUID
	AuthorName   string
	Status       string
	Shown        int
	ShownReplies int64
	ReplyCount   int64
	Repliers     int64
	Respects     int64
	Rank         int64
	ReportCount  int64
	Version      int64
	DecisionID   uuid.NullUUID
	Reason       string
	CreatedAt    int64
	EditedAt     *int64
	Renderer     int
	Findings     string
	Tree         string
	Source       string
}

func (commentRow) TableName() string { return "comments" }

// columns are those a thread needs: all but the source, which can be long.
func columns(table string) string {
	names := []string{"id", "article_id", "parent_id", "level", "reader_id", "author_name", "status", "shown", "shown_replies",
		"reply_count", "repliers", "respects", "rank", "report_count", "version", "decision_id", "reason", "created_at", "edited_at", "renderer", "findings", "tree"}
	return table + "." + strings.Join(names, ", "+table+".")
}

var threadColumns = columns("comments")

func (r commentRow) comment() (comment.Comment, error) {
	c := comment.Comment{
		ID: r.ID, Article: r.ArticleID, Parent: r.ParentID, Level: r.Level, Reader: r.ReaderID, Name: r.AuthorName,
		Status: comment.Status(r.Status), Tree: []byte(r.Tree), Source: r.Source, Renderer: r.Renderer, Reason: r.Reason,
		Shown: r.Shown == 1, ShownReplies: r.ShownReplies, ReplyCount: r.ReplyCount, Repliers: r.Repliers,
		Respects: r.Respects, Rank: r.Rank, ReportCount: r.ReportCount, Version: r.Version, Decision: r.DecisionID,
		CreatedAt: moment(r.CreatedAt),
	}
	if r.EditedAt != nil {
		c.EditedAt = moment(*r.EditedAt)
	}
	if r.Findings == "[]" {
		return c, nil
	}
	if err := json.Unmarshal([]byte(r.Findings), &c.Findings); err != nil {
		return comment.Comment{}, fmt.Errorf("read findings of %s: %w", r.ID, err)
	}
	return c, nil
}

func rowOf(on site.ID, c comment.Comment) (commentRow, error) {
	findings := []byte("[]")
	if len(c.Findings) > 0 {
		var err error
		if findings, err = json.Marshal(c.Findings); err != nil {
			return commentRow{}, fmt.Errorf("write findings of %s: %w", c.ID, err)
		}
	}
	row := commentRow{
		SiteID: int64(on), ID: c.ID, ArticleID: c.Article, ParentID: c.Parent, Level: c.Level, ReaderID: c.Reader, AuthorName: c.Name,
		Status: string(c.Status), ShownReplies: c.ShownReplies, ReplyCount: c.ReplyCount, Repliers: c.Repliers,
		Respects: c.Respects, Rank: c.Rank, ReportCount: c.ReportCount, Version: c.Version, DecisionID: c.Decision, Reason: c.Reason,
		CreatedAt: micros(c.CreatedAt), EditedAt: editedAt(c), Renderer: c.Renderer, Findings: string(findings),
		Tree: string(c.Tree), Source: c.Source,
	}
	if c.Shown {
		row.Shown = 1
	}
	return row, nil
}

func editedAt(c comment.Comment) *int64 {
	if c.EditedAt.IsZero() {
		return nil
	}
	at := c.EditedAt.UnixMicro()
	return &at
}

func commentsOf(rows []commentRow) ([]comment.Comment, error) {
	comments := make([]comment.Comment, len(rows))
	for i, row := range rows {
		var err error
		if comments[i], err = row.comment(); err != nil {
			return nil, err
		}
	}
	return comments, nil
}

// Comment finds one, its source included.
func (s *Store) Comment(ctx context.Context, on site.ID, id comment.ID) (comment.Comment, error) {
	var row commentRow
	if err := s.read(ctx).Where("site_id = ? AND id = ?", on, id).Take(&row).Error; err != nil {
		return comment.Comment{}, s.translate(err)
	}
	return row.comment()
}

// Comments are those of the ids that exist.
func (s *Store) Comments(ctx context.Context, on site.ID, ids []comment.ID) ([]comment.Comment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []commentRow
	err := s.read(ctx).Select(threadColumns).Where("site_id = ? AND id IN ?", on, ids).Find(&rows).Error
	if err != nil {
		return nil, s.translate(err)
	}
	return commentsOf(rows)
}

// AddComment keeps a new one.
func (s *Store) AddComment(ctx context.Context, on site.ID, c comment.Comment) error {
	row, err := rowOf(on, c)
	if err != nil {
		return err
	}
	return s.translate(s.write(ctx).Create(&row).Error)
}

// SaveComment keeps everything but the text.
func (s *Store) SaveComment(ctx context.Context, on site.ID, c comment.Comment) error {
	row, err := rowOf(on, c)
	if err != nil {
		return err
	}
	return s.affected(s.write(ctx).Exec(`UPDATE comments SET status = ?, shown = ?, shown_replies = ?, reply_count = ?, repliers = ?,
respects = ?, rank = ?, report_count = ?, version = ?, decision_id = ?, reason = ?, edited_at = ? WHERE site_id = ? AND id = ?`,
		row.Status, row.Shown, row.ShownReplies, row.ReplyCount, row.Repliers,
		row.Respects, row.Rank, row.ReportCount, row.Version, row.DecisionID, row.Reason, row.EditedAt, on, c.ID))
}

// SaveText keeps source, tree, renderer and findings.
func (s *Store) SaveText(ctx context.Context, on site.ID, c comment.Comment) error {
	row, err := rowOf(on, c)
	if err != nil {
		return err
	}
	return s.affected(s.write(ctx).Exec("UPDATE comments SET source = ?, tree = ?, renderer = ?, findings = ? WHERE site_id = ? AND id = ?",
		row.Source, row.Tree, row.Renderer, row.Findings, on, c.ID))
}

// RepliedOtherwise says whether a reader has another published reply to a comment.
func (s *Store) RepliedOtherwise(ctx context.Context, on site.ID, parent comment.Comment, reader account.ReaderID, beside comment.ID) (bool, error) {
	var found []uuid.UUID
	err := s.read(ctx).Model(&commentRow{}).Where(`site_id = ? AND reader_id = ? AND article_id = ? AND parent_id = ?
AND id <> ? AND status = 'published'`, on, reader, parent.Article, parent.ID, beside).Limit(1).Pluck("id", &found).Error
	return len(found) > 0, s.translate(err)
}

// Own are a reader's comments on an article that are younger than since, held or rejected.
func (s *Store) Own(ctx context.Context, on site.ID, reader account.ReaderID, article comment.ArticleID, since time.Time, limit int) ([]comment.Comment, error) {
	var rows []commentRow
	err := s.read(ctx).Where("site_id = ? AND reader_id = ? AND article_id = ? AND (created_at > ? OR status IN ('held', 'rejected'))",
		on, reader, article, micros(since)).Order("created_at DESC, id DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, s.translate(err)
	}
	return commentsOf(rows)
}
