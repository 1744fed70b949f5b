package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// A failure is one test or check that did not pass, and what it said.
type failure struct {
	stage  string
	name   string
	output string
}

// A tally counts what passed and keeps what failed, over all runners.
type tally struct {
	out      io.Writer
	stage    string
	passed   int
	failures []failure
	times    []stageTime
}

type stageTime struct {
	stage string
	took  time.Duration
}

func (t *tally) pass() { t.passed++ }

func (t *tally) fail(name, output string) {
	t.say("FAILED %s", name)
	t.failures = append(t.failures, failure{t.stage, name, output})
}

// say writes one line of the running stage.
func (t *tally) say(format string, args ...any) {
	fmt.Fprintf(t.out, "   "+format+"\n", args...)
}

// during names the stage that do belongs to and tells what came of it. Elapsed time is read from the wall, as
// the person waiting does.
func (t *tally) during(stage string, do func()) {
	t.stage = stage
	fmt.Fprintf(t.out, "== %s\n", stage)
	passed, failed, start := t.passed, len(t.failures), time.Now()
	do()
	took := time.Since(start)
	t.times = append(t.times, stageTime{stage, took})
	t.say("%d passed, %d failed in %.1fs", t.passed-passed, len(t.failures)-failed, took.Seconds())
}

// summary prints the time of each stage, every failure with its output, and the plain last line.
func (t *tally) summary() {
	fmt.Fprintln(t.out)
	for _, s := range t.times {
		fmt.Fprintf(t.out, "%7.1fs  %s\n", s.took.Seconds(), s.stage)
	}
	for _, f := range t.failures {
		fmt.Fprintf(t.out, "\nFAILED %s: %s\n", f.stage, f.name)
		plain := strings.TrimSpace(noise.ReplaceAllString(f.output, ""))
		for line := range strings.Lines(shorten(plain)) {
			fmt.Fprintf(t.out, "    %s\n", strings.TrimRight(line, "\r\n"))
		}
	}
	fmt.Fprintf(t.out, "\n%d passed, %d failed\n", t.passed, len(t.failures))
}

// noise is the colour that some tools write even where no terminal reads it, and what the toolchain fetches.
var noise = regexp.MustCompile("\x1b\\[[0-9;]*m|(?m)^go: downloading .*\n")

// ok tells whether something ran and nothing failed.
func (t *tally) ok() bool { return t.passed > 0 && len(t.failures) == 0 }

// shorten keeps the two ends of a long output: the first cause stands at the top, the verdict at the bottom.
func shorten(output string) string {
	const head, tail = 200, 100
	all := strings.Split(output, "\n")
	if len(all) <= head+tail {
		return output
	}
	left := fmt.Sprintf("… %d lines left out …", len(all)-head-tail)
	return strings.Join(all[:head], "\n") + "\n" + left + "\n" + strings.Join(all[len(all)-tail:], "\n")
}
