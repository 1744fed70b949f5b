package main

import (
	"context"
	"strings"
	"testing"
)

func TestEverythingMissingIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	never := func(context.Context) bool { return false }
	always := func(context.Context) bool { return true }
	missing := unmet(t.Context(), []need{
		{"a compiler", []string{"gcc", "libc6-dev"}, never},
		{"a browser", []string{"chromium"}, always},
		{"Node", nil, never},
	})
	want := `this machine lacks:
- a compiler
- Node
On Debian: sudo apt-get install gcc libc6-dev
` + "`make quick` needs none of this"
	if got := missingError(missing).Error(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestNoPackageIsOfferedForWhatDebianCannotGive(t *testing.T) {
	t.Parallel()
	if got := missingError([]need{{what: "Node"}}).Error(); strings.Contains(got, "apt-get") {
		t.Errorf("got %q, want no advice to install", got)
	}
}
