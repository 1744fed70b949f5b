package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"time"
)

func howUncached(e effort) string {
	return fmt.Sprintf(`The built server answers pages of %d roots, a number that it never keeps ready, to one client that takes no compression, out of a
database of %s comments. All threads but the smallest hold the same conversations in the same order, so pages have equal bytes. The deep
page begins after half of the large thread and is reached by its cursor. All are asked for in turns, %d times each, from
warm memory.`, uncachedLimit, grouped(float64(e.comments())), e.pages)
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
	var pages []*reading
	for _, t := range db.bySize() {
		pages = append(pages, newReading(c, t.path(limit)))
	}
	deep := newReading(c, db.large.path(limit+"&cursor="+url.QueryEscape(cursor)))
	all := append(slices.Clip(pages), deep)
	if err := readInTurns(ctx, b.effort.pages, all...); err != nil {
		return nil, err
	}
	if err := equalInBytes(all[1:]...); err != nil { // the tiny thread has fewer replies to show
		return nil, err
	}
	return uncachedRows(db, pages, deep), nil
}

// uncachedRows compares each page with that of the small thread, and judges the large thread's.
func uncachedRows(db *database, pages []*reading, deep *reading) []row {
	var rows []row
	small, large := pages[1], pages[len(pages)-1]
	for i, t := range db.bySize() {
		r := row{what: fmt.Sprintf("%s, first page of %s", db.name, t), measured: pages[i].String()}
		if pages[i] != small {
			r.against, r.ratio = "that of "+db.small.String(), pages[i].ratio(small)
		}
		if pages[i] == large {
			r.budget = atMost(1.3, r.ratio, "")
		}
		rows = append(rows, r)
	}
	slowest := percentile(large.times, 95).Seconds() * 1000
	return append(rows,
		row{
			what: fmt.Sprintf("%s, deep page of %s", db.name, db.large), measured: deep.String(),
			against: "its first page", ratio: deep.ratio(large), budget: atMost(1.5, deep.ratio(large), ""),
		},
		row{what: fmt.Sprintf("%s, 95 of 100 first pages of %s within", db.name, db.large), measured: fmt.Sprintf("%.3g ms", slowest), budget: atMost(30, slowest, "ms")},
	)
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

// readInTurns reads each page, first a few times that are forgotten.
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
	}
	return inTurns(times, turns...)
}

// equalInBytes fails where the lengths of pages differ, whose times would say nothing about each other.
func equalInBytes(pages ...*reading) error {
	for _, page := range pages {
		if difference := math.Abs(float64(page.bytes)/float64(pages[0].bytes) - 1); difference > unlike {
			return fmt.Errorf("the pages are not of equal bytes: %d and %d", pages[0].bytes, page.bytes)
		}
	}
	return nil
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
