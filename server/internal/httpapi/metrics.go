package httpapi

import (
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/fault"
	"understory/server/internal/metrics"
)

// figures are what this package counts. No label holds anything that a stranger writes: routes are told by their
// patterns, methods as routes have them, and refusals by their kinds.
type figures struct {
	registry *metrics.Registry

	refused                  map[fault.Kind]*metrics.Counter
	limited                  [actions]metrics.Counter
	panics, backgroundPanics metrics.Counter

	preflights *meter // every OPTIONS
	elsewhere  *meter // what no route took

	meters map[string]*meter // of routes, by method and pattern: some are answered on two addresses
}

func newFigures(registry *metrics.Registry) *figures {
	if registry == nil {
		registry = new(metrics.Registry)
	}
	f := &figures{registry: registry, refused: make(map[fault.Kind]*metrics.Counter), meters: make(map[string]*meter)}
	f.preflights = f.newMeter("preflight", "none", fiber.MethodOptions)
	f.elsewhere = f.newMeter("none", "none", "any")
	const refusals = "Requests refused, by the kind that the answer names."
	for kind := range statuses {
		f.refused[kind] = new(metrics.Counter)
	}
	f.refused[timedOut] = new(metrics.Counter)
	for kind, counter := range f.refused {
		registry.Counter("understory_refusals_total", refusals, counter, "kind", string(kind))
	}
	for what := range f.limited {
		registry.Counter("understory_rate_limited_total", "Requests over a rate limit, by what was limited.", &f.limited[what], "action", actionNames[what])
	}
	const panicking = "Panics that were caught and logged."
	registry.Counter("understory_panics_total", panicking, &f.panics, "where", "request")
	registry.Counter("understory_panics_total", panicking, &f.backgroundPanics, "where", "background")
	return f
}

// tell adds the figures of the server's parts.
func (f *figures) tell(s *Server) {
	const pages = "First pages asked for: hit is from memory, miss had to be read or waited for, stale came from memory because reading failed."
	kept := s.api.ready
	f.registry.Counter("understory_ready_pages_total", pages, &kept.hits, "result", "hit")
	f.registry.Counter("understory_ready_pages_total", pages, &kept.misses, "result", "miss")
	f.registry.Counter("understory_ready_pages_total", pages, &kept.stale, "result", "stale")
	f.registry.Counter("understory_ready_rebuilds_total", "First pages read from the database.", &kept.rebuilds)
	f.registry.Gauge("understory_ready_articles", "Articles whose first pages are in memory.", func() float64 {
		articles, _ := kept.size()
		return float64(articles)
	})
	f.registry.Gauge("understory_ready_bytes", "Memory that ready pages take.", func() float64 {
		_, bytes := kept.size()
		return float64(bytes)
	})
	f.registry.Gauge("understory_connections", "Open connections.", func() float64 { return float64(s.door.open()) })
	streams := s.api.streams
	f.registry.Gauge("understory_streams", "Open streams.", func() float64 { return float64(streams.Open()) })
	f.registry.Gauge("understory_streams_max", "Streams that there may be.", func() float64 { return float64(streams.Most) })
	f.registry.Counter("understory_streams_dropped_total", "Streams ended because their client did not take what it was sent.", &streams.Dropped)
	const turnedAway = "Connections refused, because one network or all of them together had too many."
	f.registry.Counter("understory_connections_refused_total", turnedAway, &s.door.crowds, "because", "peer")
	f.registry.Counter("understory_connections_refused_total", turnedAway, &s.door.full, "because", "all")
}

func (f *figures) refuse(kind fault.Kind) {
	counter := f.refused[kind]
	if counter == nil { // a kind that no status is known for is answered as one of ours
		counter = f.refused[fault.Internal]
	}
	counter.Inc()
}

func (f *figures) count(r *request, status int) {
	counting := r.meter
	if counting == nil {
		counting = f.elsewhere
	}
	counting.count(status, time.Since(r.began))
}

// meter counts the requests of one route.
type meter struct {
	registry *metrics.Registry
	labels   []string
	took     metrics.Histogram

	mu       sync.Mutex
	statuses atomic.Pointer[[]statusCount] // replaced as a whole when a status is answered for the first time
}

type statusCount struct {
	status  int
	counter *metrics.Counter
}

var classNames = map[class]string{open: "open", public: "public", guest: "guest", guestBody: "guest", staff: "staff", form: "form"}

// meter is that of a route. HEAD counts as GET.
func (f *figures) meter(r route) *meter {
	name := r.method + " " + r.pattern
	if f.meters[name] == nil {
		f.meters[name] = f.newMeter(r.pattern, classNames[r.class], r.method)
	}
	return f.meters[name]
}

func (f *figures) newMeter(route, class, method string) *meter {
	m := &meter{registry: f.registry, labels: []string{"route", route, "class", class, "method", method}}
	m.statuses.Store(new([]statusCount))
	return m
}

func (m *meter) count(status int, took time.Duration) {
	m.took.Observe(took)
	for _, known := range *m.statuses.Load() {
		if known.status == status {
			known.counter.Inc()
			return
		}
	}
	m.first(status).Inc()
}

// first is the counter of a status that is seldom answered here. A route that nobody asks for has no lines at all.
func (m *meter) first(status int) *metrics.Counter {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := *m.statuses.Load()
	if at := slices.IndexFunc(known, func(s statusCount) bool { return s.status == status }); at >= 0 {
		return known[at].counter
	}
	counter := new(metrics.Counter)
	m.registry.Counter("understory_http_requests_total", "Requests answered. HEAD counts as GET.", counter, append(slices.Clip(m.labels), "status", strconv.Itoa(status))...)
	if len(known) == 0 {
		m.registry.Histogram("understory_http_request_duration_seconds", "From a request's arrival to its answer.", &m.took, m.labels...)
	}
	more := append(slices.Clip(known), statusCount{status, counter})
	m.statuses.Store(&more)
	return counter
}

// metrics tells all figures, in Prometheus's text format.
func (a *api) metrics(c *fiber.Ctx) error {
	current(c).routine = true
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, metrics.ContentType)
	return c.Send(a.figures.registry.Text())
}

// metricsHere tells them on the address that readers use, to this machine alone: a proxy on the same machine shows
// itself by what it adds or by the name that it asks for. To all others there is nothing here.
func (a *api) metricsHere(c *fiber.Ctx) error {
	if a.MetricsApart || !peerOf(c.Context().RemoteAddr()).IsLoopback() || forwarded(c) || !namesLoopback(string(c.Request().Host())) {
		return fault.New(fault.NotFound, "There is nothing at this address.")
	}
	return a.metrics(c)
}

// forwarded says whether a proxy has passed a request on.
func forwarded(c *fiber.Ctx) bool {
	for _, name := range []string{fiber.HeaderXForwardedFor, fiber.HeaderXForwardedHost, fiber.HeaderXForwardedProto, fiber.HeaderForwarded, fiber.HeaderVia, "X-Real-Ip"} {
		if len(c.Request().Header.Peek(name)) > 0 {
			return true
		}
	}
	return false
}

// namesLoopback says whether a Host is a name of this machine alone.
func namesLoopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	ip := net.ParseIP(name)
	return name == "localhost" || ip != nil && ip.IsLoopback()
}
