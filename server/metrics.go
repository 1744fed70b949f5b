package main

import (
	"context"
	"runtime"
	"sync"
	"time"

	"understory/server/internal/metrics"
	"understory/server/internal/store"
)

// tell names the figures of the parts that know nothing of metrics. Those of requests and pages are told by httpapi.
func (p *program) tell() {
	p.figures.Gauge("understory_build_info", "The program that runs.", func() float64 { return 1 }, "version", version(), "go", runtime.Version())
	p.figures.Counter("understory_panics_total", "Panics that were caught and logged.", &p.panics, "where", "regular")
	for i, pool := range p.store.Figures() {
		p.tellPool(pool.Pool, func() store.Figures { return p.store.Figures()[i] })
	}
	p.tellOutbox()
	p.figures.Process()
}

func (p *program) tellPool(name string, now func() store.Figures) {
	r := &p.figures
	r.Total("understory_database_statements_total", "Statements run.",
		func() float64 { return float64(now().Statements) }, "pool", name)
	r.Gauge("understory_database_connections_max", "Connections that there may be.",
		func() float64 { return float64(now().Connections.MaxOpenConnections) }, "pool", name)
	r.Gauge("understory_database_connections", "Connections to the database.",
		func() float64 { return float64(now().Connections.InUse) }, "pool", name, "state", "used")
	r.Gauge("understory_database_connections", "Connections to the database.",
		func() float64 { return float64(now().Connections.Idle) }, "pool", name, "state", "idle")
	r.Total("understory_database_waits_total", "Times that somebody had to wait for a connection.",
		func() float64 { return float64(now().Connections.WaitCount) }, "pool", name)
	r.Total("understory_database_wait_seconds_total", "Time spent waiting for a connection.",
		func() float64 { return now().Connections.WaitDuration.Seconds() }, "pool", name)
}

func (p *program) tellOutbox() {
	waiting := &backlog{count: p.store.Backlog}
	r := &p.figures
	r.Gauge("understory_database_up", "1 while the database answers.", func() float64 {
		if _, _, err := waiting.now(); err != nil {
			return 0
		}
		return 1
	})
	r.Gauge("understory_outbox_tasks", "Tasks that wait to be carried out; ten thousand stand for more.", func() float64 {
		tasks, _, err := waiting.now()
		if err != nil {
			return metrics.None()
		}
		return float64(tasks)
	})
	r.Gauge("understory_outbox_oldest_seconds", "For how long the oldest of them has waited.", func() float64 {
		_, oldest, err := waiting.now()
		switch {
		case err != nil:
			return metrics.None()
		case oldest.IsZero():
			return 0
		}
		return max(0, time.Since(oldest).Seconds())
	})
}

// backlog asks the database at most once in a while, however often the figures are read.
type backlog struct {
	count func(context.Context) (int, time.Time, error)

	mu     sync.Mutex
	tasks  int
	oldest time.Time
	err    error
	until  time.Time
}

// backlogFor is how long an answer counts, and backlogWithin how long the database may take for one.
const (
	backlogFor    = 2 * time.Second
	backlogWithin = time.Second
)

func (b *backlog) now() (tasks int, oldest time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Now().Before(b.until) {
		return b.tasks, b.oldest, b.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), backlogWithin)
	defer cancel()
	b.tasks, b.oldest, b.err = b.count(ctx)
	b.until = time.Now().Add(backlogFor)
	return b.tasks, b.oldest, b.err
}
