// Command release builds the binaries that people download, in release/: static, for each system, with SHA256SUMS.
//
//	go run ./server/internal/release                      every target
//	go run ./server/internal/release -targets linux/arm64 some, by commas
//
// It builds everything twice, from copies in two folders, the second time for this machine with an empty cache, and
// fails when a byte differs: whoever has the commit can check what they downloaded.
// It knows the service from outside only.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"understory/server/internal/subprocess"
)

// longestRelease bounds a run, so that it ends even where something hangs.
const longestRelease = time.Hour

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	wanted := flags.String("targets", strings.Join(targets, ","), "systems and processors to build for, by commas")
	name := flags.String("version", "", "the version's name; what git describes when left out")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, longestRelease)
	defer cancel()
	root, err := output(ctx, "", "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	r := release{root: root, pkg: "./server", folder: filepath.Join(root, "release"), version: *name, targets: strings.Split(*wanted, ",")}
	if r.commit, err = output(ctx, root, "git", "rev-parse", "HEAD"); err != nil {
		return err
	}
	described, err := output(ctx, root, "git", "describe", "--tags", "--always", "--dirty")
	if err != nil {
		return err
	}
	if strings.HasSuffix(described, "-dirty") {
		fmt.Fprintln(os.Stderr, "There are changes that are not committed: nobody else can build the same.")
		r.commit += "-dirty"
	}
	if r.version == "" {
		r.version = strings.TrimPrefix(described, "v")
	}
	if r.files, err = r.tracked(ctx); err != nil {
		return err
	}
	return r.make(ctx)
}

// output is what a program says, without the end of its last line.
func output(ctx context.Context, folder, program string, args ...string) (string, error) {
	out, err := subprocess.Output(subprocess.Command(ctx, folder, nil, program, args...))
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(out), nil
}
