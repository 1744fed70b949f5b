package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// tiny is a program that says how it was stamped, in a folder of its own.
func tiny(t *testing.T) release {
	t.Helper()
	root, here := t.TempDir(), runtime.GOOS+"/"+runtime.GOARCH
	r := release{root: root, pkg: ".", folder: filepath.Join(root, "release"), version: "1.2.3", commit: "c0ffee", files: []string{"go.mod", "main.go"}, targets: []string{here}}
	for name, text := range map[string]string{
		"go.mod":  "module tiny\n\ngo 1.26\n",
		"main.go": "package main\n\nvar release, commit string\n\nfunc main() { print(release, \" \", commit) }\n",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestAReleaseIsStampedAndSummed(t *testing.T) {
	t.Parallel()
	r := tiny(t)
	if err := r.make(t.Context()); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(r.folder, r.name(r.targets[0]))
	if out, err := exec.CommandContext(context.Background(), binary).CombinedOutput(); err != nil || string(out) != "1.2.3 c0ffee" {
		t.Errorf("it says %q, %v", out, err)
	}
	sum, err := sumOf(binary)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(filepath.Join(r.folder, "SHA256SUMS"))
	if want := fmt.Sprintf("%s  understory-1.2.3-%s-%s\n", sum, runtime.GOOS, runtime.GOARCH); err != nil || strings.ReplaceAll(string(kept), ".exe", "") != want {
		t.Errorf("SHA256SUMS holds %q, %v; want %q", kept, err, want)
	}
	content, err := os.ReadFile(binary)
	if err != nil || strings.Contains(string(content), r.root) {
		t.Errorf("the folder stands in the binary, %v", err)
	}
}

func TestBuildsThatDifferAreNoRelease(t *testing.T) {
	t.Parallel()
	r := tiny(t)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := r.copyTo(elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(elsewhere, "main.go"), []byte("package main\n\nfunc main() { print(1) }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(r.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := r.twice(t.Context(), r.targets[0], elsewhere, t.TempDir()); err == nil || !strings.Contains(err.Error(), "differ") {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestEveryTargetHasANameOfItsOwn(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, target := range targets {
		name := release{version: "1.2.3"}.name(target)
		if names[name] || strings.HasSuffix(name, ".exe") != strings.HasPrefix(target, "windows") {
			t.Errorf("%s becomes %s", target, name)
		}
		names[name] = true
	}
	if err := (release{}).build(t.Context(), ".", "linux", "x", nil); err == nil {
		t.Error("a target without a processor is built")
	}
}
