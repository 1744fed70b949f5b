package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// pollEvery is half of the two seconds within which a change made by another process must show.
const pollEvery = time.Second

// versionsAtOnce is how many articles one statement asks about.
const versionsAtOnce = 500

// poll compares what is ready with the database, again and again, until the context ends.
func (a *api) poll(ctx context.Context) {
	away := false
	for ctx.Err() == nil {
		pause(ctx, pollEvery)
		err := a.compare(ctx)
		switch {
		case err != nil && ctx.Err() == nil && !away:
			a.Log.Warn("the database does not answer; ready pages are served from memory", "cause", err)
			away = true
		case err == nil && away:
			a.Log.Info("the database answers again")
			away = false
		}
	}
}

// compare makes one round. It asks nothing while nothing is held.
func (a *api) compare(ctx context.Context) error {
	held := a.ready.glimpses()
	if len(held) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := a.compareSites(ctx, held); err != nil {
		return err
	}
	if lately, err := a.movedLately(ctx); err != nil || !lately {
		return err
	}
	bySite := make(map[site.ID][]glimpse)
	for _, g := range held {
		bySite[g.held.place.site] = append(bySite[g.held.place.site], g)
	}
	for on, of := range bySite {
		for chunk := range slices.Chunk(of, versionsAtOnce) {
			if err := a.compareVersions(ctx, on, chunk); err != nil {
				a.moved.Store(a.Now().UnixNano()) // not looked at yet
				return err
			}
		}
	}
	return nil
}

// lately is how long versions are compared after others have written: a page may be kept now whose reading began before.
const lately = 2 * patience

// movedLately says whether others have written, so that versions may differ. What this process writes it knows itself.
func (a *api) movedLately(ctx context.Context) (bool, error) {
	moved, err := a.Moved(ctx)
	if err != nil {
		return false, fmt.Errorf("ask whether others have written: %w", err)
	}
	now := a.Now()
	if moved {
		a.moved.Store(now.UnixNano())
	}
	return now.Sub(time.Unix(0, a.moved.Load())) < lately, nil
}

// hinted compares those articles alone that another process speaks of, as far as they are held.
func (a *api) hinted(ctx context.Context, on site.ID, articles []comment.ArticleID) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for chunk := range slices.Chunk(a.ready.glimpsesOf(on, articles), versionsAtOnce) {
		if err := a.compareVersions(ctx, on, chunk); err != nil {
			a.Log.Debug("a hint came to nothing", "cause", err)
			return
		}
	}
}

// compareVersions has those pages read again that another process changed.
func (a *api) compareVersions(ctx context.Context, on site.ID, held []glimpse) error {
	ids := make([]comment.ArticleID, len(held))
	for i, g := range held {
		ids[i] = g.article
	}
	versions, err := a.Versions(ctx, on, ids)
	if err != nil {
		return fmt.Errorf("read versions of %d articles: %w", len(ids), err)
	}
	for _, g := range held {
		version, there := versions[g.article]
		a.ready.confirm(g, version, there)
	}
	return nil
}

// compareSites has pages read again whose site changed its settings, which are part of them.
func (a *api) compareSites(ctx context.Context, held []glimpse) error {
	if err := a.Sites.Refresh(ctx); err != nil {
		return fmt.Errorf("read sites: %w", err)
	}
	prints := make(map[site.ID]uint64)
	for _, g := range held {
		shown, done := prints[g.held.place.site]
		if !done {
			on, err := a.Sites.Find(ctx, g.held.key)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return fmt.Errorf("find site: %w", err)
			}
			if err == nil && on.ID == g.held.place.site {
				shown = fingerprint(on)
			}
			prints[g.held.place.site] = shown
		}
		if shown == 0 { // the site is gone
			a.ready.confirm(g, 0, false)
		}
		g.held.settings.Store(shown)
	}
	return nil
}

// fingerprint tells a site's settings, as far as a page shows them, from others. It is never 0.
func fingerprint(on site.Site) uint64 {
	shown, err := json.Marshal(settingsShape(on.Settings))
	if err != nil {
		panic(err) // texts and numbers, which always can be written
	}
	sum := fnv.New64a()
	_, _ = sum.Write(shown) // never fails
	return sum.Sum64() | 1
}
