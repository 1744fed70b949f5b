package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// seen is what the browser's program might print, of two visits and two screens.
const seen = `{
"browser": "Chromium 156", "comments": 65,
"requests": {"readable": ["/embed.js", "/api/v1/thread", "/assets/0123/comments.js"], "all": [{"path": "/embed.js", "bytes": 2000}, {"path": "/x", "bytes": 500}]},
"loading": {
 "ours": [
  {"first": 1000, "firstAfterLoader": 600, "all": 1500, "work": 900, "longest": {"wall": 60, "processor": 40}, "longestLater": {"wall": 80, "processor": 60}},
  {"first": 1100, "firstAfterLoader": 700, "all": 1700, "work": 1100, "longest": {"wall": 80, "processor": 44}, "longestLater": {"wall": 90, "processor": 70}}],
 "plain": [{"first": 500, "firstAfterLoader": 500, "all": 1000, "work": 500, "longest": {"wall": 90, "processor": 84}, "longestLater": {"wall": 1, "processor": 1}}]},
"shifts": [
 {"place": "in view", "screen": "desktop", "value": 0}, {"place": "at a permalink", "screen": "desktop", "value": 0.01},
 {"place": "in view", "screen": "phone", "value": 0}, {"place": "at a permalink", "screen": "phone", "value": 0.034}],
"size": {"bare": {"nodes": 30, "heap": 1000000}, "first": {"comments": 65, "nodes": 2630, "heap": 1650000}, "more": {"comments": 800, "nodes": 30030, "heap": 3000000}},
"respect": [24, 32, 24],
"typing": {"ours": {"comments": 976, "keys": [40, 48, 56]}, "plain": {"keys": [16, 16]}}}`

func TestWhatTheBrowserFoundBecomesRows(t *testing.T) {
	t.Parallel()
	var f found
	if err := json.Unmarshal([]byte(seen), &f); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"measured in | Chromium 156 |  |  |  | ",
		"requests to readable comments (embed.js, thread, comments.js) | 3 |  |  | ≤ 3 | met",
		"requests until one can write | 2, 2,500 bytes on the wire with headers |  |  |  | ",
		"first comment painted, from the navigation | 1,050 ms (1,000 to 1,100) | in the HTML: 500 ms (500 to 500) | 2.10 | ≤ 1,200 ms | met",
		"the same, from the loader's arrival | 650 ms (600 to 700) |  |  |  | ",
		"all 65 comments painted, from the navigation | 1,600 ms (1,500 to 1,700) | in the HTML: 1,000 ms (1,000 to 1,000) | 1.60 |  | ",
		"processor time of the main thread until then | 1,000 ms (900 to 1,100) | in the HTML: 500 ms (500 to 500) | 2.00 |  | ",
		"longest task of those | 42 ms (40 to 44), by the clock 70 ms (60 to 80) | in the HTML: 84 ms (84 to 84) | 0.50 | ≤ 50 ms | met",
		"longest task after that, as the rest of the code starts | 65 ms (60 to 70), by the clock 85 ms (80 to 90) |  |  | ≤ 50 ms | MISSED",
		"layout shift, in view | 0 |  |  | ≤ 0 | met",
		"layout shift, at a permalink | 0.034 |  |  | ≤ 0 | MISSED",
		"nodes and heap of 65 comments | 2,600 nodes, 40 each; 0.7 MB, 10 KB each |  |  |  | ",
		"nodes and heap of 800 comments | 30,000 nodes, 37.5 each; 2.0 MB, 2.5 KB each |  |  |  | ",
		"press of Respect until it is painted | 24 ms (24 to 32) |  |  |  | ",
		"key in the composer above 976 comments | 48 ms (40 to 56) | in a box on the page without comments: 16 ms (16 to 16) | 3.00 |  | ",
	}
	rows := f.rows()
	for i, row := range rows {
		if got := strings.Join(row.cells(), " | "); i >= len(want) || got != want[i] {
			t.Errorf("row %d is\n%s", i, got)
		}
	}
	if len(rows) != len(want) {
		t.Errorf("%d rows, want %d", len(rows), len(want))
	}
}
