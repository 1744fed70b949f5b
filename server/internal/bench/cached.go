package main

import (
	"context"
	"errors"
	"fmt"
)

var howCached = fmt.Sprintf(`The built server on SQLite, with a thread of %s comments, answers its first page (30 roots with their first replies) to
%d connections that accept gzip. The ceiling is a bare Fiber application in a process of its own, which answers the same
bytes and headers from memory. Both are asked in turns by the same client; medians over the rounds. Processor time is
the server process's alone, without the client's, so it shows what the requests' ratio hides.`, grouped(conversationSize), connections)

// cachedPage compares the first page, once it is ready, with constant bytes.
func (b *bench) cachedPage(ctx context.Context) (rows []row, err error) {
	server, err := b.serve(ctx, b.reading[0].url)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	product := &flooding{client: newClient(server.base, true), server: server, path: b.reading[0].small.path("")}
	defer product.client.close()

	first := product.client.asking(product.path)
	if _, err := first.ask(); err != nil {
		return nil, err
	}
	bare, err := b.ceiling(ctx, constantOf(&first.response))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, bare.stop()) }()
	ceiling := &flooding{client: newClient(bare.base, true), server: bare, path: product.path}
	defer ceiling.client.close()

	if err := b.floodInTurns(ctx, product, ceiling); err != nil {
		return nil, err
	}
	return cachedRows(product, ceiling, len(first.response.Body())), nil
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

func cachedRows(product, ceiling *flooding, bytes int) []row {
	ratio := median(product.perSecond) / median(ceiling.perSecond)
	rows := []row{{
		what: fmt.Sprintf("first page, %s bytes of gzip", grouped(float64(bytes))), measured: product.String(),
		against: "constant bytes: " + ceiling.String(), ratio: ratio, budget: atLeast(0.8, ratio),
	}}
	if len(product.cpu) > 0 && len(ceiling.cpu) > 0 {
		ours, bare := median(product.cpu), median(ceiling.cpu)
		rows = append(rows, row{
			what: "processor time a request", measured: microseconds(ours), against: "constant bytes: " + microseconds(bare),
			ratio: float64(ours) / float64(bare),
		})
	}
	if memory := product.server.resident(); memory > 0 {
		rows = append(rows, row{what: "resident memory after that load", measured: megabytes(memory)})
	}
	return rows
}
