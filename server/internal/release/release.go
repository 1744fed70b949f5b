package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"understory/server/internal/subprocess"
)

// targets are the systems and processors that people run servers on, or try one on.
var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "freebsd/amd64"}

// release is what is built from where.
type release struct {
	root    string // the module's folder
	pkg     string // the program, from there
	folder  string // of the binaries
	version string
	commit  string
	files   []string // that belong to the sources, from root
	targets []string
}

// make builds all targets twice, and keeps the first and its sums when the second is the same.
func (r release) make(ctx context.Context) (err error) {
	if err := os.RemoveAll(r.folder); err != nil {
		return fmt.Errorf("clear %s: %w", r.folder, err)
	}
	if err := os.MkdirAll(r.folder, 0o755); err != nil { //nolint:gosec // for everybody to read
		return fmt.Errorf("make %s: %w", r.folder, err)
	}
	scratch, err := os.MkdirTemp("", "understory-release-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	here, elsewhere := filepath.Join(scratch, "sources"), filepath.Join(scratch, "another folder")
	if err := r.copyTo(here); err != nil { // so that nobody changes them meanwhile
		return err
	}
	r.root = here
	if err := r.copyTo(elsewhere); err != nil {
		return err
	}
	var sums strings.Builder
	for _, target := range r.targets {
		sum, err := r.twice(ctx, target, elsewhere, scratch)
		if err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		fmt.Fprintf(&sums, "%s  %s\n", sum, r.name(target))
	}
	return os.WriteFile(filepath.Join(r.folder, "SHA256SUMS"), []byte(sums.String()), 0o644) //nolint:gosec // for everybody to read
}

// twice builds a target here and elsewhere, and is the sum of both.
func (r release) twice(ctx context.Context, target, elsewhere, scratch string) (string, error) {
	began := time.Now()
	first, second := filepath.Join(r.folder, r.name(target)), filepath.Join(scratch, "second")
	if err := r.build(ctx, r.root, target, first, nil); err != nil {
		return "", err
	}
	var cache []string
	if target == runtime.GOOS+"/"+runtime.GOARCH {
		cache = []string{"GOCACHE=" + filepath.Join(scratch, "cache")}
	}
	if err := r.build(ctx, elsewhere, target, second, cache); err != nil {
		return "", err
	}
	sum, err := sumOf(first)
	if err != nil {
		return "", err
	}
	again, err := sumOf(second)
	if err != nil {
		return "", err
	}
	if sum != again {
		return "", fmt.Errorf("two builds of %s differ (%s and %s): something of the folder or the time is in it", r.name(target), sum, again)
	}
	fmt.Printf("%-40s the same twice, %.0f s\n", r.name(target), time.Since(began).Seconds())
	return sum, nil
}

// name of a target's binary.
func (r release) name(target string) string {
	name := "understory-" + r.version + "-" + strings.ReplaceAll(target, "/", "-")
	if strings.HasPrefix(target, "windows/") {
		name += ".exe"
	}
	return name
}

// build makes one static binary. Nothing of where and when it is made goes in: the commit is stamped by name, so that a
// copy without a history gives the same.
func (r release) build(ctx context.Context, from, target, to string, env []string) error {
	system, processor, ok := strings.Cut(target, "/")
	if !ok {
		return errors.New("a target is a system and a processor, such as linux/amd64")
	}
	env = slices.Concat([]string{"CGO_ENABLED=0", "GOOS=" + system, "GOARCH=" + processor, "GOFLAGS=-mod=readonly"}, env)
	stamps := fmt.Sprintf("-s -w -buildid= -X main.release=%s -X main.commit=%s", r.version, r.commit)
	command := subprocess.Command(ctx, from, env, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", stamps, "-o", to, r.pkg)
	if out, err := subprocess.Output(command); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// tracked are the files that git knows.
func (r release) tracked(ctx context.Context) ([]string, error) {
	out, err := output(ctx, r.root, "git", "ls-files", "-z")
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.Trim(out, "\x00"), "\x00"), nil
}

// copyTo copies the sources to a folder.
func (r release) copyTo(folder string) error {
	for _, name := range r.files {
		content, err := os.ReadFile(filepath.Join(r.root, name))
		if errors.Is(err, os.ErrNotExist) { // removed, and not committed
			continue
		}
		if err != nil {
			return fmt.Errorf("copy the sources: %w", err)
		}
		to := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // a copy of what is public
			return fmt.Errorf("copy the sources: %w", err)
		}
		if err := os.WriteFile(to, content, 0o644); err != nil { //nolint:gosec // a copy of what is public
			return fmt.Errorf("copy the sources: %w", err)
		}
	}
	return nil
}

func sumOf(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("open a binary: %w", err)
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", fmt.Errorf("read a binary: %w", err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}
