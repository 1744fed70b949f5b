package main

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"understory/widget"
)

// TestEveryScriptAndStyleSheetIsWeighed finds a file that a build has added and no budget knows.
func TestEveryScriptAndStyleSheetIsWeighed(t *testing.T) {
	t.Parallel()
	languages, err := languagesOf(widget.Dist)
	if err != nil || len(languages) == 0 {
		t.Fatalf("languages %v, %v", languages, err)
	}
	var weighed []string
	for _, b := range bundles {
		for _, language := range languages {
			weighed = append(weighed, b.in(language)...)
		}
	}
	_ = fs.WalkDir(widget.Dist, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			t.Error(err)
		}
		if isCode := path.Ext(name) == ".js" || path.Ext(name) == ".css"; isCode && !slices.Contains(weighed, name) {
			t.Errorf("%s is not weighed", name)
		}
		return nil
	})
}

// dist is a build whose parts weigh 100 bytes or as many as said; letters that repeat compress to much less.
func dist(sizes map[string]int) fstest.MapFS {
	made := fstest.MapFS{}
	for _, name := range []string{"embed.js", "comments.js", "comments.css", "text-size.css", "acting.js", "count.js", "understory.js", "dashboard.js", "dashboard.css", "texts/de.js", "texts/de-write.js", "texts/hi.js", "texts/hi-write.js"} {
		made[name] = &fstest.MapFile{Data: []byte(noise(max(100, sizes[name])))}
	}
	return made
}

// noise is letters that do not repeat, so that more of them weigh more however they are compressed.
func noise(length int) string {
	var text strings.Builder
	for state := uint32(1); text.Len() < length; {
		state = state*1664525 + 1013904223 // Knuth's and Lewis's linear congruential generator
		text.WriteByte('a' + byte(state>>24)%26)
	}
	return text.String()
}

func TestPartsAreWeighedTogetherAndWordsInTheLongestLanguage(t *testing.T) {
	t.Parallel()
	rows, err := widgetRows(dist(map[string]int{"comments.js": 2_000, "texts/hi.js": 700, "texts/de-write.js": 300}))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"loader (embed.js): 100 bytes",
		"from there to readable comments (comments.js): 2,000 bytes",
		"all that one does besides reading (acting.js): 100 bytes",
		"counts for an index page (count.js): 100 bytes",
		"everything for readers, all loaded (embed.js, comments.js, acting.js, count.js): 2,300 bytes",
		"words of another language (texts/hi.js, texts/hi-write.js): 800 bytes",
		"styles of comments that a server has drawn (comments.css, text-size.css): 200 bytes",
		"pinned build (understory.js): 100 bytes",
		"dashboard, code (dashboard.css, dashboard.js): 200 bytes",
	} {
		if got := rows[i].what + ": " + rows[i].measured; !strings.HasPrefix(got, want+", gzip ") {
			t.Errorf("row %d is %q, want %q first", i, got, want)
		}
	}
}

func TestAMissingPartIsAnError(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"embed.js", "texts/hi.js"} {
		built := dist(nil)
		delete(built, name)
		if _, err := widgetRows(built); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: got %v, want an error that names it", name, err)
		}
	}
}

func TestAPartAboveItsBudgetIsMissed(t *testing.T) {
	t.Parallel()
	rows, err := widgetRows(dist(map[string]int{"embed.js": 10_000}))
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[0].budget.verdict(); got != "MISSED" {
		t.Errorf("a loader of 10,000 bytes is %q: %s", got, rows[0].measured)
	}
}
