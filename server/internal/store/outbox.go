package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/job"
	"understory/server/internal/site"
)

type outboxRow struct {
	SiteID   int64
	ID       uuid.UUID
	Kind     string
	RowID    uuid.UUID
	Attempts int
}

func (outboxRow) TableName() string { return "outbox" }

// AddOutbox leaves word for what follows a write.
func (s *Store) AddOutbox(ctx context.Context, on site.ID, kind string, row uuid.UUID, at time.Time) error {
	return s.translate(s.write(ctx).Exec("INSERT INTO outbox (site_id, id, kind, row_id, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?)",
		on, uuid.Must(uuid.NewV7()), kind, row, micros(at), micros(at)).Error)
}

// ClaimDue takes at most limit rows that are due, of all sites, and puts off each until a later time,
// so that no other process takes it meanwhile and a crash only delays it.
func (s *Store) ClaimDue(ctx context.Context, now, until time.Time, limit int) ([]job.Task, error) {
	var rows []outboxRow
	ctx = acrossSites(ctx, acrossDispatch)
	err := s.write(ctx).Raw(`UPDATE outbox SET due_at = ?, attempts = attempts + 1
WHERE (site_id, id) IN (SELECT site_id, id FROM outbox WHERE due_at <= ? ORDER BY due_at, id LIMIT ? `+s.dialect.skipLocked+`)
RETURNING site_id, id, kind, row_id, attempts`, micros(until), micros(now), limit).Scan(&rows).Error
	tasks := make([]job.Task, len(rows))
	for i, row := range rows {
		tasks[i] = job.Task{Site: site.ID(row.SiteID), ID: row.ID, Kind: row.Kind, Row: row.RowID, Attempts: row.Attempts}
	}
	return tasks, s.translate(err)
}

// Done drops rows that were carried out.
func (s *Store) Done(ctx context.Context, tasks []job.Task) error {
	bySite := make(map[site.ID][]uuid.UUID)
	for _, task := range tasks {
		bySite[task.Site] = append(bySite[task.Site], task.ID)
	}
	for on, ids := range bySite {
		if err := s.write(ctx).Exec("DELETE FROM outbox WHERE site_id = ? AND id IN ?", on, ids).Error; err != nil {
			return s.translate(err)
		}
	}
	return nil
}
