package main

import (
	"context"
	"runtime"
	"sync"
	"time"

	"understory/server/internal/metrics"
)

// tell names the figures of the parts that know nothing of metrics. Those of requests and pages are told by httpapi.
func (p *program) tell() {
	r := &p.figures
	r.Gauge("understory_build_info", "The program that runs.", func() float64 { return 1 }, "version", version(), "go", runtime.Version())
	r.Counter("understory_panics_total", "Panics that were caught and logged.", &p.panics, "where", "regular")
	p.tellDatabase()
	p.tellOutbox()
	r.Process()
}

func (p *program) tellDatabase() {
	r := &p.figures
	for i, pool := range p.store.Figures() {
		labels := []string{"pool", pool.Pool}
		r.Total("understory_database_statements_total", "Statements run.", func() float64 { return float64(p.store.Figures()[i].Statements) }, labels...)
		r.Gauge("understory_database_connections_max", "Connections that there may be.", func() float64 {
			return float64(p.store.Figures()[i].Connections.MaxOpenConnections)
		}, labels...)
		const connections = "Connections to the database."
		r.Gauge("understory_database_connections", connections, func() float64 {
			return float64(p.store.Figures()[i].Connections.InUse)
		}, append(labels, "state", "used")...)
		r.Gauge("understory_database_connections", connections, func() float64 {
			return float64(p.store.Figures()[i].Connections.Idle)
		}, append(labels, "state", "idle")...)
		r.Total("understory_database_waits_total", "Times that somebody had to wait for a connection.", func() float64 {
			return float64(p.store.Figures()[i].Connections.WaitCount)
		}, labels...)
		r.Total("understory_database_wait_seconds_total", "Time spent waiting for a connection.", func() float64 {
			return p.store.Figures()[i].Connections.WaitDuration.Seconds()
		}, labels...)
	}
}

func (p *program) tellOutbox() {
	waiting := backlog{count: p.store.Backlog}
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

// backlogFor is how long an answer counts.
const backlogFor = 2 * time.Second

func (b *backlog) now() (tasks int, oldest time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Now().Before(b.until) {
		return b.tasks, b.oldest, b.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	b.tasks, b.oldest, b.err = b.count(ctx)
	b.until = time.Now().Add(backlogFor)
	return b.tasks, b.oldest, b.err
}
