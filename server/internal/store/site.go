package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

type siteRow struct {
	ID        int64
	Key       string
	Name      string
	Origins   string
	Settings  string
	CreatedAt int64
}

func (siteRow) TableName() string { return "sites" }

func (r siteRow) site() (site.Site, error) {
	found := site.Site{ID: site.ID(r.ID), Key: r.Key, Name: r.Name, Settings: site.Defaults(), CreatedAt: moment(r.CreatedAt)}
	err := errors.Join(json.Unmarshal([]byte(r.Origins), &found.Origins), json.Unmarshal([]byte(r.Settings), &found.Settings))
	if err != nil {
		return site.Site{}, fmt.Errorf("read site %s: %w", r.Key, err)
	}
	return found, nil
}

// Site finds a site by key.
func (s *Store) Site(ctx context.Context, key string) (site.Site, error) {
	var row siteRow
	if err := s.read(ctx).Where("key = ?", key).Take(&row).Error; err != nil {
		return site.Site{}, s.translate(err)
	}
	return row.site()
}

// Sites are all, by key.
func (s *Store) Sites(ctx context.Context) ([]site.Site, error) {
	var rows []siteRow
	if err := s.read(ctx).Order("key").Find(&rows).Error; err != nil {
		return nil, s.translate(err)
	}
	sites := make([]site.Site, 0, len(rows))
	for _, row := range rows {
		found, err := row.site()
		if err != nil {
			return nil, err
		}
		sites = append(sites, found)
	}
	return sites, nil
}

// AddSite keeps a new site and gives it its ID.
func (s *Store) AddSite(ctx context.Context, made site.Site) (site.Site, error) {
	origins, err := json.Marshal(made.Origins)
	if err != nil {
		return site.Site{}, fmt.Errorf("write origins: %w", err)
	}
	settings, err := json.Marshal(made.Settings)
	if err != nil {
		return site.Site{}, fmt.Errorf("write settings: %w", err)
	}
	made.CreatedAt = time.Now().UTC().Truncate(time.Microsecond)
	var row siteRow
	result := s.write(ctx).Raw(`INSERT INTO sites (key, name, origins, settings, created_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO NOTHING RETURNING id`, made.Key, made.Name, string(origins), string(settings), made.CreatedAt.UnixMicro()).Scan(&row)
	if result.Error != nil {
		return site.Site{}, s.translate(result.Error)
	}
	if row.ID == 0 {
		return site.Site{}, &fault.Error{Kind: fault.Conflict, Field: "key", Message: "A site with this key is there already."}
	}
	made.ID = site.ID(row.ID)
	return made, nil
}

// ChangeSettings replaces a site's settings. Faults: NotFound.
func (s *Store) ChangeSettings(ctx context.Context, id site.ID, settings site.Settings) error {
	text, err := json.Marshal(settings)
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	result := s.write(ctx).Exec(`UPDATE sites SET settings = ? WHERE id = ?`, string(text), id)
	if result.Error != nil {
		return s.translate(result.Error)
	}
	if result.RowsAffected == 0 {
		return fault.New(fault.NotFound, "There is no such site.")
	}
	return nil
}

// moment reads a time as it is kept.
func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// micros keeps a time; the zero time is 0.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
