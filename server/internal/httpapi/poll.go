package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/live"
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

// compare makes one round. It asks nothing while nothing is held and nobody follows.
func (a *api) compare(ctx context.Context) error {
	held, followed := a.ready.glimpses(), a.streams.Followed()
	if len(held)+len(followed) == 0 {
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
	if err := a.compareVersions(ctx, held, followed); err != nil {
		a.moved.Store(a.Now().UnixNano()) // not looked at yet
		return err
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

// hinted looks at those articles alone that another process speaks of, as far as they are held, or at all of them where
// streams are open: who follows one knows its name and not its id.
func (a *api) hinted(ctx context.Context, on site.ID, articles []comment.ArticleID) {
	held := a.ready.glimpsesOf(on, articles)
	if a.streams.Open() == 0 {
		articles = nil
		for _, g := range held {
			articles = append(articles, g.article)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	versions := make(map[string]int64, len(articles))
	for chunk := range slices.Chunk(articles, versionsAtOnce) {
		some, err := a.VersionsOf(ctx, on, chunk)
		if err != nil {
			a.Log.Debug("a hint came to nothing", "cause", err)
			return
		}
		maps.Copy(versions, some)
	}
	for _, g := range held {
		version, there := versions[g.held.place.identity]
		a.ready.confirm(g, version, there)
	}
	for identity := range versions {
		a.streams.Hint(live.Place{Site: on, Identity: identity})
	}
}

// compareVersions has those pages read again, and those streams told, whose article another process changed.
func (a *api) compareVersions(ctx context.Context, held []glimpse, followed map[live.Place]int64) error {
	asked := make(map[place]bool, len(held)+len(followed))
	for _, g := range held {
		asked[g.held.place] = true
	}
	for at := range followed {
		asked[place{at.Site, at.Identity}] = true
	}
	versions, err := a.versions(ctx, asked)
	if err != nil {
		return err
	}
	for _, g := range held {
		version, there := versions[g.held.place]
		a.ready.confirm(g, version, there)
	}
	for at, known := range followed {
		if versions[place{at.Site, at.Identity}] != known {
			a.streams.Hint(at)
		}
	}
	return nil
}

// versions are those of the articles that exist.
func (a *api) versions(ctx context.Context, asked map[place]bool) (map[place]int64, error) {
	bySite := make(map[site.ID][]string)
	for at := range asked {
		bySite[at.site] = append(bySite[at.site], at.identity)
	}
	all := make(map[place]int64, len(asked))
	for on, identities := range bySite {
		for chunk := range slices.Chunk(identities, versionsAtOnce) {
			versions, err := a.Versions(ctx, on, chunk)
			if err != nil {
				return nil, fmt.Errorf("read versions of %d articles: %w", len(chunk), err)
			}
			for identity, version := range versions {
				all[place{on, identity}] = version
			}
		}
	}
	return all, nil
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
