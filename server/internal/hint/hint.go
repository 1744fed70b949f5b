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
	// Panicked is told of each panic that was caught. May be nil; set before Run.
	Panicked func()

	channel Channel
	look    func(ctx context.Context, on site.ID, articles []uuid.UUID)
	log     *slog.Logger

	changed *gathered // not told yet
	heard   *gathered // not looked at yet
}

const (
	tellEvery = 100 * time.Millisecond // at most ten times a second, whatever is written
	mostTold  = 200                    // articles at a time; what is beyond them is found by those who look anyway
	mostHeard = 5000                   // likewise, while looking takes long
	patience  = 2 * time.Second        // for one telling

	// How long to wait before listening again.
	leastRest = 100 * time.Millisecond
	mostRest  = 5 * time.Second
)

// New makes an exchange. Look is called with what other processes changed; what comes meanwhile is gathered.
func New(c Channel, look func(ctx context.Context, on site.ID, articles []uuid.UUID), log *slog.Logger) *Exchange {
	return &Exchange{channel: c, look: look, log: log, changed: newGathered(mostTold), heard: newGathered(mostHeard)}
}

// Changed notes what to tell of a commit of this process. It waits for nothing.
func (e *Exchange) Changed(on site.ID, article uuid.UUID) { e.changed.add(Article{on, article}) }

// Run tells and hears until the context ends.
func (e *Exchange) Run(ctx context.Context) {
	var loops sync.WaitGroup
	for _, loop := range []func(context.Context){e.telling, e.listening, e.looking} {
		loops.Go(func() { loop(ctx) })
	}
	loops.Wait()
}

// telling sends what was noted: the first at once, what follows gathered. Nothing is sent twice, since who was not
// reached looks for themselves before long.
func (e *Exchange) telling(ctx context.Context) {
	reached := true
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.changed.wake:
		}
		err := e.tell(ctx, e.changed.take())
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

// listening begins again whenever the connection is lost, after a rest that grows. It says so once, and when it is over.
func (e *Exchange) listening(ctx context.Context) {
	deaf := false
	for next := leastRest; ctx.Err() == nil; next = min(2*next, mostRest) {
		err := e.channel.Listen(ctx, func(changed []Article) {
			if changed == nil && deaf {
				e.log.Info("changes of other processes are heard of again")
				deaf, next = false, leastRest
			}
			e.heard.add(changed...)
		})
		if ctx.Err() != nil {
			return
		}
		if !deaf {
			e.log.Warn("changes of other processes are not heard of and will be found more slowly", "cause", err)
			deaf = true
		}
		rest(ctx, next/2+rand.N(next/2)) //nolint:gosec // so that not all processes come back at the same moment
	}
}

// looking hands on what was heard.
func (e *Exchange) looking(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.heard.wake:
		}
		bySite := make(map[site.ID][]uuid.UUID)
		for _, article := range e.heard.take() {
			bySite[article.Site] = append(bySite[article.Site], article.ID)
		}
		for on, articles := range bySite {
			e.lookAt(ctx, on, articles)
		}
	}
}

// lookAt survives a panic, which costs that hint alone.
func (e *Exchange) lookAt(ctx context.Context, on site.ID, articles []uuid.UUID) {
	defer func() {
		if cause := recover(); cause != nil {
			e.log.Error("a hint panicked", "cause", cause)
			if e.Panicked != nil {
				e.Panicked()
			}
		}
	}()
	e.look(ctx, on, articles)
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
