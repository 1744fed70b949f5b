package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestGoTestsCountsLeavesOfRecordedRuns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		recording string
		passed    int
		failed    []string
		says      string // in the output of the first failure
	}{
		{recording: "go-passes", passed: 5},
		{recording: "go-has-no-tests", passed: 0},
		{recording: "go-fails", passed: 2, failed: []string{"bad TestTable/two"}, says: "two: got 1, want 2"},
		{recording: "go-parent-fails", passed: 1, failed: []string{"parent TestParent"}, says: "the parent itself fails"},
		{recording: "go-skips", passed: 1,
			failed: []string{"skips TestSub/a (skipped)", "skips TestSkipped (skipped)"}, says: "later"},
		{recording: "go-panics", passed: 1, failed: []string{"panics TestBoom/inner"}, says: "assignment to entry in nil map"},
		{recording: "go-panics-in-goroutine", failed: []string{"par"}, says: "panic: in a goroutine"},
		{recording: "go-runs-out-of-time", failed: []string{"hang"}, says: "test timed out after 3s"},
		{recording: "go-does-not-build", failed: []string{"broken"}, says: "undefined: undefined"},
		{recording: "go-exits-after-tests", passed: 1, failed: []string{"exits"}, says: "leak found"},
	} {
		t.Run(test.recording, func(t *testing.T) {
			t.Parallel()
			tally := &tally{out: io.Discard}
			tests := newGoTests(tally, "sample")
			play(t, test.recording+".json", tests.line)
			tests.end()
			holds(t, tally, test.passed, test.failed, test.says)
			if leaves := test.passed + len(test.failed); tests.leaves > leaves {
				t.Errorf("%s: leaves = %d, want at most %d", test.recording, tests.leaves, leaves)
			}
		})
	}
}

func TestGoTestsReportsAPackageThatNeverEnded(t *testing.T) {
	t.Parallel()
	tally := &tally{out: io.Discard}
	tests := newGoTests(tally, "sample")
	tests.line(`{"Action":"start","Package":"sample/store"}`)
	tests.line(`{"Action":"output","Package":"sample/store","Test":"TestRead","Output":"reading\n"}`)
	tests.line(`{"Action":"pass","Package":"sample/store","Test":"TestRead"}`)
	tests.line(`{"Action":"run","Package":"sample/store","Test":"TestPost"}`)
	tests.line(`{"Action":"output","Package":"sample/store","Test":"TestPost","Output":"waiting\n"}`)
	tests.end()
	holds(t, tally, 0, []string{"store (did not end)"}, "did not end: TestPost\nwaiting\n")
}

func TestGoTestsPassesOnWhatTheToolchainSays(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	newGoTests(&tally{out: &said}, "sample").line("go: downloading example.org/x v1.0.0")
	if !strings.Contains(said.String(), "downloading example.org/x") {
		t.Errorf("said %q, want the toolchain's line", said.String())
	}
}

// play feeds a recording to line.
func play(t *testing.T, recording string, line func(string)) {
	t.Helper()
	stream, err := os.ReadFile(filepath.Join("testdata", recording))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&lines{each: line}).Write(stream); err != nil {
		t.Fatal(err)
	}
}

// holds compares what was counted, and looks into the first failure's output.
func holds(t *testing.T, tally *tally, passed int, failed []string, says string) {
	t.Helper()
	var names []string
	for _, f := range tally.failures {
		names = append(names, f.name)
	}
	if tally.passed != passed || !slices.Equal(names, failed) {
		t.Fatalf("got %d passed, failed %q; want %d passed, failed %q", tally.passed, names, passed, failed)
	}
	if len(failed) > 0 && !strings.Contains(tally.failures[0].output, says) {
		t.Errorf("%s: output lacks %q:\n%s", failed[0], says, tally.failures[0].output)
	}
}
