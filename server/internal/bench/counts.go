package main

import (
	"context"
	"errors"
	"fmt"
)

// countedPages is how many addresses one request for counts may hold.
const countedPages = 50

var howCounts = fmt.Sprintf(`One request asks for the counts of %d addresses of stories with comments, as an index page does; %d connections, gzip
accepted, medians over the rounds.`, countedPages, connections)

func (b *bench) counts(ctx context.Context) ([]row, error) {
	var rows []row
	for _, db := range b.reading {
		counted, err := b.countsOn(ctx, db)
		if err != nil {
			return rows, fmt.Errorf("%s: %w", db.name, err)
		}
		rows = append(rows, counted)
	}
	return rows, nil
}

func (b *bench) countsOn(ctx context.Context, db *database) (counted row, err error) {
	server, err := b.serve(ctx, db.url)
	if err != nil {
		return row{}, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	asked := &flooding{client: newClient(server.base, true), server: server, path: db.countsPath()}
	defer asked.client.close()
	if err := b.floodInTurns(ctx, asked); err != nil {
		return row{}, err
	}
	counted = row{what: fmt.Sprintf("%s, counts of %d stories", db.name, countedPages), measured: asked.String()}
	if len(asked.cpu) > 0 {
		counted.measured += ", processor time " + microseconds(median(asked.cpu))
	}
	return counted, nil
}
