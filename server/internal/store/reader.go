package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/site"
)

type readerRow struct {
	SiteID    int64
	ID        uuid.UUID
	KeyHash   []byte
	Name      string
	Email     string
	CreatedAt int64
}

func (readerRow) TableName() string { return "readers" }

// Reader finds by the hash of the device key.
func (s *Store) Reader(ctx context.Context, on site.ID, key account.KeyHash) (account.Reader, error) {
	var row readerRow
	err := s.read(ctx).Where("site_id = ? AND key_hash = ?", on, key[:]).Take(&row).Error
	return account.Reader{ID: row.ID, KeyHash: key, Name: row.Name, Email: row.Email, CreatedAt: moment(row.CreatedAt)}, s.translate(err)
}

// AddReader keeps a new reader unless the key is there already.
func (s *Store) AddReader(ctx context.Context, on site.ID, r account.Reader) error {
	return s.translate(s.write(ctx).Exec(`INSERT INTO readers (site_id, id, key_hash, name, email, created_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (site_id, key_hash) DO NOTHING`, on, r.ID, r.KeyHash[:], r.Name, r.Email, micros(r.CreatedAt)).Error)
}

// RenameReader keeps the name and e-mail last used.
func (s *Store) RenameReader(ctx context.Context, on site.ID, id account.ReaderID, name, email string) error {
	return s.affected(s.write(ctx).Exec("UPDATE readers SET name = ?, email = ? WHERE site_id = ? AND id = ?", name, email, on, id))
}

// Respected are the comments of an article that a reader respects.
func (s *Store) Respected(ctx context.Context, on site.ID, reader account.ReaderID, article comment.ArticleID) ([]comment.ID, error) {
	var ids []uuid.UUID
	err := s.read(ctx).Table("respects").Where("site_id = ? AND reader_id = ? AND article_id = ?", on, reader, article).Pluck("comment_id", &ids).Error
	return ids, s.translate(err)
}

// AddRespect says whether it was not there.
func (s *Store) AddRespect(ctx context.Context, on site.ID, c comment.Comment, reader account.ReaderID, at time.Time) (bool, error) {
	result := s.write(ctx).Exec(`INSERT INTO respects (site_id, comment_id, reader_id, article_id, created_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (site_id, comment_id, reader_id) DO NOTHING`, on, c.ID, reader, c.Article, micros(at))
	return result.RowsAffected == 1, s.translate(result.Error)
}

// RemoveRespect says whether it was there.
func (s *Store) RemoveRespect(ctx context.Context, on site.ID, c comment.Comment, reader account.ReaderID) (bool, error) {
	result := s.write(ctx).Exec("DELETE FROM respects WHERE site_id = ? AND comment_id = ? AND reader_id = ?", on, c.ID, reader)
	return result.RowsAffected == 1, s.translate(result.Error)
}

// AddReport says whether it is this reader's first of the comment.
func (s *Store) AddReport(ctx context.Context, on site.ID, r comment.Report) (bool, error) {
	result := s.write(ctx).Exec(`INSERT INTO reports (site_id, comment_id, reader_id, reason, detail, created_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (site_id, comment_id, reader_id) DO NOTHING`, on, r.Comment, r.Reader, r.Reason, r.Detail, micros(r.At))
	return result.RowsAffected == 1, s.translate(result.Error)
}
