package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/live"
	"understory/server/internal/site"
)

// changesJSON are the comments of a row, empty lists left out.
type changesJSON struct {
	Added   []addedJSON `json:"added,omitempty"`
	Changed []uuid.UUID `json:"changed,omitempty"`
	Removed []uuid.UUID `json:"removed,omitempty"`
}

type addedJSON struct {
	ID     uuid.UUID     `json:"id"`
	Parent uuid.NullUUID `json:"parent"`
}

// AddChanges keeps what a version of an article changed.
func (s *Store) AddChanges(ctx context.Context, on site.ID, id comment.ArticleID, c comment.Changes, at time.Time) error {
	kept := changesJSON{Changed: c.Changed, Removed: c.Removed}
	for _, added := range c.Added {
		kept.Added = append(kept.Added, addedJSON(added))
	}
	comments, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return s.translate(s.write(ctx).Exec("INSERT INTO article_changes (site_id, article_id, version, comments, created_at) VALUES (?, ?, ?, ?, ?)",
		on, id, c.Version, string(comments), micros(at)).Error)
}

// ForgetChanges drops what is older, of all sites.
func (s *Store) ForgetChanges(ctx context.Context, before time.Time) error {
	ctx = acrossSites(ctx, acrossChanges)
	return s.translate(s.write(ctx).Exec("DELETE FROM article_changes WHERE created_at < ?", micros(before)).Error)
}

// changesRow is an article with one row of its log, or none.
type changesRow struct {
	Version      int64
	CommentCount int64
	Raised       *int64
	Comments     string
}

// Changes reads an article's version and what is kept of the versions after one, the last ones at most. It is one
// statement, so that what it gives is of one moment: a version that it shows was committed with its row.
func (s *Store) Changes(ctx context.Context, on site.ID, identity string, after int64, most int) (live.Reading, error) {
	var rows []changesRow
	err := s.read(ctx).Raw(`SELECT a.version, a.comment_count, c.version AS raised, COALESCE(c.comments, '') AS comments
FROM articles AS a LEFT JOIN article_changes AS c ON c.site_id = a.site_id AND c.article_id = a.id
AND c.version > CASE WHEN a.version - @most > @after THEN a.version - @most ELSE @after END
WHERE a.site_id = @site AND a.identity = @identity ORDER BY c.version`,
		sql.Named("site", on), sql.Named("identity", identity), sql.Named("after", after), sql.Named("most", most)).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return live.Reading{}, s.translate(err)
	}
	reading := live.Reading{Version: rows[0].Version, Count: rows[0].CommentCount}
	for _, row := range rows {
		if row.Raised == nil {
			continue
		}
		changes := comment.Changes{Version: *row.Raised}
		if err := row.read(&changes); err != nil {
			return live.Reading{}, fmt.Errorf("read changes of version %d: %w", changes.Version, err)
		}
		reading.Changes = append(reading.Changes, changes)
	}
	return reading, nil
}

func (r changesRow) read(into *comment.Changes) error {
	var kept changesJSON
	if err := json.Unmarshal([]byte(r.Comments), &kept); err != nil {
		return err
	}
	for _, added := range kept.Added {
		into.Added = append(into.Added, comment.Added(added))
	}
	into.Changed, into.Removed = kept.Changed, kept.Removed
	return nil
}
