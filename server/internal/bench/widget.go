package main

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/valyala/fasthttp"

	"understory/widget"
)

const howWidget = `The files of ` + "`widget/dist`" + `, compressed one by one, as the server sends them: gzip at its best, brotli 11. The budgets are for
brotli. English is part of the scripts; readers of another language fetch its words besides, and the longest stand here. The pinned
build is all scripts in one file, for pages that name it with its hash.`

// bundle is what somebody must fetch before something works.
type bundle struct {
	what  string
	parts []string // names; those of texts, all together, have a hole for the language
	most  int      // bytes of brotli; 0 when they count only together with others
}

// hole stands for a language in the name of a file.
const hole = "*"

var (
	texts   = []string{"texts/" + hole + ".js", "texts/" + hole + "-write.js"}
	bundles = []bundle{
		{"loader", []string{"embed.js"}, 1_536},
		{"from there to readable comments", []string{"comments.js"}, 12_000},
		{"all that one does besides reading", []string{"acting.js"}, 0},
		{"counts for an index page", []string{"count.js"}, 0},
		{"everything for readers, all loaded", []string{"embed.js", "comments.js", "acting.js", "count.js"}, 30_000},
		{"words of another language", texts, 5_000},
		{"styles of comments that a server has drawn", []string{"comments.css", "text-size.css"}, 0},
		{"pinned build", []string{"understory.js"}, 30_000},
		{"dashboard, code", []string{"dashboard.css", "dashboard.js"}, 60_000},
	}
)

func (b *bench) widget(context.Context) ([]row, error) { return widgetRows(widget.Dist) }

func widgetRows(dist fs.FS) ([]row, error) {
	languages, err := languagesOf(dist)
	if err != nil {
		return nil, fmt.Errorf("read the built widget: %w", err)
	}
	var rows []row
	for _, b := range bundles {
		names, w, err := b.heaviest(dist, languages)
		if err != nil {
			return rows, fmt.Errorf("weigh %q: %w", b.what, err)
		}
		weighed := row{what: fmt.Sprintf("%s (%s)", b.what, strings.Join(names, ", ")), measured: w.String()}
		if b.most > 0 {
			weighed.budget = atMost(float64(b.most), float64(w.brotli), "bytes")
		}
		rows = append(rows, weighed)
	}
	return rows, nil
}

// languagesOf are the tags of those that have texts.
func languagesOf(dist fs.FS) ([]string, error) {
	files, err := fs.Glob(dist, texts[1])
	var tags []string
	for _, name := range files {
		before, after, _ := strings.Cut(texts[1], hole)
		tags = append(tags, strings.TrimSuffix(strings.TrimPrefix(name, before), after))
	}
	return tags, err
}

// heaviest is the bundle in the language in which it weighs most, and the files that are then in it.
func (b bundle) heaviest(dist fs.FS, languages []string) (names []string, most weight, err error) {
	if !strings.Contains(b.parts[0], hole) {
		most, err = weigh(dist, b.parts)
		return b.parts, most, err
	}
	for _, language := range languages {
		in := b.in(language)
		w, err := weigh(dist, in)
		if err != nil {
			return nil, weight{}, err
		}
		if w.brotli > most.brotli {
			names, most = in, w
		}
	}
	return names, most, nil
}

// in are the names of the bundle's files in a language.
func (b bundle) in(language string) []string {
	names := make([]string, len(b.parts))
	for i, part := range b.parts {
		names[i] = strings.Replace(part, hole, language, 1)
	}
	return names
}

// weight is bytes in each encoding.
type weight struct{ plain, gzip, brotli int }

func weigh(dist fs.FS, names []string) (sum weight, err error) {
	for _, name := range names {
		text, err := fs.ReadFile(dist, name)
		if err != nil {
			return weight{}, err
		}
		sum.plain += len(text)
		sum.gzip += len(fasthttp.AppendGzipBytesLevel(nil, text, fasthttp.CompressBestCompression))
		sum.brotli += len(fasthttp.AppendBrotliBytesLevel(nil, text, fasthttp.CompressBrotliBestCompression))
	}
	return sum, nil
}

func (w weight) String() string {
	return fmt.Sprintf("%s bytes, gzip %s, brotli %s", grouped(float64(w.plain)), grouped(float64(w.gzip)), grouped(float64(w.brotli)))
}
