package main

import (
	"encoding/json"
	"slices"
	"strings"
)

// goTests reads the events of `go test -json` and counts leaf tests: a test with subtests is counted through
// them, unless it fails although all of them passed.
//
// A package that fails without any failed test (it does not build, it panics in a goroutine, it runs out of time,
// its TestMain ends with another status) counts as one failure. A skipped test counts as a failure too: it proves
// nothing.
type goTests struct {
	tally    *tally
	module   string
	packages map[string]*goPackage
	builds   map[string]string // what the compiler said
	leaves   int
}

// A goPackage is a test binary that is still running.
type goPackage struct {
	tests  map[string]*goTest
	order  []string        // names as they started, so that a report reads as the run went
	latest strings.Builder // what anybody wrote since a test last ended: how the binary died, if it does
}

type goTest struct {
	output  strings.Builder
	parent  bool
	outcome string // "", pass, fail or skip
}

// goEvent is one line, as `go doc test2json` and `go help buildjson` describe it.
type goEvent struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	FailedBuild string
	Elapsed     float64
}

func newGoTests(t *tally, module string) *goTests {
	return &goTests{tally: t, module: module, packages: map[string]*goPackage{}, builds: map[string]string{}}
}

// line reads one line of the stream. What is no event is the toolchain speaking, and is passed on.
func (g *goTests) line(line string) {
	var e goEvent
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		g.tally.say("%s", line)
		return
	}
	switch {
	case e.Action == "build-output":
		g.builds[e.ImportPath] += e.Output
	case e.Package == "":
	case e.Test == "":
		g.packageEvent(e)
	default:
		g.testEvent(e)
	}
}

func (g *goTests) packageEvent(e goEvent) {
	p := g.pack(e.Package)
	switch e.Action {
	case "output":
		p.latest.WriteString(e.Output)
	case "pass", "skip": // a package is skipped when it has no test files, which is no test left out
		g.finish(e, p)
	case "fail":
		if g.finish(e, p) == 0 {
			g.tally.fail(g.name(e.Package), g.builds[e.FailedBuild]+p.unfinished())
		}
	}
}

func (g *goTests) testEvent(e goEvent) {
	p := g.pack(e.Package)
	test := p.test(e.Test)
	switch e.Action {
	case "output":
		if !strings.HasPrefix(e.Output, "=== ") { // RUN, PAUSE, CONT: the events say it already
			test.output.WriteString(e.Output)
			p.latest.WriteString(e.Output)
		}
	case "pass", "fail", "skip":
		test.outcome = e.Action
		p.latest.Reset()
	}
}

// finish counts the tests of a package that has ended and returns how many of them failed.
func (g *goTests) finish(e goEvent, p *goPackage) (failed int) {
	delete(g.packages, e.Package)
	passed := 0
	for _, name := range slices.Backward(p.order) { // subtests before their parents
		test := p.tests[name]
		switch {
		case test.outcome == "pass" && !test.parent:
			passed++
			g.tally.pass()
		case test.outcome == "skip":
			failed++
			g.tally.fail(g.name(e.Package)+" "+name+" (skipped)", test.output.String())
		case test.outcome == "fail" && !p.failedBelow(name):
			failed++
			g.tally.fail(g.name(e.Package)+" "+name, p.said(name))
		}
	}
	g.leaves += passed + failed
	if passed+failed > 0 {
		g.tally.say("%-36s %4d passed, %d failed in %.1fs", g.name(e.Package), passed, failed, e.Elapsed)
	}
	return failed
}

// end reports packages that began and never ended, which happens when go test itself is killed.
func (g *goTests) end() {
	for path, p := range g.packages {
		g.tally.fail(g.name(path)+" (did not end)", p.unfinished())
	}
}

func (g *goTests) name(path string) string { return strings.TrimPrefix(path, g.module+"/") }

func (g *goTests) pack(path string) *goPackage {
	if g.packages[path] == nil {
		g.packages[path] = &goPackage{tests: map[string]*goTest{}}
	}
	return g.packages[path]
}

// test finds a test by name, and makes parents of the tests it stands under. A subtest's name may hold slashes
// of its own, so that not every prefix is a test.
func (p *goPackage) test(name string) *goTest {
	if p.tests[name] == nil {
		p.tests[name] = &goTest{}
		p.order = append(p.order, name)
		for _, above := range ancestors(name) {
			if parent := p.tests[above]; parent != nil {
				parent.parent = true
			}
		}
	}
	return p.tests[name]
}

func (p *goPackage) failedBelow(name string) bool {
	for other, test := range p.tests {
		if test.outcome == "fail" && strings.HasPrefix(other, name+"/") {
			return true
		}
	}
	return false
}

// said is what a test wrote, followed by what those above it wrote: a panic in a subtest is printed by its parent.
func (p *goPackage) said(name string) string {
	var said strings.Builder
	for _, speaker := range append([]string{name}, ancestors(name)...) {
		if test := p.tests[speaker]; test != nil {
			said.WriteString(test.output.String())
		}
	}
	return said.String()
}

// unfinished names the tests that had not ended when their binary died, and gives its last words. These may be
// ascribed to a test that has ended.
func (p *goPackage) unfinished() string {
	var said strings.Builder
	for _, name := range p.order {
		if p.tests[name].outcome == "" {
			said.WriteString("did not end: " + name + "\n")
		}
	}
	return said.String() + p.latest.String()
}

// ancestors lists the possible names above a subtest, nearest first.
func ancestors(name string) []string {
	var above []string
	for i := strings.LastIndexByte(name, '/'); i > 0; i = strings.LastIndexByte(name[:i], '/') {
		above = append(above, name[:i])
	}
	return above
}
