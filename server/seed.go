package main

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"understory/server/internal/fault"
	"understory/server/internal/seed"
	"understory/server/internal/site"
	"understory/server/internal/store"
)

type seedCommand struct {
	Site     string    `default:"demo" help:"Key of the site to fill."`
	Comments int       `default:"10000" help:"How many comments."`
	Articles int       `help:"How many stories; one for sixty comments when left out."`
	Largest  int       `help:"How many comments the largest thread has; what Zipf's law gives it when left out."`
	Seed     uint64    `default:"1" help:"The same number gives the same site, another one another."`
	Months   int       `default:"18" help:"How far back the stories go."`
	Until    time.Time `format:"2006-01-02" help:"Nothing is younger than this day; now when left out."`
	More     bool      `help:"Add to a site that has comments already."`
}

func (c seedCommand) Run(ctx context.Context, config *Config, std streams) error {
	return withStore(ctx, config, func(s *store.Store) error {
		on, err := c.site(ctx, s, config)
		if err != nil {
			return err
		}
		bar := newProgressBar(std.err, c.Comments)
		made, err := seed.Run(ctx, s, on, c.options(), func(p seed.Progress) { bar.show(p.Comments) })
		bar.end()
		if fault.KindOf(err) == fault.Conflict {
			return fmt.Errorf("the stories of --seed %d are there already: choose another number", c.Seed)
		}
		if err != nil {
			return err
		}
		public, err := config.publicURL()
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Added %s comments on %s stories to %s, %s a second.\nThe largest thread, of %s published comments, as a plain page while the server runs:\n%s/t/?site=%s&url=%s\n",
			grouped(made.Comments), grouped(made.Articles), on.Key, grouped(bar.rate()), grouped(int(made.Largest.CommentCount)), public, on.Key, url.QueryEscape(made.Largest.URL))
		return nil
	})
}

func (c seedCommand) options() seed.Options {
	until := c.Until
	if until.IsZero() {
		until = time.Now()
	}
	return seed.Options{Comments: c.Comments, Articles: c.Articles, Largest: c.Largest, Seed: c.Seed, Until: until, Span: until.Sub(until.AddDate(0, -c.Months, 0))}
}

// site is the one to fill. The demo site is made as the first start of the server would make it.
func (c seedCommand) site(ctx context.Context, s *store.Store, config *Config) (site.Site, error) {
	if err := addDemo(ctx, s, *config); err != nil {
		return site.Site{}, err
	}
	on, err := s.Site(ctx, c.Site)
	if fault.KindOf(err) == fault.NotFound {
		return site.Site{}, fmt.Errorf("there is no site with the key %s: see site list", c.Site)
	}
	if err != nil || c.More {
		return on, err
	}
	used, err := s.HasComments(ctx, on.ID)
	if err == nil && used {
		err = fmt.Errorf("%s has comments already, and what is made up cannot be told from them afterwards: say --more to add to them all the same", c.Site)
	}
	return on, err
}
