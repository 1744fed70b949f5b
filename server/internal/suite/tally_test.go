package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestTallyEndsWithOnePlainLineAfterTheFailures(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	tally := &tally{out: &out}
	tally.during("go test", func() {
		tally.pass()
		tally.pass()
		tally.fail("store TestPost", "go: downloading example.org/x v1.0.0\n\x1b[1m\x1b[31mgot 1\x1b[0m, want 2\n")
	})
	tally.during("lint", tally.pass)
	tally.summary()

	text := out.String()
	if !strings.HasSuffix(text, "\n3 passed, 1 failed\n") {
		t.Errorf("last line is not the plain sum:\n%s", text)
	}
	if want := "\nFAILED go test: store TestPost\n    got 1, want 2\n"; !strings.Contains(text, want) {
		t.Errorf("output lacks %q:\n%s", want, text)
	}
	if tally.ok() {
		t.Error("ok() = true after a failure")
	}
}

func TestTallyOfNothingIsNotOk(t *testing.T) {
	t.Parallel()
	if new(tally).ok() {
		t.Error("ok() = true although nothing ran")
	}
}

func TestShortenKeepsBothEnds(t *testing.T) {
	t.Parallel()
	var long strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&long, "line %d\n", i)
	}
	short := shorten(strings.TrimSpace(long.String()))
	for _, want := range []string{"line 0\n", "line 199\n… 700 lines left out …\nline 900\n", "line 999"} {
		if !strings.Contains(short, want) {
			t.Errorf("shortened output lacks %q", want)
		}
	}
	if got := shorten("one\ntwo"); got != "one\ntwo" {
		t.Errorf("shorten(short text) = %q, want it unchanged", got)
	}
}
