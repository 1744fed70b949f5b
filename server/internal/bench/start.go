package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

func howStart(e effort) string {
	return fmt.Sprintf(`The built server is started on an existing SQLite database with threads of %s and %s comments; the time is that from
starting the process to the first page of the former, answered whole. Median of %d starts. Memory is what the process holds in RAM
(RSS) just after that answer.`, grouped(conversationSize), grouped(float64(e.large)), e.starts)
}

// start measures from nothing to the first answer.
func (b *bench) start(ctx context.Context) ([]row, error) {
	var times []time.Duration
	var memory []float64
	for range b.effort.starts {
		took, resident, err := b.startOnce(ctx, b.reading[0])
		if err != nil {
			return nil, err
		}
		times = append(times, took)
		if resident > 0 {
			memory = append(memory, resident)
		}
	}
	took := median(times)
	rows := []row{{
		what: "start to first answer, SQLite", measured: milliseconds(took),
		budget: atMost(150, float64(took.Microseconds())/1000, "ms"),
	}}
	if len(memory) > 0 {
		held := median(memory)
		rows = append(rows, row{what: "resident memory, idle", measured: megabytes(held), budget: atMost(40, held, "MB")})
	}
	return rows, nil
}

func (b *bench) startOnce(ctx context.Context, db *database) (took time.Duration, resident float64, err error) {
	began := time.Now()
	server, err := b.serve(ctx, db.url)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	c := newClient(server.base, true)
	defer c.close()
	_, err = c.get(db.small.path(""))
	return time.Since(began), server.resident(), err
}
