package httpapi

import (
	"sync/atomic"
	"time"
)

// rest is a while in which the last known bytes do, because reading has just failed.
type rest struct {
	until atomic.Int64 // nanoseconds since 1970
}

const restFor = time.Second

func (r *rest) begin(now time.Time) { r.until.Store(now.Add(restFor).UnixNano()) }

func (r *rest) end() { r.until.Store(0) }

// lasts: one that is longer than any is from before the clock was set back.
func (r *rest) lasts(now time.Time) bool {
	left := time.Duration(r.until.Load() - now.UnixNano())
	return left > 0 && left <= restFor
}
