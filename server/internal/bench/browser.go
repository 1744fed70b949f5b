package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"understory/server/internal/subprocess"
)

// wish is what widget/bench/main.mjs is asked to do.
type wish struct {
	Server   string `json:"server"`
	Thread   string `json:"thread"`
	IsSmoke  bool   `json:"isSmoke"`
	Loads    int    `json:"loads"`
	Presses  int    `json:"presses"`
	Respects int    `json:"respects"`
	Keys     int    `json:"keys"`
}

// found is what it answers. Times are milliseconds.
type found struct {
	Browser  string
	Comments int // of the first page
	Requests struct {
		Readable []string // paths
		All      []struct{ Bytes int }
	}
	Loading struct{ Ours, Plain []loading }
	Shifts  []struct {
		Place, Screen string
		Value         float64
	}
	Size struct {
		Bare, First, More size
	}
	Respect []float64
	Typing  struct {
		Ours struct {
			Comments int
			Keys     []float64
		}
		Plain struct{ Keys []float64 }
	}
}

// loading is one visit.
type loading struct {
	First, FirstAfterLoader, All, Work float64
	Longest, LongestLater              struct{ Wall, Processor float64 }
}

type size struct{ Comments, Nodes, Heap int }

// browser opens the mixed thread in Chromium.
func (b *bench) browser(ctx context.Context) (rows []row, err error) {
	on := b.reading[0]
	server, err := b.serve(ctx, on.url)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	data, err := weighPage(server.base, on.mixed.path(""))
	if err != nil {
		return nil, err
	}
	e := b.effort
	seen, err := b.browse(ctx, wish{
		Server: server.base, Thread: on.mixed.page.URL, IsSmoke: e.loads == 1,
		Loads: e.loads, Presses: e.presses, Respects: e.presses, Keys: e.keys,
	})
	if err != nil {
		return nil, err
	}
	rows = append(seen.rows(), row{
		what:     fmt.Sprintf("first page of data, %d of %s", seen.Comments, on.mixed),
		measured: fmt.Sprintf("%s bytes, gzip %s", grouped(float64(data.plain)), grouped(float64(data.gzip))),
	})
	return rows, nil
}

// weighPage asks for an answer with and without compression.
func weighPage(base, path string) (w weight, err error) {
	for _, ask := range []struct {
		gzip  bool
		bytes *int
	}{{false, &w.plain}, {true, &w.gzip}} {
		c := newClient(base, ask.gzip)
		body, err := c.get(path)
		c.close()
		if err != nil {
			return weight{}, err
		}
		*ask.bytes = len(body)
	}
	return w, nil
}

// browse runs the program that drives the browser.
func (b *bench) browse(ctx context.Context, w wish) (*found, error) {
	text, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	cmd := subprocess.Command(ctx, filepath.Join(b.root, "widget"), nil, "node", "bench/main.mjs")
	var out, complaints bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(text), &out, &complaints
	if err := subprocess.Run(cmd); err != nil {
		return nil, fmt.Errorf("run widget/bench/main.mjs, which needs Node 20, `npm ci` in widget, and Chromium at /usr/bin/chromium or where CHROMIUM says: %w\n%s", err, complaints.String())
	}
	var seen found
	if err := json.Unmarshal(out.Bytes(), &seen); err != nil {
		return nil, fmt.Errorf("read what widget/bench/main.mjs found: %w\n%.500s", err, out.String())
	}
	return &seen, nil
}
