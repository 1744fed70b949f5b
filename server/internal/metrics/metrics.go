// Package metrics counts, and tells what was counted in the text that Prometheus reads. It does not know what is counted:
// who counts something keeps a Counter or a Histogram, whose zero value is ready, and wiring gives it a name here.
//
// The usual library was weighed and left out: it adds seven modules and some megabytes to the binary, and looks up a map
// at each count unless one keeps the counters oneself, as is done here.
package metrics

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Counter is a number that only rises.
type Counter struct{ n atomic.Uint64 }

// Inc counts one more.
func (c *Counter) Inc() { c.n.Add(1) }

// Value is how many were counted.
func (c *Counter) Value() uint64 { return c.n.Load() }

// durations are the upper bounds of a histogram's buckets. The first page from memory is in the first, and patience is
// at its end in the last.
var durations = [...]time.Duration{
	time.Millisecond, 2500 * time.Microsecond, 5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2500 * time.Millisecond, 5 * time.Second,
}

// Histogram is how long something took, many times.
type Histogram struct {
	buckets [len(durations) + 1]atomic.Uint64 // each without those below it
	sum     atomic.Int64
}

// Observe counts one more duration.
func (h *Histogram) Observe(d time.Duration) {
	at := 0
	for at < len(durations) && d > durations[at] {
		at++
	}
	h.buckets[at].Add(1)
	h.sum.Add(int64(d))
}

// Registry is what there is to tell. Labels are given as names and values in turn; both are ours, never a stranger's.
type Registry struct {
	mu       sync.Mutex
	families []*family
}

// family is everything of one name.
type family struct {
	name, help, kind string
	series           []series
}

// series is one line of a family, or a histogram's several.
type series struct {
	labels []string
	value  func() float64
	spread *Histogram
}

// Counter tells a counter.
func (r *Registry) Counter(name, help string, c *Counter, labels ...string) {
	r.add(name, help, "counter", series{labels: labels, value: func() float64 { return float64(c.Value()) }})
}

// Total tells a number that somebody else counts, and that only rises.
func (r *Registry) Total(name, help string, value func() float64, labels ...string) {
	r.add(name, help, "counter", series{labels: labels, value: value})
}

// Gauge tells a number that rises and falls. NaN is told as nothing at all.
func (r *Registry) Gauge(name, help string, value func() float64, labels ...string) {
	r.add(name, help, "gauge", series{labels: labels, value: value})
}

// Histogram tells how long something takes.
func (r *Registry) Histogram(name, help string, h *Histogram, labels ...string) {
	r.add(name, help, "histogram", series{labels: labels, spread: h})
}

func (r *Registry) add(name, help, kind string, s series) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := slices.IndexFunc(r.families, func(f *family) bool { return f.name == name })
	if at < 0 {
		r.families = append(r.families, &family{name: name, help: help, kind: kind})
		at = len(r.families) - 1
	}
	f := r.families[at]
	if f.kind != kind || len(s.labels)%2 != 0 {
		panic("metrics: " + name + " is told in two ways")
	}
	f.series = append(f.series, s)
}

// all are the families as they are now.
func (r *Registry) all() []family {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]family, len(r.families))
	for i, f := range r.families {
		all[i] = *f
		all[i].series = slices.Clone(f.series)
	}
	return all
}

// None is the value of a gauge that has nothing to tell just now.
func None() float64 { return math.NaN() }
