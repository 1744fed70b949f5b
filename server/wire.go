package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"understory/examples"
	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/hint"
	"understory/server/internal/httpapi"
	"understory/server/internal/job"
	"understory/server/internal/metrics"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/widget"
)

// stopPatience is how long after the signal to stop what is still open is cut off, so that all has ended within fifteen
// seconds.
const stopPatience = 14 * time.Second

// schemaWatch is how long a process may go on with a schema that does not fit it any more.
const schemaWatch = 5 * time.Second

// program is the parts, introduced to each other. Nothing else in the tree knows two of them by their types.
type program struct {
	config     Config
	log        *slog.Logger
	store      *store.Store
	accounts   *account.Service
	comments   *comment.Service
	moderation *moderation.Service
	sites      *site.Directory
	dispatcher *job.Dispatcher
	hints      *hint.Exchange // nil where no other process can serve
	figures    metrics.Registry
	panics     metrics.Counter // of regular work
}

// serve runs the whole product until the context ends.
func serve(ctx context.Context, config Config, log *slog.Logger, out io.Writer) error {
	opened, err := store.Open(ctx, config.Database)
	if err != nil {
		return err
	}
	return errors.Join(serveOn(ctx, opened, config, log, out), opened.Close())
}

func serveOn(ctx context.Context, opened *store.Store, config Config, log *slog.Logger, out io.Writer) error {
	p, err := wire(ctx, opened, config, log)
	if err != nil {
		return err
	}
	setup, err := p.prepare(ctx)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", config.Addr, err)
	}
	p.config.Addr = listener.Addr().String() // port 0 is known only now
	server, err := p.server(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	apart, err := p.listenApart(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	p.greet(ctx, out, setup)
	return p.run(ctx, server, listener, apart)
}

// listenApart opens the address of the metrics; nil where they have none of their own.
func (p *program) listenApart(ctx context.Context) (net.Listener, error) {
	if p.config.MetricsAddr == "" {
		return nil, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", p.config.MetricsAddr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s for metrics: %w", p.config.MetricsAddr, err)
	}
	p.config.MetricsAddr = listener.Addr().String() // port 0 is known only now
	return listener, nil
}

// wire makes the parts.
func wire(ctx context.Context, opened *store.Store, config Config, log *slog.Logger) (*program, error) {
	secret, err := secretOf(ctx, opened, config)
	if err != nil {
		return nil, err
	}
	cursors := comment.Cursors{Secret: secret}
	p := &program{config: config, log: log, store: opened, accounts: newAccounts(opened)}
	p.sites = &site.Directory{Store: opened, Now: time.Now}
	p.comments = &comment.Service{Store: opened, Cursors: cursors, Review: moderation.Policy{}.Review, Now: time.Now}
	p.moderation = &moderation.Service{Store: opened, Comments: p.comments, Cursors: cursors, Now: time.Now}
	p.dispatcher = &job.Dispatcher{Outbox: opened, Handle: p.handle, Log: log, Now: time.Now, Panicked: p.panics.Inc}
	p.tell()
	return p, nil
}

func newAccounts(opened *store.Store) *account.Service {
	return &account.Service{Store: opened, Now: time.Now}
}

// secretOf is what was configured, else what the first process made and all share.
func secretOf(ctx context.Context, opened *store.Store, config Config) ([]byte, error) {
	if config.Secret != "" {
		return []byte(config.Secret), nil
	}
	made := make([]byte, 32)
	_, _ = rand.Read(made) // never fails
	secret, err := opened.KeepInstallation(ctx, "secret", made)
	if err != nil {
		return nil, fmt.Errorf("keep the secret: %w", err)
	}
	return secret, nil
}

// handle carries out what follows a write. There is nobody to tell yet, so it is only written down.
func (p *program) handle(_ context.Context, t job.Task) error {
	p.log.Info("outbox", "kind", t.Kind, "row", t.Row)
	return nil
}

// regulars are what is due again and again. All but the outbox, which is shared out row by row, is done by one process
// for all.
func (p *program) regulars() []job.Regular {
	outbox := p.dispatcher.Regular()
	outbox.Panicked = p.panics.Inc
	return []job.Regular{
		outbox,
		{Name: "forget idempotency keys", Every: time.Hour, Turns: p.store, Panicked: p.panics.Inc, Do: func(ctx context.Context) error {
			return p.store.ForgetAnswers(ctx, time.Now().Add(-comment.AnswerLife))
		}},
		// Often: on a busy site they are many, and SQLite's one writer must not be kept long.
		{Name: "forget changes", Every: 20 * time.Second, Turns: p.store, Panicked: p.panics.Inc, Do: func(ctx context.Context) error {
			return p.store.ForgetChanges(ctx, time.Now().Add(-comment.ChangeLife))
		}},
		{Name: "forget limits", Every: 5 * time.Minute, Turns: p.store, Panicked: p.panics.Inc, Do: p.store.ForgetLimits},
	}
}

// watchingSchema ends a process that was overtaken: a newer program has changed the schema into one that this one would
// read or write wrongly.
func (p *program) watchingSchema(outdated chan<- error) job.Regular {
	return job.Regular{Name: "look at the schema", Every: schemaWatch, Panicked: p.panics.Inc, Do: func(ctx context.Context) error {
		err := p.store.Fits(ctx)
		if _, tooOld := errors.AsType[*store.TooOldError](err); tooOld && len(outdated) == 0 {
			outdated <- err
		}
		return nil // a database that is away is spoken of elsewhere
	}}
}

// prepare makes what a first start needs: the demo site on loopback, and the one-time token for the first owner,
// which is empty once there is an owner.
func (p *program) prepare(ctx context.Context) (setup account.Token, err error) {
	if err := addDemo(ctx, p.store, p.config); err != nil {
		return "", err
	}
	return p.accounts.IssueSetupLink(ctx)
}

// addDemo makes the demo site where there is no site and only this machine can look.
func addDemo(ctx context.Context, opened *store.Store, config Config) error {
	sites, err := opened.Sites(ctx)
	if err != nil {
		return fmt.Errorf("read sites: %w", err)
	}
	if len(sites) > 0 || !config.loopback() {
		return nil
	}
	if _, err := opened.AddSite(ctx, site.Demo()); err != nil && fault.KindOf(err) != fault.Conflict {
		return fmt.Errorf("make the demo site: %w", err)
	}
	return nil
}

// server is the network's side of the program.
func (p *program) server(ctx context.Context) (*httpapi.Server, error) {
	public, err := p.config.publicURL()
	if err != nil {
		return nil, err
	}
	own, err := p.config.own()
	if err != nil {
		return nil, err
	}
	proxies, err := p.config.proxies()
	if err != nil {
		return nil, err
	}
	settings := httpapi.Config{
		Comments: p.comments, Sites: p.sites, Versions: p.store.Versions, VersionsOf: p.store.VersionsOf, Changes: p.store.Changes,
		Moved: p.store.Moved, Ping: p.store.Ping,
		Accounts: p.accounts, Moderation: p.moderation, Assets: widget.Dist, Texts: widget.Texts, Secret: p.comments.Cursors.Secret,
		PublicURL: public, OwnOrigins: own, TrustedProxies: proxies, RateLimitOff: p.config.RateLimit == "off",
		Log: p.log, Now: time.Now, Version: version(),
	}
	if p.store.Shared() {
		settings.Limits, settings.Failures = p.store, p.store
	}
	settings.Writable, settings.PeerLimit = p.store.Writable, p.config.PeerLimit
	settings.Metrics, settings.MetricsApart = &p.figures, p.config.MetricsAddr != ""
	if p.showsNewspaper(ctx) {
		settings.Newspaper = examples.Newspaper
	}
	server, err := httpapi.New(settings)
	if err != nil {
		return nil, err
	}
	p.comments.Changed = server.Changed
	if p.store.Shared() {
		p.hints = hint.New(p.store.Hints(), server.Hint, p.log)
		p.hints.Panicked = p.panics.Inc
		p.comments.Changed = func(on site.ID, a comment.Article) {
			server.Changed(on, a)
			p.hints.Changed(on, a.ID)
		}
	}
	return server, nil
}

// showsNewspaper says whether the example newspaper is ours to show: where the demo site is, to this machine alone.
func (p *program) showsNewspaper(ctx context.Context) bool {
	_, err := p.sites.Find(ctx, site.DemoKey)
	return err == nil && p.config.loopback()
}

// greet says where to look. It ends with an empty line, after which the port answers.
func (p *program) greet(ctx context.Context, out io.Writer, setup account.Token) {
	base := "http://" + p.config.Addr
	if p.config.URL != "" && !p.config.loopback() {
		base, _ = p.config.publicURL() // checked at the start
	}
	lines := []string{"Understory " + version() + " is ready."}
	if here := "http://" + p.config.Addr; here != base {
		lines = append(lines, "  Listening on       "+here)
	}
	if p.showsNewspaper(ctx) {
		lines = append(lines, "  Example newspaper  "+base+"/")
	}
	lines = append(lines, "  Dashboard          "+base+"/dashboard/")
	if setup != "" {
		lines = append(lines, "  First owner        "+base+"/dashboard/#setup="+string(setup)+"  (works once)")
	}
	if p.config.MetricsAddr != "" {
		lines = append(lines, "  Metrics            http://"+p.config.MetricsAddr+"/metrics")
	}
	lines = append(lines, "  Kept in            "+redacted(p.config.Database))
	if sites, err := p.store.Sites(ctx); err == nil && len(sites) == 0 {
		lines = append(lines, "  There is no site yet. Add one: understory site add KEY --origin https://news.example.org")
	}
	fmt.Fprintln(out, strings.Join(lines, "\n")+"\n")
	if p.config.RateLimit == "off" {
		p.log.Warn("UNDERSTORY_RATE_LIMIT is off: anybody may write as fast as they can")
	}
}

// redacted is a database's address without its password.
func redacted(databaseURL string) string {
	parsed, err := url.Parse(databaseURL)
	if err != nil {
		return "the database that DATABASE_URL names"
	}
	return parsed.Redacted()
}

// run serves until the context ends, then lets requests finish before the parts behind them stop.
func (p *program) run(ctx context.Context, server *httpapi.Server, listener, apart net.Listener) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var working sync.WaitGroup
	outdated := make(chan error, 1)
	for _, regular := range append(p.regulars(), p.watchingSchema(outdated)) {
		working.Go(func() { regular.Run(background, p.log) })
	}
	if p.hints != nil {
		working.Go(func() { p.hints.Run(background) })
	}
	served := make(chan error, 2)
	go func() { served <- server.Serve(listener) }()
	if apart != nil {
		go func() { served <- server.ServeMetrics(apart) }()
	}
	var tooOld error
	select {
	case err := <-served:
		return err
	case tooOld = <-outdated:
	case <-ctx.Done():
	}
	err := p.stop(context.WithoutCancel(ctx), server)
	stop()
	working.Wait()
	return errors.Join(tooOld, err)
}

// stop lets load balancers notice, and then requests finish.
func (p *program) stop(ctx context.Context, server *httpapi.Server) error {
	ctx, cancel := context.WithTimeout(ctx, stopPatience)
	defer cancel()
	drain, err := p.config.drain()
	if err != nil {
		return err
	}
	p.log.Info("stopping", "drain", drain.String())
	server.Drain()
	select {
	case <-time.After(drain):
	case <-ctx.Done():
	}
	return server.Shutdown(ctx)
}
