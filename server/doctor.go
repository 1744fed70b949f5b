package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/doctor"
	"understory/server/internal/store"
)

type doctorCommand struct {
	Ready bool `help:"Only ask the running server whether it is ready, for the health check of a container."`
}

// readyWithin is how long a server may take to say that it is ready.
const readyWithin = 3 * time.Second

// errIll is the end of a doctor's report that found something wrong.
var errIll = errors.New("something is wrong: see above")

func (c doctorCommand) Run(ctx context.Context, config *Config, std streams) error {
	if c.Ready {
		return ready(ctx, *config)
	}
	setup, err := examined(ctx, *config)
	if err != nil {
		return err
	}
	found := doctor.Examine(setup)
	for _, f := range found {
		fmt.Fprintln(std.out, f)
	}
	if doctor.Worst(found) == doctor.Wrong {
		return errIll
	}
	return nil
}

// examined is how this installation is set up. It changes nothing.
func examined(ctx context.Context, config Config) (doctor.Setup, error) {
	proxies, _ := config.proxies() // check says why they cannot be read
	setup := doctor.Setup{
		Config: doctor.Config{Refused: config.check(), URL: config.URL, Loopback: config.loopback(), Secret: config.Secret,
			Proxies: proxies, RateLimitOff: config.RateLimit == "off", Metrics: config.MetricsAddr},
		Database: store.Look(ctx, config.Database), Now: time.Now(), Files: doctor.OpenFiles(),
	}
	if !setup.Database.Current() {
		return setup, nil
	}
	var err error
	setup.Inside, err = inside(ctx, config)
	return setup, err
}

// inside is what stands in a database of our schema.
func inside(ctx context.Context, config Config) (found *doctor.Inside, err error) {
	opened, err := store.OpenAsIs(config.Database)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	found = new(doctor.Inside)
	if found.Sites, err = opened.Sites(ctx); err != nil {
		return nil, err
	}
	if found.Owned, err = opened.HasOwner(ctx); err != nil {
		return nil, err
	}
	for _, on := range found.Sites {
		newest, err := opened.ArticlePage(ctx, on.ID, comment.Position{}, 1)
		if err != nil {
			return nil, err
		}
		for _, article := range newest {
			if article.LastCommentAt.After(found.Newest) {
				found.Newest = article.LastCommentAt
			}
		}
	}
	return found, nil
}

// ready asks the server of this configuration whether it is ready for requests.
func ready(ctx context.Context, config Config) error {
	host, port, err := net.SplitHostPort(config.Addr)
	if err != nil {
		return fmt.Errorf("UNDERSTORY_ADDR %q is no address: %w", config.Addr, err)
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server is not ready: it answers %s", answer.Status)
	}
	return nil
}
