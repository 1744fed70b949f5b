package store

import (
	"context"
	"database/sql"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"understory/server/internal/comment"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
)

// QueuePage are at most limit comments of a queue, their source included.
func (s *Store) QueuePage(ctx context.Context, on site.ID, q moderation.Queue, after comment.Position, limit int) ([]comment.Comment, error) {
	page := s.read(ctx).Limit(limit)
	switch q {
	case moderation.Reported:
		page = reportedPage(page, on, after)
	case moderation.Held:
		page = page.Where("site_id = ? AND status = 'held' AND id > ?", on, after.ID).Order("id")
	default:
		page = page.Where("site_id = ?", on).Order("id DESC")
		if !after.Start() {
			page = page.Where("id < ?", after.ID)
		}
	}
	var rows []commentRow
	if err := page.Find(&rows).Error; err != nil {
		return nil, s.translate(err)
	}
	return commentsOf(rows)
}

// reportedPage walks comments_reported. PostgreSQL seeks by the pair; SQLite, which cannot on an expression,
// seeks by the count alone and passes over those with as many reports.
func reportedPage(page *gorm.DB, on site.ID, after comment.Position) *gorm.DB {
	page = page.Where("site_id = ? AND status = 'published' AND report_count > 0", on).Order("-report_count, id")
	if after.Start() {
		return page
	}
	return page.Where("-report_count >= ? AND (-report_count, id) > (?, ?)", -after.Key, -after.Key, after.ID)
}

// QueueCounts are how many wait in each queue, counted no further than most.
func (s *Store) QueueCounts(ctx context.Context, on site.ID, most int) (moderation.Counts, error) {
	var counts moderation.Counts
	err := s.read(ctx).Raw(`SELECT
(SELECT count(*) FROM (SELECT 1 FROM comments WHERE site_id = @site AND status = 'published' AND report_count > 0 LIMIT @most) AS counted) AS reported,
(SELECT count(*) FROM (SELECT 1 FROM comments WHERE site_id = @site AND status = 'held' LIMIT @most) AS counted) AS held`,
		sql.Named("site", on), sql.Named("most", most)).Scan(&counts).Error
	return counts, s.translate(err)
}

// Articles are those of the ids that exist.
func (s *Store) Articles(ctx context.Context, on site.ID, ids []comment.ArticleID) ([]comment.Article, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.articles(s.read(ctx).Where("site_id = ? AND id IN ?", on, ids))
}

// ArticlePage are at most limit articles, those commented on last first.
func (s *Store) ArticlePage(ctx context.Context, on site.ID, after comment.Position, limit int) ([]comment.Article, error) {
	page := s.read(ctx).Where("site_id = ?", on)
	if !after.Start() {
		page = page.Where("(last_comment_at, id) < (?, ?)", after.Key, after.ID)
	}
	return s.articles(page.Order("last_comment_at DESC, id DESC").Limit(limit))
}

func (s *Store) articles(page *gorm.DB) ([]comment.Article, error) {
	var rows []articleRow
	if err := page.Find(&rows).Error; err != nil {
		return nil, s.translate(err)
	}
	articles := make([]comment.Article, len(rows))
	for i, row := range rows {
		articles[i] = row.article()
	}
	return articles, nil
}

type reportRow struct {
	CommentID uuid.UUID
	ReaderID  uuid.UUID
	Reason    string
	Detail    string
	CreatedAt int64
}

// OpenReports are the newest open reports of comments, at most each of one comment.
func (s *Store) OpenReports(ctx context.Context, on site.ID, about []comment.ID, each int) ([]comment.Report, error) {
	if len(about) == 0 {
		return nil, nil
	}
	var rows []reportRow
	err := s.read(ctx).Raw(s.dialect.openReports,
		sql.Named("comments", s.dialect.list(about)), sql.Named("site", on), sql.Named("each", each)).Scan(&rows).Error
	reports := make([]comment.Report, len(rows))
	for i, row := range rows {
		reports[i] = comment.Report{Comment: row.CommentID, Reader: row.ReaderID, Reason: row.Reason, Detail: row.Detail, At: moment(row.CreatedAt)}
	}
	return reports, s.translate(err)
}

// AnswerReports marks a comment's open reports as answered by a decision, and says how many they were.
func (s *Store) AnswerReports(ctx context.Context, on site.ID, about comment.ID, by moderation.ID) (int64, error) {
	result := s.write(ctx).Exec("UPDATE reports SET answered = ? WHERE site_id = ? AND comment_id = ? AND answered IS NULL", by, on, about)
	return result.RowsAffected, s.translate(result.Error)
}

// ReopenReports undoes AnswerReports.
func (s *Store) ReopenReports(ctx context.Context, on site.ID, about comment.ID, by moderation.ID) (int64, error) {
	result := s.write(ctx).Exec("UPDATE reports SET answered = NULL WHERE site_id = ? AND comment_id = ? AND answered = ?", on, about, by)
	return result.RowsAffected, s.translate(result.Error)
}
