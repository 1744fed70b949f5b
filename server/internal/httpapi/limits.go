package httpapi

import (
	"fmt"
	"math"
	"net/netip"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// action is what a limit counts.
type action int

const (
	posting    action = iota // comments that were kept
	trying                   // those that were refused too
	changing                 // edits and withdrawals
	reacting                 // respects and reports
	previewing               // costs a parse
	actions                  // how many there are
)

// The actions as figures name them.
var actionNames = [actions]string{"posting", "trying", "changing", "reacting", "previewing"}

// rate is how many at once, and how many a minute thereafter.
type rate struct {
	burst     int
	perMinute float64
}

// each is how long it takes until one more is free. An owner's zero is an hour and a half, not a division by zero.
func (r rate) each() time.Duration {
	return time.Duration(float64(time.Minute) / math.Max(r.perMinute, 0.01))
}

// tolerance is how far ahead of an even pace the burst may be.
func (r rate) tolerance() time.Duration {
	return r.each() * time.Duration(max(r.burst, 1)-1)
}

func rateOf(what action, s site.Settings) rate {
	switch what {
	case posting:
		return rate{s.PostBurst, float64(s.PostsMinute)}
	case trying, previewing:
		return rate{60, 60}
	default:
		return rate{s.ReactMinute, float64(s.ReactMinute)}
	}
}

// charge counts one action of a network on a site, the zero site for the whole installation. It is called once
// the request is known to be worth carrying out, and before it has any effect. Faults: RateLimited, ReadOnly.
func (a *api) charge(c *fiber.Ctx, on site.Site, actions ...action) error {
	if a.RateLimitOff {
		return nil
	}
	network := a.network(c)
	for _, what := range actions {
		wait, err := a.take(requestContext(c), bucket{on.ID, network, what}, rateOf(what, on.Settings))
		if err != nil {
			return fmt.Errorf("charge the limit: %w", err)
		}
		if wait > 0 {
			a.figures.limited[what].Inc()
			seconds := int(math.Ceil(wait.Seconds()))
			return fault.Retry(fault.RateLimited, wait, "That was a lot at once. Try again in %d seconds; nothing you wrote is lost.", seconds)
		}
	}
	return nil
}

// refund takes back a charge for what came to nothing.
func (a *api) refund(c *fiber.Ctx, on site.Site, what action) {
	if !a.RateLimitOff {
		a.give(requestContext(c), bucket{on.ID, a.network(c), what}, rateOf(what, on.Settings))
	}
}

// limiter holds the generic cell rate algorithm (ITU-T I.371, annex A): of each bucket only the time at which it would
// be empty again. It counts in this process alone; see Limits for what several processes count together.
type limiter struct {
	now func() time.Time

	mu    sync.Mutex
	empty map[bucket]time.Time
	sweep int // the size at which buckets that are empty by now are cleared away
}

type bucket struct {
	site    site.ID
	network netip.Prefix
	action  action
}

// mostBuckets bounds the memory that a flood from many networks can take, about 16 MB.
const mostBuckets = 1 << 17

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, empty: make(map[bucket]time.Time), sweep: 1 << 10}
}

// take counts one, or says how long to wait until one is free.
func (l *limiter) take(b bucket, r rate) time.Duration {
	tolerance := r.tolerance()
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	empty := l.empty[b]
	if empty.Before(now) {
		empty = now
	}
	// No bucket is fuller than full, unless the clock was set back: then nobody waits until it has caught up.
	if full := now.Add(tolerance + r.each()); empty.After(full) {
		empty = full
		l.empty[b] = full
	}
	if wait := empty.Sub(now) - tolerance; wait > 0 {
		return wait
	}
	l.makeRoom(now)
	l.empty[b] = empty.Add(r.each())
	return 0
}

// give takes one back.
func (l *limiter) give(b bucket, r rate) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if empty, there := l.empty[b]; there {
		l.empty[b] = empty.Add(-r.each())
	}
}

// makeRoom clears away buckets that are empty by now, whenever their number has doubled. Should that not do, any half
// of them goes (one at a time would mean to search them all each time): a flood from a hundred thousand networks is not
// what this limit can stop.
func (l *limiter) makeRoom(now time.Time) {
	if len(l.empty) < l.sweep {
		return
	}
	for b, empty := range l.empty {
		if !empty.After(now) {
			delete(l.empty, b)
		}
	}
	for b := range l.empty {
		if len(l.empty) <= mostBuckets/2 {
			break
		}
		delete(l.empty, b)
	}
	l.sweep = max(2*len(l.empty), 1<<10)
}
