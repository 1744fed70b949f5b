package main

import (
	"io"
	"testing"

	"understory/server/internal/subprocess"
)

func TestRunnersThatProveNothingCountAsFailed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		script string
		passed int
		failed int
	}{
		{"passes a test", `echo '{"Action":"pass","Package":"p","Test":"TestA"}'; echo '{"Action":"pass","Package":"p"}'`, 1, 0},
		{"finds no test", "true", 0, 1},
		{"fails without naming a test", "echo 'no Go files in here' >&2; exit 1", 0, 1},
		{"fails and names the test", `echo '{"Action":"fail","Package":"p","Test":"TestA"}'; echo '{"Action":"fail","Package":"p"}'; exit 1`, 0, 1},
		{"is not there", "", 0, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &suite{tally: &tally{out: io.Discard}}
			tests := newGoTests(s.tally, "sample")
			cmd := subprocess.Command(t.Context(), t.TempDir(), nil, "sh", "-c", test.script)
			if test.script == "" {
				cmd = subprocess.Command(t.Context(), t.TempDir(), nil, "./no-such-program")
			}
			s.runTests(cmd, tests.line, func() int { tests.end(); return tests.leaves })
			if s.tally.passed != test.passed || len(s.tally.failures) != test.failed {
				t.Errorf("got %d passed, %d failed; want %d, %d", s.tally.passed, len(s.tally.failures), test.passed, test.failed)
			}
		})
	}
}

func TestCheckCountsOne(t *testing.T) {
	t.Parallel()
	s := &suite{tally: &tally{out: io.Discard}}
	s.check(t.Context(), t.TempDir(), "sh", "-c", "true")
	s.check(t.Context(), t.TempDir(), "sh", "-c", "echo three things are wrong; exit 1")
	if s.tally.passed != 1 || len(s.tally.failures) != 1 {
		t.Fatalf("got %d passed, %d failed; want 1, 1", s.tally.passed, len(s.tally.failures))
	}
	if got, want := s.tally.failures[0].output, "three things are wrong\nexit status 1"; got != want {
		t.Errorf("output = %q, want %q", got, want)
	}
}
