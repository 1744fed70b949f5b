package httpapi

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/fault"
)

// live says that the process runs.
func (a *api) live(c *fiber.Ctx) error { return healthy(c) }

// readyToServe says whether this process should be sent requests, and if not, in words why. Ready pages are served even
// when the database does not answer; a balancer that would then find no process at all asks for ?exclude=database.
func (a *api) readyToServe(c *fiber.Ctx) error {
	if a.draining.Err() != nil {
		return fault.Retry(fault.Draining, 5*time.Second, "This process is stopping and takes its last requests.")
	}
	if string(c.Context().QueryArgs().Peek("exclude")) == "database" {
		return healthy(c)
	}
	if err := a.readiness.of(a.askDatabase); err != nil {
		return fmt.Errorf("not ready: %w", err)
	}
	return healthy(c)
}

func (a *api) askDatabase(ctx context.Context) error {
	if err := a.Ping(ctx); err != nil {
		return errors.Join(fault.Retry(fault.ReadOnly, unreadyFor, "The database does not answer. Pages in memory are still served."), err)
	}
	return a.Writable(ctx)
}

// readiness remembers for a moment what the database said, because whoever asks often must not cost it much. While it
// is asked, all wait for the one answer.
type readiness struct {
	mu      sync.Mutex
	said    error
	until   time.Time
	flights flights[error]
}

// How long an answer counts, and how long the database may take for one.
const (
	readyFor    = 5 * time.Second
	unreadyFor  = time.Second
	readyWithin = time.Second
)

func (r *readiness) of(ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	said, err := r.flights.read(ctx, r.known, func() (error, error) { return r.remember(ask(ctx)), nil }, func(error) bool { return true })
	return errors.Join(said, err)
}

func (r *readiness) known() (said error, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said, time.Now().Before(r.until)
}

func (r *readiness) remember(said error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	counts := readyFor
	if said != nil {
		counts = unreadyFor
	}
	r.said, r.until = said, time.Now().Add(counts)
	return said
}

func healthy(c *fiber.Ctx) error {
	current(c).routine = true // asked every few seconds
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return c.SendString("ok\n")
}
