// Package hint tells the other processes on a database which articles have just changed, and hears which they changed.
// A hint says only where to look: it may be late, doubled or lost, and whoever hears one asks the database what is true.
// It does not know how words get from one process to another, nor what comes of them.
package hint

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/site"
)

// Article is one of a site's.
type Article struct {
	Site site.ID
	ID   uuid.UUID
}

// Channel carries hints between processes.
type Channel interface {
	// Tell sends once, and gives up rather than wait.
	Tell(ctx context.Context, changed []Article) error
	// Listen hands on what other processes tell, until the context or the connection ends. It hands on nil as soon as
	// it listens: what was told before that is lost.
	Listen(ctx context.Context, hear func(changed []Article)) error
}

// Exchange is one process's part in it.
type Exchange struct {
	channel Channel
	hear    func(ctx context.Context, on site.ID, articles []uuid.UUID)
	log     *slog.Logger

	mu      sync.Mutex
	changed map[Article]struct{} // not told yet
	wake    chan struct{}
}

const (
	tellEvery = 100 * time.Millisecond // at most ten times a second, whatever is written
	mostTold  = 200                    // articles at a time; what is beyond them is found by those who look anyway
	patience  = 2 * time.Second        // for one telling

	// How long to wait before listening again.
	leastRest = 100 * time.Millisecond
	mostRest  = 5 * time.Second
)

// New makes an exchange. Heard is called with what other processes changed, in the order in which it came.
func New(c Channel, heard func(ctx context.Context, on site.ID, articles []uuid.UUID), log *slog.Logger) *Exchange {
	return &Exchange{channel: c, hear: heard, log: log, changed: make(map[Article]struct{}), wake: make(chan struct{}, 1)}
}

// Changed notes what to tell of a commit of this process. It waits for nothing.
func (e *Exchange) Changed(on site.ID, article uuid.UUID) {
	e.mu.Lock()
	if len(e.changed) < mostTold {
		e.changed[Article{on, article}] = struct{}{}
	}
	e.mu.Unlock()
	select {
	case e.wake <- struct{}{}:
	default: // it is awake already
	}
}

// Tell sends what was noted until the context ends: the first at once, what follows gathered. Nothing is sent twice,
// since who was not reached looks for themselves before long.
func (e *Exchange) Tell(ctx context.Context) {
	reached := true
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.wake:
		}
		err := e.tell(ctx, e.take())
		if err != nil && reached && ctx.Err() == nil {
			e.log.Warn("other processes are not told of changes and will find them more slowly", "cause", err)
		}
		reached = err == nil
		rest(ctx, tellEvery)
	}
}

func (e *Exchange) tell(ctx context.Context, changed []Article) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return e.channel.Tell(ctx, changed)
}

func (e *Exchange) take() []Article {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := make([]Article, 0, len(e.changed))
	for article := range e.changed {
		all = append(all, article)
	}
	clear(e.changed)
	return all
}

// Listen hears until the context ends, and begins again whenever the connection is lost, after a rest that grows.
func (e *Exchange) Listen(ctx context.Context) {
	for next := leastRest; ctx.Err() == nil; next = min(2*next, mostRest) {
		err := e.channel.Listen(ctx, func(changed []Article) {
			if changed == nil {
				next = leastRest
			}
			e.heard(ctx, changed)
		})
		if ctx.Err() != nil {
			return
		}
		e.log.Warn("changes of other processes are not heard of and will be found more slowly", "cause", err)
		rest(ctx, next/2+rand.N(next/2)) //nolint:gosec // so that not all processes come back at the same moment
	}
}

// heard hands on, site by site. A panic there costs that hint alone.
func (e *Exchange) heard(ctx context.Context, changed []Article) {
	defer func() {
		if cause := recover(); cause != nil {
			e.log.Error("a hint panicked", "cause", cause)
		}
	}()
	bySite := make(map[site.ID][]uuid.UUID)
	for _, article := range changed {
		bySite[article.Site] = append(bySite[article.Site], article.ID)
	}
	for on, articles := range bySite {
		e.hear(ctx, on, articles)
	}
}

// rest waits, unless the context ends first.
func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
