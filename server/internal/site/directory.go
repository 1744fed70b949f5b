package site

import (
	"context"
	"sync"
	"time"

	"understory/server/internal/fault"
)

// Freshness is how long a process may go on with what it read of a site.
const Freshness = 2 * time.Second

// Directory finds sites by key without asking the database for every request.
// It goes on with what it knows when the database does not answer. Unknown keys are not kept.
type Directory struct {
	Store Store
	Now   func() time.Time

	mu    sync.RWMutex
	known map[string]entry
}

type entry struct {
	site Site
	read time.Time
}

// Find is the site with a key. Faults: NotFound.
func (d *Directory) Find(ctx context.Context, key string) (Site, error) {
	if !validKey(key) {
		return Site{}, errUnknown(key)
	}
	d.mu.RLock()
	kept, ok := d.known[key]
	d.mu.RUnlock()
	if age := d.Now().Sub(kept.read); ok && age >= 0 && age < Freshness { // below 0 the clock was set back
		return kept.site, nil
	}
	found, err := d.Store.Site(ctx, key)
	switch {
	case err == nil:
		d.keep(key, entry{found, d.Now()})
		return found, nil
	case fault.KindOf(err) == fault.NotFound:
		d.forget(key)
		return Site{}, errUnknown(key)
	case ok:
		return kept.site, nil
	default:
		return Site{}, err
	}
}

// Refresh re-reads all sites in one statement, so that what is found next is what is there now.
func (d *Directory) Refresh(ctx context.Context) error {
	sites, err := d.Store.Sites(ctx)
	if err != nil {
		return err
	}
	known := make(map[string]entry, len(sites))
	for _, s := range sites {
		known[s.Key] = entry{s, d.Now()}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known = known
	return nil
}

func (d *Directory) keep(key string, e entry) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known == nil {
		d.known = make(map[string]entry)
	}
	d.known[key] = e
}

func (d *Directory) forget(key string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, key)
}

func errUnknown(key string) error {
	if key == "" {
		return fault.New(fault.NotFound, "Say which site: the address lacks site=KEY.")
	}
	return fault.New(fault.NotFound, "There is no site with this key. Compare data-site in the tag with the key the owner was given.")
}
