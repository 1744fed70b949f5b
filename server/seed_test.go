package main

import (
	"bytes"
	"strings"
	"testing"

	"understory/server/internal/storetest"
)

// commandLine runs commands on one database, as an operator does.
type commandLine struct {
	t        *testing.T
	database string
}

// want runs a command, wants its status, wants both outputs together to say all of the words, and returns them.
func (c commandLine) want(code int, args []string, words ...string) string {
	c.t.Helper()
	var out bytes.Buffer
	got := run(c.t.Context(), append([]string{"--database", c.database}, args...), streams{strings.NewReader(""), &out, &out})
	if got != code {
		c.t.Errorf("%q ended with status %d, want %d", args, got, code)
	}
	for _, word := range words {
		if !strings.Contains(out.String(), word) {
			c.t.Errorf("%q says\n%s\nand nothing about %q", args, &out, word)
		}
	}
	return out.String()
}

func TestASiteIsSeededOnceUnlessTold(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		c := commandLine{t, databaseURL}
		seed := func(more ...string) []string { return append([]string{"seed", "--comments", "300"}, more...) }
		c.want(0, seed("--until", "2026-11-01"), "300 comments", "5 stories", "a second", "http://127.0.0.1:8080/t/?site=demo&url=http%3A%2F%2Flocalhost%2Fstories%2Fseed-1-1")
		c.want(1, seed(), "has comments already", "--more")
		c.want(1, seed("--more"), "--seed 1 are there already")
		c.want(0, seed("--more", "--seed", "2"), "300 comments")
		c.want(1, seed("--site", "nowhere"), "no site with the key nowhere")
		c.want(1, seed("--more", "--seed", "3", "--largest", "301"), "largest thread can have at most")
		c.want(0, []string{"site", "add", "courier", "--origin", "https://*.courier.example"})
		c.want(0, seed("--site", "courier", "--articles", "2"), "2 stories to courier", "https%3A%2F%2Fwww.courier.example%2Fstories%2Fseed-1-1")
	})
}

func TestProgressIsABarOnATerminalAndALineNowAndThenElsewhere(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	bar := newProgressBar(&out, 2_000)
	bar.show(500)
	if out.Len() > 0 {
		t.Errorf("a log hears of it at once: %q", out.String())
	}
	bar.said = bar.began.Add(-linesEvery)
	bar.show(1_000)
	if got := out.String(); !strings.HasPrefix(got, "1,000 of 2,000, ") || strings.Count(got, "\n") != 1 {
		t.Errorf("a log reads %q", got)
	}
	out.Reset()
	bar.terminal = true
	bar.show(1_500)
	bar.end()
	if got := out.String(); !strings.HasPrefix(got, "\r["+strings.Repeat("#", 22)+strings.Repeat(".", 8)+"] 1,500 of 2,000, ") || !strings.HasSuffix(got, "\n") {
		t.Errorf("a terminal shows %q", got)
	}
}
