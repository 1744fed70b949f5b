package main

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/valyala/fasthttp"

	"understory/widget"
)

const howWidget = `The files of ` + "`widget/dist`" + `, compressed one by one, as the server sends them: gzip at its best, brotli 11. The budgets are for
brotli.`

// bundle is what somebody must fetch before something works.
type bundle struct {
	what  string
	holds func(name string) bool
	most  int // bytes of brotli
}

var bundles = []bundle{
	{"loader", named("embed"), 1_536},
	{"from there to readable comments", named("comments"), 12_000},
	{"everything for readers, all loaded", func(name string) bool { return !named("dashboard")(name) }, 30_000},
	{"dashboard, code", named("dashboard"), 60_000},
}

// named are the files of a name, whatever their endings.
func named(name string) func(string) bool {
	return func(file string) bool {
		stem, _, _ := strings.Cut(file, ".")
		return stem == name
	}
}

func (b *bench) widget(context.Context) ([]row, error) { return widgetRows(widget.Dist) }

func widgetRows(dist fs.FS) ([]row, error) {
	files, err := codeOf(dist)
	if err != nil {
		return nil, fmt.Errorf("read the built widget: %w", err)
	}
	var rows []row
	for _, needed := range bundles {
		names := slices.DeleteFunc(slices.Clone(files), func(name string) bool { return !needed.holds(name) })
		if len(names) == 0 {
			return rows, fmt.Errorf("there is no file for %q", needed.what)
		}
		weight, err := weigh(dist, names)
		if err != nil {
			return rows, err
		}
		rows = append(rows, row{
			what: fmt.Sprintf("%s (%s)", needed.what, strings.Join(names, ", ")), measured: weight.String(),
			budget: atMost(float64(needed.most), float64(weight.brotli), "bytes"),
		})
	}
	return rows, nil
}

// codeOf are the scripts and style sheets, by name.
func codeOf(dist fs.FS) ([]string, error) {
	scripts, err := fs.Glob(dist, "*.js")
	if err != nil {
		return nil, err
	}
	styles, err := fs.Glob(dist, "*.css")
	return slices.Sorted(slices.Values(append(scripts, styles...))), err
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
