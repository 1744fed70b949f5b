package site_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// shelf is a store of sites that can be taken away.
type shelf struct {
	sites map[string]site.Site
	gone  bool
	asked int
}

func (s *shelf) Site(_ context.Context, key string) (site.Site, error) {
	s.asked++
	if s.gone {
		return site.Site{}, fault.New(fault.ReadOnly, "away")
	}
	found, ok := s.sites[key]
	if !ok {
		return site.Site{}, fault.New(fault.NotFound, "nothing")
	}
	return found, nil
}

func (s *shelf) Sites(context.Context) ([]site.Site, error)                { return nil, nil }
func (s *shelf) AddSite(_ context.Context, a site.Site) (site.Site, error) { return a, nil }

func TestADirectoryAsksTheStoreOnceInAWhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		kept := &shelf{sites: map[string]site.Site{"courier": {ID: 1, Key: "courier", Name: "before"}}}
		directory := &site.Directory{Store: kept, Now: time.Now}
		find := func(key string) (site.Site, fault.Kind) {
			found, err := directory.Find(t.Context(), key)
			return found, fault.KindOf(err)
		}
		find("courier")
		kept.sites["courier"] = site.Site{ID: 1, Key: "courier", Name: "after"}
		if found, _ := find("courier"); found.Name != "before" || kept.asked != 1 {
			t.Errorf("at once: %s after %d questions, want before after 1", found.Name, kept.asked)
		}
		time.Sleep(site.Freshness) // of the bubble's own clock
		if found, _ := find("courier"); found.Name != "after" {
			t.Errorf("after a while: %s, want after", found.Name)
		}
		kept.gone = true
		time.Sleep(site.Freshness)
		if found, kind := find("courier"); found.Name != "after" || kind != "" {
			t.Errorf("without the store: %s, %s; want what was known", found.Name, kind)
		}
		if _, kind := find("other"); kind != fault.ReadOnly {
			t.Errorf("unknown and without the store: %s, want read_only", kind)
		}
		kept.gone, kept.sites = false, nil
		time.Sleep(site.Freshness)
		if _, kind := find("courier"); kind != fault.NotFound {
			t.Errorf("removed: %s, want not_found", kind)
		}
		before := kept.asked
		if _, kind := find("Not A Key"); kind != fault.NotFound || kept.asked != before {
			t.Errorf("no key at all: %s after a question, want not_found without one", kind)
		}
	})
}
