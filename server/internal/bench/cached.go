package main

import (
	"context"
	"errors"
	"fmt"
)

var howCached = fmt.Sprintf(`The built server on SQLite answers first pages (30 roots with their first replies) of threads of several sizes to
%d connections that accept gzip. The ceiling is a bare Fiber application in a process of its own, which answers the bytes
and headers of the page of %s comments from memory. All are asked in turns by the same client; medians over the rounds. Processor
time is the server process's alone, without the client's, so it shows what the requests' ratio hides.`, connections, grouped(conversationSize))

// cachedPage compares first pages, once they are ready, with constant bytes.
func (b *bench) cachedPage(ctx context.Context) (rows []row, err error) {
	db := b.reading[0]
	server, err := b.serve(ctx, db.url)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	c := newClient(server.base, true)
	defer c.close()

	first := c.asking(db.small.path(""))
	if _, err := first.ask(); err != nil {
		return nil, err
	}
	bare, err := b.ceiling(ctx, constantOf(&first.response))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, bare.stop()) }()
	ceiling := &flooding{client: newClient(bare.base, true), server: bare, path: db.small.path("")}
	defer ceiling.client.close()

	sides := []*flooding{ceiling}
	for _, t := range db.bySize() {
		sides = append(sides, &flooding{client: c, server: server, path: t.path("")})
	}
	if err := b.floodInTurns(ctx, sides...); err != nil {
		return nil, err
	}
	return cachedRows(db.bySize(), sides[1:], ceiling), nil
}

// floodInTurns measures after a short flood that is forgotten.
func (b *bench) floodInTurns(ctx context.Context, sides ...*flooding) error {
	var turns []func() error
	for _, side := range sides {
		if _, err := side.client.flood(ctx, side.path, b.effort.reading/4); err != nil {
			return err
		}
		turns = append(turns, func() error { return side.round(ctx, b.effort.reading) })
	}
	return inTurns(b.effort.rounds, turns...)
}

func cachedRows(threads []thread, ready []*flooding, ceiling *flooding) []row {
	var rows []row
	for i, f := range ready {
		ratio := median(f.perSecond) / median(ceiling.perSecond)
		r := row{what: "first page of " + threads[i].String(), measured: f.String(), ratio: ratio, budget: atLeast(0.8, ratio)}
		if i == 0 {
			r.against = "constant bytes: " + ceiling.String()
		} else {
			r.against = "the same"
		}
		rows = append(rows, r)
	}
	last := ready[len(ready)-1]
	if len(last.cpu) > 0 && len(ceiling.cpu) > 0 {
		ours, bare := median(last.cpu), median(ceiling.cpu)
		rows = append(rows, row{
			what: "processor time a request", measured: microseconds(ours), against: "constant bytes: " + microseconds(bare),
			ratio: float64(ours) / float64(bare),
		})
	}
	if memory := last.server.resident(); memory > 0 {
		rows = append(rows, row{what: "resident memory after that load", measured: megabytes(memory)})
	}
	return rows
}
