package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"understory/server/internal/store"
)

func TestTheVersionSaysWhatItWasBuiltFrom(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "understory")
	build := exec.CommandContext(context.Background(), "go", "build", "-buildvcs=false", "-ldflags", "-X main.release=1.2.3 -X main.commit=0123456789abcdef", "-o", binary, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.CommandContext(context.Background(), binary, "version").CombinedOutput()
	want := fmt.Sprintf("understory 1.2.3\ncommit 0123456789abcdef\n%s, %s/%s\nschema %d\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, store.KnownSchema())
	if err != nil || string(out) != want {
		t.Errorf("it says %q, %v; want %q", out, err, want)
	}
	c := commandLine{t, "sqlite:" + filepath.Join(t.TempDir(), "none.db")}
	c.want(0, []string{"version"}, "understory dev", "commit ", "schema ") // a build without a stamp
}
