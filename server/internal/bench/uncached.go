package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"time"
)

func howUncached(e effort) string {
	return fmt.Sprintf(`The built server answers pages of %d roots, a number that it never keeps ready, to one client that takes no compression. Both
threads hold the same conversations in the same order, so pages have equal bytes. The deep page begins after half of the
large thread and is reached by its cursor. The three pages are asked for in turns, %d times each, from warm memory.`,
		uncachedLimit, e.pages)
}

// uncachedLimit is not the number of roots of a first page, so the answer is never ready.
const uncachedLimit = 29

func (b *bench) uncachedPages(ctx context.Context) ([]row, error) {
	var all []row
	for _, db := range b.reading {
		rows, err := b.uncachedPagesOn(ctx, db)
		if err != nil {
			return all, fmt.Errorf("%s: %w", db.name, err)
		}
		all = append(all, rows...)
	}
	return all, nil
}

func (b *bench) uncachedPagesOn(ctx context.Context, db *database) (rows []row, err error) {
	server, err := b.serve(ctx, db.url)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	c := newClient(server.base, false)
	defer c.close()
	cursor, err := deepCursor(ctx, c, db.large)
	if err != nil {
		return nil, fmt.Errorf("find the deep page: %w", err)
	}
	limit := fmt.Sprintf("&limit=%d", uncachedLimit)
	small, large := newReading(c, db.small.path(limit)), newReading(c, db.large.path(limit))
	deep := newReading(c, db.large.path(limit+"&cursor="+url.QueryEscape(cursor)))
	if err := readInTurns(ctx, b.effort.pages, small, large, deep); err != nil {
		return nil, err
	}
	return []row{
		{what: fmt.Sprintf("%s, first page of %s", db.name, db.small), measured: small.String()},
		{
			what: fmt.Sprintf("%s, first page of %s", db.name, db.large), measured: large.String(),
			against: "that of " + db.small.String(), ratio: large.ratio(small), budget: atMost(1.3, large.ratio(small), ""),
		},
		{
			what: fmt.Sprintf("%s, deep page of %s", db.name, db.large), measured: deep.String(),
			against: "its first page", ratio: deep.ratio(large), budget: atMost(1.5, deep.ratio(large), ""),
		},
	}, nil
}

// deepCursor walks through half of a thread's conversations.
func deepCursor(ctx context.Context, c *client, t thread) (cursor string, err error) {
	const step = 100 // roots, of which a conversation has three hundred
	for passed := 0; passed < t.comments/conversationSize/2*rootsOfConversation; passed += step {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		text, err := c.get(t.path(fmt.Sprintf("&limit=%d&cursor=%s", step, url.QueryEscape(cursor))))
		if err != nil {
			return "", err
		}
		var page struct{ Next string }
		if err := json.Unmarshal(text, &page); err != nil {
			return "", fmt.Errorf("read page: %w", err)
		}
		if cursor = page.Next; cursor == "" {
			return "", fmt.Errorf("the thread ends after %d roots", passed+step)
		}
	}
	return cursor, nil
}

// reading is one page, read again and again.
type reading struct {
	asking *asking
	bytes  int
	times  []time.Duration
}

func newReading(c *client, path string) *reading { return &reading{asking: c.asking(path)} }

// unlike is by how much the pages of a comparison may differ in length: by the digits of a count.
const unlike = 0.02

// readInTurns reads each page, first a few times that are forgotten. It fails where their lengths differ.
func readInTurns(ctx context.Context, times int, pages ...*reading) error {
	var turns []func() error
	for _, page := range pages {
		turns = append(turns, func() error { return errors.Join(ctx.Err(), page.read()) })
	}
	if err := inTurns(times/10+1, turns...); err != nil {
		return err
	}
	for _, page := range pages {
		page.times = nil
		if difference := math.Abs(float64(page.bytes)/float64(pages[0].bytes) - 1); difference > unlike {
			return fmt.Errorf("the pages are not of equal bytes: %d and %d", pages[0].bytes, page.bytes)
		}
	}
	return inTurns(times, turns...)
}

func (r *reading) read() error {
	took, err := r.asking.ask()
	r.times = append(r.times, took)
	r.bytes = len(r.asking.response.Body())
	return err
}

func (r *reading) ratio(to *reading) float64 {
	return float64(median(r.times)) / float64(median(to.times))
}

func (r *reading) String() string {
	return fmt.Sprintf("%s, p95 %s (%s bytes)", milliseconds(median(r.times)), milliseconds(percentile(r.times, 95)), grouped(float64(r.bytes)))
}
