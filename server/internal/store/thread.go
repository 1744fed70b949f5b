package store

import (
	"context"
	"database/sql"
	"slices"

	"gorm.io/gorm"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

// Roots are a page of an article's shown roots.
func (s *Store) Roots(ctx context.Context, on site.ID, article comment.ArticleID, sort comment.Sort, after comment.Position, limit int) ([]comment.Comment, error) {
	key, past, direction := "created_at", "<", "DESC"
	switch sort {
	case comment.Best:
		key = "rank"
	case comment.Oldest:
		past, direction = ">", "ASC"
	}
	page := s.read(ctx).Where("site_id = ? AND article_id = ? AND parent_id IS NULL AND shown = 1", on, article)
	if !after.Start() {
		page = page.Where("("+key+", id) "+past+" (?, ?)", after.Key, after.ID)
	}
	return s.commentPage(page.Order(key + " " + direction + ", id " + direction).Limit(limit))
}

// Replies are a page of a comment's shown direct replies, oldest first.
func (s *Store) Replies(ctx context.Context, on site.ID, parent comment.ID, after comment.Position, limit int) ([]comment.Comment, error) {
	page := s.read(ctx).Where("site_id = ? AND parent_id = ? AND parent_id IS NOT NULL AND shown = 1", on, parent)
	if !after.Start() {
		page = page.Where("(created_at, id) > (?, ?)", after.Key, after.ID)
	}
	return s.commentPage(page.Order("created_at, id").Limit(limit))
}

func (s *Store) commentPage(page *gorm.DB) ([]comment.Comment, error) {
	var rows []commentRow
	if err := page.Select(threadColumns).Find(&rows).Error; err != nil {
		return nil, s.translate(err)
	}
	return commentsOf(rows)
}

// FirstReplies are the first shown direct replies of each parent, in the order of the parents.
func (s *Store) FirstReplies(ctx context.Context, on site.ID, parents []comment.ID, each int) ([]comment.Comment, error) {
	if len(parents) == 0 {
		return nil, nil
	}
	var rows []commentRow
	err := s.read(ctx).Raw(s.dialect.firstReplies,
		sql.Named("parents", s.dialect.list(parents)), sql.Named("site", on), sql.Named("each", each)).Scan(&rows).Error
	if err != nil {
		return nil, s.translate(err)
	}
	return commentsOf(rows)
}

// Ancestors are what a comment answers, root first. Levels are bounded, so this is.
func (s *Store) Ancestors(ctx context.Context, on site.ID, c comment.Comment) ([]comment.Comment, error) {
	if !c.Parent.Valid {
		return nil, nil
	}
	var rows []commentRow
	err := s.read(ctx).Raw(`WITH RECURSIVE up (id, parent_id) AS (
  SELECT a.id, a.parent_id FROM comments AS a WHERE a.site_id = @site AND a.id = @parent
  UNION ALL
  SELECT b.id, b.parent_id FROM up JOIN comments AS b ON b.site_id = @site AND b.id = up.parent_id)
SELECT `+columns("c")+` FROM up JOIN comments AS c ON c.site_id = @site AND c.id = up.id`,
		sql.Named("site", on), sql.Named("parent", c.Parent.UUID)).Scan(&rows).Error
	if err != nil {
		return nil, s.translate(err)
	}
	slices.SortFunc(rows, func(a, b commentRow) int { return a.Level - b.Level })
	return commentsOf(rows)
}
