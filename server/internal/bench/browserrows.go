package main

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

func howBrowser(e effort) string {
	return fmt.Sprintf(`The built server on SQLite, with a thread of %s mixed comments (lengths log-normal around %d characters, some with links, quotes and
lists, %d readers with drawn avatars), in Chromium with a window of 1280 by 900. The publisher's page, two paragraphs and the
element with room kept for it, comes from another origin. The processor is slowed down four times and the network to 1.6 Mbit/s
down, 0.75 up and 150 ms to the first byte of each answer; nothing is cached. Left out is what this browser cannot slow
down: finding the server, connecting, TLS. Each visit begins in a new profile; %d of them, in turns with as many to a page that has the same
comments and styles in its HTML, which is the least that any widget could take. Medians stand here, with the least and the greatest.

- *First comment painted* is the end of the first frame that has the text of a comment: once since the navigation began, which
includes the publisher's own page, and once since the loader arrived.
- *Tasks* are those of the page's main thread in the browser's trace; the longest is looked for from the loader's arrival on,
and in the whole visit of the page whose HTML has the comments. What counts is their processor time, since what other programs take
from them is no fault of a page; the time by the clock is given too.
- *Layout shift* is the sum of all shifts of a visit that no press or key explains, greatest of window (1280 by 900) and phone (390 by 844).
The reader who is there first has jumped to the end of a page that keeps no room: what stands below the comments must give way, so
this has no budget. A page that keeps room, as the first of them does, spares that reader too.
- *Nodes* and *heap* are those of the page with comments less those of the page without, after a collection, at full speed.
- A *press* and a *key* last from the event to the frame that shows it, as the browser tells (PerformanceEventTiming): rounded to
8 ms, and never less than 16.`, grouped(conversationSize), medianLength, readers, e.loads)
}

func (f *found) rows() []row {
	rows := []row{{what: "measured in", measured: f.Browser}}
	rows = append(rows, f.requestRows()...)
	rows = append(rows, f.loadingRows()...)
	rows = append(rows, f.shiftRows()...)
	rows = append(rows, f.sizeRows()...)
	return append(rows, f.interactionRows()...)
}

func (f *found) requestRows() []row {
	bytes := 0
	for _, request := range f.Requests.All {
		bytes += request.Bytes
	}
	readable, all := len(f.Requests.Readable), len(f.Requests.All)
	var names []string
	for _, asked := range f.Requests.Readable {
		names = append(names, path.Base(asked))
	}
	return []row{
		{
			what:     "requests to readable comments (" + strings.Join(names, ", ") + ")",
			measured: grouped(float64(readable)), budget: atMost(3, float64(readable), ""),
		},
		{
			what:     "requests until one can write",
			measured: fmt.Sprintf("%d, %s bytes on the wire with headers", all, grouped(float64(bytes))),
		},
	}
}

func (f *found) loadingRows() []row {
	ours := func(figure func(loading) float64) times { return each(f.Loading.Ours, figure) }
	compared := func(what string, figure func(loading) float64) row {
		plain := each(f.Loading.Plain, figure)
		return row{what: what, measured: ours(figure).String(), against: "in the HTML: " + plain.String(), ratio: ours(figure).median() / plain.median()}
	}
	first := compared("first comment painted, from the navigation", func(l loading) float64 { return l.First })
	first.budget = atMost(1_200, ours(func(l loading) float64 { return l.First }).median(), "ms")
	longest := compared("longest task of those", func(l loading) float64 { return l.Longest.Processor })
	longest.measured += ", by the clock " + ours(func(l loading) float64 { return l.Longest.Wall }).String()
	longest.budget = atMost(50, ours(func(l loading) float64 { return l.Longest.Processor }).median(), "ms")
	later := ours(func(l loading) float64 { return l.LongestLater.Processor })
	return []row{
		first,
		{what: "the same, from the loader's arrival", measured: ours(func(l loading) float64 { return l.FirstAfterLoader }).String()},
		compared(fmt.Sprintf("all %d comments painted, from the navigation", f.Comments), func(l loading) float64 { return l.All }),
		compared("processor time of the main thread until then", func(l loading) float64 { return l.Work }),
		longest,
		{
			what:     "longest task after that, as the rest of the code starts",
			measured: later.String() + ", by the clock " + ours(func(l loading) float64 { return l.LongestLater.Wall }).String(),
			budget:   atMost(50, later.median(), "ms"),
		},
	}
}

// noRoom is where something has to move: the reader sees the page's end, and the comments come above it.
const noRoom = "below the fold, the reader there first"

func (f *found) shiftRows() []row {
	var rows []row
	greatest := make(map[string]float64)
	for _, shift := range f.Shifts {
		if _, known := greatest[shift.Place]; !known {
			rows = append(rows, row{what: "layout shift, " + shift.Place})
		}
		greatest[shift.Place] = max(greatest[shift.Place], shift.Value)
	}
	for i := range rows {
		place := strings.TrimPrefix(rows[i].what, "layout shift, ")
		rows[i].measured = fmt.Sprintf("%.4g", greatest[place])
		if place != noRoom {
			rows[i].budget = atMost(0, greatest[place], "")
		}
	}
	return rows
}

func (f *found) sizeRows() []row {
	var rows []row
	for _, s := range []size{f.Size.First, f.Size.More} {
		nodes, heap := s.Nodes-f.Size.Bare.Nodes, s.Heap-f.Size.Bare.Heap
		rows = append(rows, row{
			what: fmt.Sprintf("nodes and heap of %s comments", grouped(float64(s.Comments))),
			measured: fmt.Sprintf("%s nodes, %s each; %s, %s KB each", grouped(float64(nodes)), grouped(float64(nodes)/float64(s.Comments)),
				megabytes(float64(heap)/1e6), grouped(float64(heap)/1e3/float64(s.Comments))),
		})
	}
	return rows
}

func (f *found) interactionRows() []row {
	respect, keys, plain := times(f.Respect), times(f.Typing.Ours.Keys), times(f.Typing.Plain.Keys)
	return []row{
		{what: "press of Respect until it is painted", measured: respect.String()},
		{
			what: fmt.Sprintf("key in the composer above %s comments", grouped(float64(f.Typing.Ours.Comments))), measured: keys.String(),
			against: "in a box on the page without comments: " + plain.String(), ratio: keys.median() / plain.median(),
		},
	}
}

// times are milliseconds of the same thing, measured again and again.
type times []float64

func each(visits []loading, figure func(loading) float64) times {
	var all times
	for _, visit := range visits {
		all = append(all, figure(visit))
	}
	return all
}

func (t times) median() float64 { return median(t) }

func (t times) String() string {
	return fmt.Sprintf("%s ms (%s to %s)", grouped(t.median()), grouped(slices.Min(t)), grouped(slices.Max(t)))
}
