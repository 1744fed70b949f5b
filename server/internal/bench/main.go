// Command bench measures what the project promises of speed and size, and prints it as tables in which every figure
// stands beside its budget. A full run writes them to BENCHMARKS.md too.
//
//	go run ./server/internal/bench          everything, in at most a quarter of an hour on two cores
//	go run ./server/internal/bench -short   a smoke of some seconds, whose figures mean nothing
//
// It ends with status 1 when a budget is missed, and with 2 when something could not be measured.
// It knows the service from outside, as a client does, and the packages behind it as far as posts are compared with
// bare statements. It does not judge whether answers are right: tests do.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// longestRun bounds a run, so that it ends even where something hangs.
const longestRun = 20 * time.Minute

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	missed, err := run(ctx, os.Args[1:])
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	case missed > 0:
		fmt.Fprintf(os.Stderr, "bench: %d missed their budget\n", missed)
		os.Exit(1)
	}
}

// run carries out what args ask for and says how many budgets were missed. A smoke misses none.
func run(ctx context.Context, args []string) (missed int, err error) {
	if len(args) == 1 && args[0] == ceilingCommand {
		return 0, serveConstant(ctx, os.Stdin, os.Stdout)
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	short := flags.Bool("short", false, "a smoke of some seconds, whose figures mean nothing")
	if err := flags.Parse(args); err != nil {
		return 0, err
	}
	if flags.NArg() > 0 {
		return 0, fmt.Errorf("%q is not understood; there is -short and nothing else", flags.Arg(0))
	}
	ctx, cancel := context.WithTimeout(ctx, longestRun)
	defer cancel()
	if *short {
		return 0, smoke(ctx)
	}
	return full(ctx)
}

func smoke(ctx context.Context) error {
	made, err := measure(ctx, shortly)
	if made != nil {
		made.print(os.Stdout)
		fmt.Println("This was a smoke: the figures mean nothing.")
	}
	return err
}

// full writes BENCHMARKS.md only when everything was measured: half a table would hide what is missing.
func full(ctx context.Context) (missed int, err error) {
	made, err := measure(ctx, fully)
	if made == nil {
		return 0, err
	}
	made.print(os.Stdout)
	if err != nil {
		return 0, err
	}
	return made.missed(), os.WriteFile(filepath.Join(made.root, "BENCHMARKS.md"), []byte(made.document()), 0o644) //nolint:gosec // for everybody to read
}

// measure measures all subjects, one after the other, and goes on after one that could not be measured.
func measure(ctx context.Context, e effort) (made *report, err error) {
	began := time.Now()
	b, err := prepare(ctx, e)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.tearDown()) }()
	progress("Built the server and filled the databases", began)
	made = &report{root: b.root, machine: b.machine}
	var failures []error
	for _, s := range subjects(e) {
		began := time.Now()
		rows, err := s.measure(b, ctx)
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", s.title, err))
		}
		made.tables = append(made.tables, table{s.title, s.how, rows})
		progress(s.title, began)
	}
	return made, errors.Join(failures...)
}

// progress says what is done and how long it took, apart from the tables.
func progress(done string, began time.Time) {
	fmt.Fprintf(os.Stderr, "%s: %.0f s\n", done, time.Since(began).Seconds())
}
