package store

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

type articleRow struct {
	SiteID        int64
	ID            uuid.UUID
	Identity      string
	URL           string
	Title         string
	Status        string
	CommentCount  int64
	Version       int64
	LastCommentAt int64
	CreatedAt     int64
}

func (articleRow) TableName() string { return "articles" }

const articleColumns = "site_id, id, identity, url, title, status, comment_count, version, last_comment_at, created_at"

func (r articleRow) article() comment.Article {
	return comment.Article{
		ID: r.ID, Identity: r.Identity, URL: r.URL, Title: r.Title, Status: comment.ArticleStatus(r.Status),
		CommentCount: r.CommentCount, Version: r.Version, LastCommentAt: moment(r.LastCommentAt), CreatedAt: moment(r.CreatedAt),
	}
}

// Article finds by id.
func (s *Store) Article(ctx context.Context, on site.ID, id comment.ArticleID) (comment.Article, error) {
	var row articleRow
	err := s.read(ctx).Where("site_id = ? AND id = ?", on, id).Take(&row).Error
	return row.article(), s.translate(err)
}

// ArticleByIdentity finds by thread id or normalised address.
func (s *Store) ArticleByIdentity(ctx context.Context, on site.ID, identity string) (comment.Article, error) {
	var row articleRow
	err := s.read(ctx).Where("site_id = ? AND identity = ?", on, identity).Take(&row).Error
	return row.article(), s.translate(err)
}

// AddArticle keeps a new article unless its identity is there already.
func (s *Store) AddArticle(ctx context.Context, on site.ID, a comment.Article) error {
	return s.translate(s.write(ctx).Exec(`INSERT INTO articles (site_id, id, identity, url, title, status, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site_id, identity) DO NOTHING`,
		on, a.ID, a.Identity, a.URL, a.Title, string(a.Status), micros(a.CreatedAt)).Error)
}

// LockArticle holds the row until the transaction ends: an UPDATE locks on PostgreSQL, and SQLite has one writer.
func (s *Store) LockArticle(ctx context.Context, on site.ID, id comment.ArticleID, t comment.Touch) (comment.Article, error) {
	version := 0
	if t.Visible {
		version = 1
	}
	var row articleRow
	result := s.write(ctx).Raw(`UPDATE articles SET version = version + ?, comment_count = comment_count + ?,
last_comment_at = CASE WHEN last_comment_at < ? THEN ? ELSE last_comment_at END
WHERE site_id = ? AND id = ? RETURNING `+articleColumns, version, t.Comments, micros(t.At), micros(t.At), on, id).Scan(&row)
	if result.Error == nil && row.ID == uuid.Nil {
		return comment.Article{}, s.translate(gorm.ErrRecordNotFound)
	}
	return row.article(), s.translate(result.Error)
}

// SaveArticle keeps status and title.
func (s *Store) SaveArticle(ctx context.Context, on site.ID, a comment.Article) error {
	return s.affected(s.write(ctx).Exec("UPDATE articles SET status = ?, title = ? WHERE site_id = ? AND id = ?",
		string(a.Status), a.Title, on, a.ID))
}

// Counts are the published comments by identity; unknown articles are left out.
func (s *Store) Counts(ctx context.Context, on site.ID, identities []string) (map[string]int64, error) {
	var rows []articleRow
	err := s.read(ctx).Select("identity", "comment_count").Where("site_id = ? AND identity IN ?", on, identities).Find(&rows).Error
	counts := make(map[string]int64, len(rows))
	for _, row := range rows {
		counts[row.Identity] = row.CommentCount
	}
	return counts, s.translate(err)
}

// Versions are the versions of those of a site's articles that exist: what a process holds in memory is compared with them.
func (s *Store) Versions(ctx context.Context, on site.ID, identities []string) (map[string]int64, error) {
	if len(identities) == 0 {
		return nil, nil
	}
	return s.versions(s.read(ctx).Where("site_id = ? AND identity IN ?", on, identities))
}

// VersionsOf are the same of articles by their ids, also by identity.
func (s *Store) VersionsOf(ctx context.Context, on site.ID, ids []comment.ArticleID) (map[string]int64, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.versions(s.read(ctx).Where("site_id = ? AND id IN ?", on, ids))
}

func (s *Store) versions(of *gorm.DB) (map[string]int64, error) {
	var rows []articleRow
	err := of.Select("identity", "version").Find(&rows).Error
	versions := make(map[string]int64, len(rows))
	for _, row := range rows {
		versions[row.Identity] = row.Version
	}
	return versions, s.translate(err)
}
