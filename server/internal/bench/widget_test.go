package main

import (
	"strings"
	"testing"
	"testing/fstest"

	"understory/widget"
)

func TestEveryFileOfTheWidgetIsWeighedOnceForReadersOrStaff(t *testing.T) {
	t.Parallel()
	files, err := codeOf(widget.Dist)
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, name := range files {
		readers, staff := bundles[2].holds(name), bundles[3].holds(name)
		if readers == staff {
			t.Errorf("%s: weighed for readers %v, for staff %v", name, readers, staff)
		}
	}
}

func TestStyleSheetsWeighWithTheirScripts(t *testing.T) {
	t.Parallel()
	dist := fstest.MapFS{}
	for name, size := range map[string]int{"embed.js": 100, "comments.js": 2_000, "comments.css": 500, "dashboard.js": 300, "dashboard.html": 9_000} {
		dist[name] = &fstest.MapFile{Data: []byte(strings.Repeat("a", size))}
	}
	rows, err := widgetRows(dist)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"loader (embed.js): 100 bytes", "from there to readable comments (comments.css, comments.js): 2,500 bytes",
		"everything for readers, all loaded (comments.css, comments.js, embed.js): 2,600 bytes", "dashboard, code (dashboard.js): 300 bytes",
	} {
		if got := rows[i].what + ": " + rows[i].measured; !strings.HasPrefix(got, want+", gzip ") {
			t.Errorf("row %d is %q, want %q first", i, got, want)
		}
	}
	delete(dist, "embed.js")
	if _, err := widgetRows(dist); err == nil {
		t.Error("got no error without a loader")
	}
}
