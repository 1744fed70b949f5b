package main

import (
	"io"
	"testing"
)

func TestTAPTestsCountsLeavesOfRecordedRuns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		recording string
		passed    int
		failed    []string
		says      string // in the output of the first failure
	}{
		{recording: "tap-passes", passed: 5},
		{recording: "tap-fails", passed: 3, failed: []string{"parent > child two"}, says: "Expected values to be strictly equal"},
		{recording: "tap-parent-fails", passed: 1, failed: []string{"parent"}, says: "own fault"},
		{recording: "tap-skips", passed: 1,
			failed: []string{"left out (skip)", "to do (todo)", "parent > inner (skip)"}},
		{recording: "tap-does-not-load", failed: []string{"/src/does-not-load.mjs"}, says: "ERR_MODULE_NOT_FOUND"},
		{recording: "tap-exits", failed: []string{"/src/exits.mjs"}, says: "exitCode: 3"},
		{recording: "tap-has-no-test", failed: []string{"/src/has-no-test.mjs (no test in this file)"}, says: "no test here"},
		{recording: "tap-cut-off", passed: 2, failed: []string{"the test runner stopped before its end"}},
	} {
		t.Run(test.recording, func(t *testing.T) {
			t.Parallel()
			tally := &tally{out: io.Discard}
			tests := newTAPTests(tally)
			play(t, test.recording+".txt", tests.line)
			tests.end()
			holds(t, tally, test.passed, test.failed, test.says)
		})
	}
}
