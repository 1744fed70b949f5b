// Command suite runs the project's checks and tests and sums them in one plain last line, "N passed, N failed".
//
//	go run ./server/internal/suite quick   what needs nothing but Go, on SQLite, in under a minute
//	go run ./server/internal/suite test    everything, on SQLite and PostgreSQL and in a real browser
//	go run ./server/internal/suite soak    the long version of the failure tests
//
// It knows how to equip a machine, which runners there are and how each of them reports. It does not know what
// the tests are about. It counts leaf tests; a skip, a panic and a build that fails count as failed.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"understory/server/internal/subprocess"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ok, err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "suite:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run runs the plan that args name and tells whether all of it passed.
func run(ctx context.Context, args []string) (bool, error) {
	if len(args) != 1 || plans[args[0]].stages == nil {
		return false, fmt.Errorf("say what to run: quick, test or soak")
	}
	root, module, err := findModule(ctx)
	if err != nil {
		return false, err
	}
	plan := plans[args[0]]
	ctx, cancel := context.WithTimeout(ctx, plan.limit)
	defer cancel()

	s := &suite{root: root, module: module, tally: &tally{out: os.Stdout}}
	s.stages(ctx, plan.stages)
	s.tearDown()
	s.tally.summary()
	return s.tally.ok(), nil
}

// findModule returns the folder and the name of the module, so that the suite may be started anywhere in it.
func findModule(ctx context.Context) (root, module string, err error) {
	out, err := subprocess.Output(subprocess.Command(ctx, "", nil, "go", "list", "-m", "-f", "{{.Dir}}\n{{.Path}}"))
	if err != nil {
		return "", "", fmt.Errorf("find the module: %w\n%s", err, out)
	}
	root, module, _ = strings.Cut(strings.TrimSpace(out), "\n")
	return root, module, nil
}

// stages runs one stage after the other. After a failure the others still run, for a whole count; a stage that
// prepares the ground for the others ends the run.
func (s *suite) stages(ctx context.Context, all []stage) {
	for _, stage := range all {
		s.tally.during(stage.name, func() { s.stage(ctx, stage) })
		if stage.prepares && len(s.tally.failures) > 0 {
			return
		}
	}
}

func (s *suite) stage(ctx context.Context, stage stage) {
	ctx, cancel := context.WithTimeout(ctx, stage.limit)
	defer cancel()
	failed, start := len(s.tally.failures), time.Now()
	if ctx.Err() == nil {
		stage.run(s, ctx)
	}
	if ctx.Err() == nil {
		return
	}
	stopped := "stopped after " + time.Since(start).Round(time.Second).String()
	if len(s.tally.failures) == failed {
		s.tally.fail(stopped, ctx.Err().Error())
		return
	}
	s.tally.failures[len(s.tally.failures)-1].output += "\n" + stopped
}
