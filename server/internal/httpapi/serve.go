package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/comment"
	"understory/server/internal/live"
	"understory/server/internal/site"
)

// Server answers requests until it is shut down.
type Server struct {
	app   *fiber.App
	apart *fiber.App // answers on the metrics' own address
	api   *api
	door  *door

	background context.Context // of what runs beside the requests
	stop       context.CancelFunc

	mu       sync.Mutex
	listener net.Listener // nil until it serves
}

func newServer(app, apart *fiber.App, a *api) *Server {
	s := &Server{app: app, apart: apart, api: a, door: newDoor(a)}
	app.Server().ConnState = s.door.follow
	s.background, s.stop = context.WithCancel(context.Background())
	return s
}

// Changed is for comment.Service.Changed: it is called after the commit of every visible change in this process.
func (s *Server) Changed(on site.ID, a comment.Article) {
	s.api.ready.changed(on, a)
	s.api.counted.changed(on, a)
	s.api.streams.Hint(live.Place{Site: on, Identity: a.Identity})
}

// Hint is called with articles that another process may have changed. What is held of them is compared with the
// database at once, and who follows them is told; what comes to nothing is made good by the poll.
func (s *Server) Hint(ctx context.Context, on site.ID, articles []comment.ArticleID) {
	s.api.hinted(ctx, on, articles)
}

// Serve answers what comes in by a listener, which it closes. It returns nil when Shutdown begins, or has begun
// already: wait for that one to end.
func (s *Server) Serve(listener net.Listener) error {
	listener = &closedOnce{Listener: s.door.before(listener)}
	s.mu.Lock()
	s.listener = listener
	s.mu.Unlock()
	if s.background.Err() != nil {
		return listener.Close()
	}
	s.api.background(s.background, "poll", s.api.poll)
	s.api.background(s.background, "streams", s.api.streams.Run)
	if err := s.app.Listener(listener); err != nil {
		return fmt.Errorf("serve %s: %w", listener.Addr(), err)
	}
	return nil
}

// ServeMetrics tells figures and health on an address of their own, until Shutdown.
func (s *Server) ServeMetrics(listener net.Listener) error {
	if err := s.apart.Listener(listener); err != nil {
		return fmt.Errorf("serve metrics on %s: %w", listener.Addr(), err)
	}
	return nil
}

// Drain says on /readyz that this process will end, and closes every connection after its next answer. Requests are
// still answered, so that a load balancer has time to look elsewhere.
func (s *Server) Drain() { s.api.drain() }

// Shutdown drains, takes no more requests, tells streams to come back elsewhere, and waits for the requests under way, as
// long as the context lasts. What is not done by then is cut off.
func (s *Server) Shutdown(ctx context.Context) error {
	s.Drain()
	s.stop()
	s.mu.Lock()
	listener := s.listener
	s.mu.Unlock()
	var closing error
	if listener != nil { // fasthttp may not know it yet, and would then go on for ever
		closing = listener.Close()
	}
	s.api.streams.Stop(ctx)
	ended := errors.Join(s.app.ShutdownWithContext(ctx), s.apart.ShutdownWithContext(ctx))
	if errors.Is(ended, context.DeadlineExceeded) {
		s.api.Log.Warn("stopped with connections open that took too long", "connections", s.door.open())
		ended = nil
	}
	if err := errors.Join(closing, ended); err != nil {
		return fmt.Errorf("shut down: %w", err)
	}
	return nil
}

// closedOnce is a listener that two may close.
type closedOnce struct {
	net.Listener
	once sync.Once
	err  error
}

func (l *closedOnce) Close() error {
	l.once.Do(func() { l.err = l.Listener.Close() })
	return l.err
}

// quiet takes what fasthttp would print itself: broken connections, with the address of the peer.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
