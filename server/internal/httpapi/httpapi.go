// Package httpapi is the service as the network sees it: addresses, headers, JSON shapes and status codes.
// It is the only importer of Fiber and fasthttp. It holds no rules of its own beyond those of HTTP: what may be
// written, and by whom, is for the feature packages to say, and it does not know how anything is kept.
package httpapi

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/live"
	"understory/server/internal/metrics"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
	"understory/server/internal/words"
)

// Config is what wiring gives.
type Config struct {
	Comments   *comment.Service
	Accounts   *account.Service
	Moderation *moderation.Service
	Sites      *site.Directory
	// Versions are the versions of those of a site's articles that exist.
	Versions func(ctx context.Context, on site.ID, identities []string) (map[string]int64, error)
	// VersionsOf are the same of articles by their ids, also by identity.
	VersionsOf func(ctx context.Context, on site.ID, ids []comment.ArticleID) (map[string]int64, error)
	// Changes read the log of an article, for those who follow it.
	Changes live.Read
	// Moved says whether anybody but this process has written since it was last asked, or may have.
	Moved func(ctx context.Context) (bool, error)
	// Ping asks the database for a sign of life.
	Ping func(ctx context.Context) error
	// Writable says in words what keeps a database that answers from being written; nil when it can be.
	Writable func(ctx context.Context) error

	Assets    fs.FS // the built front end: embed.js, comments.js, dashboard.html, build.txt and the rest
	Newspaper fs.FS // the example newspaper, served at /; nil serves none

	Texts  fs.FS  // the words of each language, such as de.json
	Secret []byte // seals the forms of pages without script

	PublicURL      string   // as readers reach us
	OwnOrigins     []string // PublicURL's origin and, on loopback, its other names
	TrustedProxies []netip.Prefix
	RateLimitOff   bool
	Limits         Limits        // for all processes together; nil where one serves
	Failures       account.Tally // likewise, of wrong passwords
	ReadyBytes     int64         // memory for ready pages; 0 is 64 MB

	Metrics      *metrics.Registry // takes what is counted here; nil where nobody else tells anything
	MetricsApart bool              // they have an address of their own, and are not told on this one
	PeerLimit    int               // connections of one network that is neither a proxy nor this machine; 0 is no limit

	Log     *slog.Logger
	Now     func() time.Time
	Version string
}

type api struct {
	Config
	routes   []route
	ready    *ready
	counted  *readyCounts
	streams  *live.Hub
	moved    atomic.Int64 // when others were last known to have written; in nanoseconds since 1970
	limits   *limiter
	failures *account.Failures // wrong passwords
	assets   files
	build    string // the content hash in the addresses of assets
	// languages are those in which the widget can speak.
	languages []string
	words     map[string]words.Words // by language
	contract  *body                  // openapi.json
	warned    rarely                 // of a proxy that is not named
	untold    rarely                 // of changes that cannot be read
	figures   *figures
	readiness readiness
	// draining ends when the process is about to: what is open, such as a stream, should end soon.
	draining context.Context
	drain    context.CancelFunc
}

// New prepares a server. It fails when files cannot be read.
func New(config Config) (*Server, error) {
	assets, err := readFiles(config.Assets)
	if err != nil {
		return nil, fmt.Errorf("front end: %w", err)
	}
	spoken, err := words.Read(config.Texts)
	if err != nil {
		return nil, err
	}
	a := &api{
		words:  spoken,
		Config: config, ready: newReady(config.ReadyBytes), counted: newReadyCounts(readyCountBytes), limits: newLimiter(config.Now),
		failures: &account.Failures{Tally: config.Failures, Secret: config.Secret},
		figures:  newFigures(config.Metrics),
		assets:   assets, build: assets.build(), languages: assets.languages(), contract: newBody(openAPIDocument),
	}
	if config.Failures == nil {
		a.failures.Tally = &account.OwnTally{Now: config.Now}
	}
	a.draining, a.drain = context.WithCancel(context.Background())
	a.streams = a.newStreams()
	a.routes = a.surface()
	if config.Newspaper != nil {
		pages, err := readFiles(config.Newspaper)
		if err != nil {
			return nil, fmt.Errorf("newspaper: %w", err)
		}
		a.routes = append(a.routes, newspaper(pages)...)
	}
	app := a.app()
	a.register(app, a.routes)
	a.registerOptions(app)
	apart := a.app()
	a.register(apart, a.apart())
	s := newServer(app, apart, a)
	a.figures.tell(s)
	return s, nil
}

// mostConnections are served at once, streams apart.
const mostConnections = 20_000

// app is Fiber, as its traps demand.
func (a *api) app() *fiber.App {
	app := fiber.New(fiber.Config{
		Immutable:               true, // else strings that a handler keeps are overwritten by the next request
		CaseSensitive:           true,
		StrictRouting:           true,
		BodyLimit:               256 << 10,
		ReadBufferSize:          16 << 10,            // bounds the head of a request
		Concurrency:             mostConnections + 1, // whoever comes after them is refused by the door, in words
		ReadTimeout:             10 * time.Second,
		WriteTimeout:            15 * time.Second,
		IdleTimeout:             60 * time.Second,
		EnableTrustedProxyCheck: true, // with none listed: nothing that a proxy might say is believed by Fiber
		DisableStartupMessage:   true,
		ErrorHandler:            a.fail,

		DisablePreParseMultipartForm: true, // nothing here reads forms, so nobody's form is taken apart
	})
	app.Server().Handler = a.receive(app.Handler())
	app.Server().Logger = quiet{}
	app.Server().CloseOnShutdown = true
	app.Server().KeepHijackedConns = true // else a stream would hold its request, with all buffers, as long as it lasts
	return app
}
