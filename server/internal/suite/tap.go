package main

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// tapTests reads the Test Anything Protocol as `node --test` writes it (four spaces a level, a YAML block under each
// result) and counts leaf tests by the same rules as goTests.
//
// A file that cannot be loaded is one failed result of that name. A file that passes without holding a test would
// be a passed result of that name, and counts as a failure: it proves nothing.
type tapTests struct {
	tally  *tally
	leaves int

	names  []string // the subtest being run on each level
	inside []level  // what has ended on each level since the last result above it
	latest *tapResult
	yaml   bool
	said   strings.Builder // what was printed since the latest result
	plan   bool
}

type level struct{ results, failures int }

// A tapResult waits for its YAML block before it is counted.
type tapResult struct {
	depth       int
	name        string
	ok          bool
	left        string // SKIP or TODO
	suite       bool
	description strings.Builder
}

// indent is what stands before each line of the result's YAML block.
func (r *tapResult) indent() string { return strings.Repeat("    ", r.depth) + "  " }

var (
	tapResultLine = regexp.MustCompile(`^((?:    )*)(not )?ok \d+(?: - (.*?))?(?: # (SKIP|TODO)\b.*)?$`)
	tapSubtest    = regexp.MustCompile(`^((?:    )*)# Subtest: (.*)$`)
	tapPlan       = regexp.MustCompile(`^1\.\.\d+$`)
)

func newTAPTests(t *tally) *tapTests { return &tapTests{tally: t} }

func (p *tapTests) line(line string) {
	switch {
	case p.yaml:
		p.describe(line)
	case p.latest != nil && line == p.latest.indent()+"---":
		p.yaml = true
	case tapResultLine.MatchString(line):
		p.result(tapResultLine.FindStringSubmatch(line))
	case tapSubtest.MatchString(line):
		p.subtest(tapSubtest.FindStringSubmatch(line))
	case tapPlan.MatchString(line):
		p.plan = true
	default:
		p.said.WriteString(strings.TrimPrefix(line, "# ") + "\n")
	}
}

// describe reads a line of the YAML block under a result. An error's own text may look like anything, a result or
// the end of the block included, but stands further in.
func (p *tapTests) describe(line string) {
	text := strings.TrimPrefix(line, p.latest.indent())
	switch text {
	case "...":
		p.yaml = false
		p.count()
		return
	case "type: 'suite'":
		p.latest.suite = true
	}
	p.latest.description.WriteString(text + "\n")
}

func (p *tapTests) subtest(match []string) {
	p.count()
	depth := len(match[1]) / 4
	p.names = append(p.above(depth), match[2])
}

func (p *tapTests) result(match []string) {
	p.count()
	depth := len(match[1]) / 4
	name := strings.Join(append(p.above(depth), match[3]), " > ")
	p.latest = &tapResult{depth: depth, name: name, ok: match[2] == "", left: match[4]}
}

// above names the tests that a result at depth stands in.
func (p *tapTests) above(depth int) []string {
	return slices.Clone(p.names[:min(depth, len(p.names))])
}

// count settles the latest result: whether it is a leaf, and whether it passed.
func (p *tapTests) count() {
	r := p.latest
	if r == nil {
		return
	}
	p.latest = nil
	for len(p.inside) < r.depth+2 {
		p.inside = append(p.inside, level{})
	}
	below := p.inside[r.depth+1]
	p.inside = p.inside[:r.depth+1]
	said := p.said.String()
	p.said.Reset()

	here := &p.inside[r.depth]
	here.results++
	switch {
	case r.left != "":
		p.fail(here, r.name+" ("+strings.ToLower(r.left)+")", r.description.String())
	case !r.ok && below.failures == 0:
		p.fail(here, r.name, r.description.String()+said)
	case !r.ok:
		here.failures++ // counted through what failed inside
	case below.results > 0 || r.suite:
	case path.IsAbs(r.name):
		p.fail(here, r.name+" (no test in this file)", said)
	default:
		p.leaves++
		p.tally.pass()
	}
	if r.depth == 0 && r.ok {
		p.tally.say("%s", r.name)
	}
}

func (p *tapTests) fail(here *level, name, output string) {
	here.failures++
	p.leaves++
	p.tally.fail(name, output)
}

// end settles what is left. Without its plan, printed last, the stream was cut off.
func (p *tapTests) end() {
	p.count()
	if !p.plan {
		p.tally.fail("the test runner stopped before its end", p.said.String())
	}
}
