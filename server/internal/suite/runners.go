package main

import (
	"context"
	"errors"
	"os/exec"
	"strings"

	"understory/server/internal/subprocess"
)

// check runs a program in dir that says by its status whether all is well, and counts it as one.
func (s *suite) check(ctx context.Context, dir, name string, args ...string) {
	out, err := subprocess.Output(subprocess.Command(ctx, dir, nil, name, args...))
	if err != nil {
		s.tally.fail(name+" "+strings.Join(args, " "), out+err.Error())
		return
	}
	s.tally.pass()
}

// goTest runs `go test -json` with args and counts its leaf tests.
func (s *suite) goTest(ctx context.Context, env []string, args ...string) {
	tests := newGoTests(s.tally, s.module)
	cmd := subprocess.Command(ctx, s.root, env, "go", append([]string{"test", "-json"}, args...)...)
	s.runTests(cmd, tests.line, func() int { tests.end(); return tests.leaves })
}

// nodeTest runs a script of the widget's package.json that writes TAP, and counts its leaf tests.
func (s *suite) nodeTest(ctx context.Context, env []string, script string) {
	tests := newTAPTests(s.tally)
	cmd := subprocess.Command(ctx, s.widget(), env, "npm", "run", "--silent", script)
	s.runTests(cmd, tests.line, func() int { tests.end(); return tests.leaves })
}

// runTests feeds what cmd writes to line, then asks end how many tests there were. A runner that fails without
// naming a test, or finds no test at all, counts as one failure.
func (s *suite) runTests(cmd *exec.Cmd, line func(string), end func() int) {
	var complaints strings.Builder
	cmd.Stdout, cmd.Stderr = &lines{each: line}, &complaints
	failed := len(s.tally.failures)
	err := subprocess.Run(cmd)
	if leaves := end(); err == nil && leaves == 0 {
		err = errors.New("there was no test to run")
	}
	if err != nil && len(s.tally.failures) == failed {
		s.tally.fail(strings.Join(cmd.Args, " "), complaints.String()+err.Error())
	}
}
