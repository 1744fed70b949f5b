package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// report is what a run found.
type report struct {
	root    string // the module's folder
	machine machine
	tables  []table
}

type table struct {
	title string
	how   string
	rows  []row
}

// row is one figure, in words and numbers, and what is asked of it.
type row struct {
	what     string
	measured string
	against  string // what it is compared with, and that one's figure; may be empty
	ratio    float64
	budget   budget
}

// A budget bounds a figure: the ratio, or a value in a unit. The zero budget asks nothing.
type budget struct {
	text string // "≥ 0.8"
	met  bool
}

func atLeast(least, figure float64) budget {
	return budget{fmt.Sprintf("≥ %g", least), figure >= least}
}

func atMost(most, figure float64, unit string) budget {
	return budget{strings.TrimSpace(fmt.Sprintf("≤ %s %s", grouped(most), unit)), figure <= most}
}

func (b budget) verdict() string {
	switch {
	case b.text == "":
		return ""
	case b.met:
		return "met"
	}
	return "MISSED"
}

var headings = []string{"what", "measured", "against", "ratio", "budget", "verdict"}

func (r row) cells() []string {
	ratio := ""
	if r.ratio != 0 {
		ratio = fmt.Sprintf("%.2f", r.ratio)
	}
	return []string{r.what, r.measured, r.against, ratio, r.budget.text, r.budget.verdict()}
}

// missed is how many budgets are not met.
func (r *report) missed() int {
	missed := 0
	for _, t := range r.tables {
		for _, row := range t.rows {
			if row.budget.text != "" && !row.budget.met {
				missed++
			}
		}
	}
	return missed
}

// print writes the tables for a terminal.
func (r *report) print(out io.Writer) {
	fmt.Fprintf(out, "\n%s\n", strings.Join(r.machine.lines(), "\n"))
	for _, t := range r.tables {
		fmt.Fprintf(out, "\n%s\n", t.title)
		columns := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(columns, strings.Join(headings, "\t"))
		for _, row := range t.rows {
			fmt.Fprintln(columns, strings.Join(row.cells(), "\t"))
		}
		_ = columns.Flush() // to a terminal
	}
	fmt.Fprintln(out)
}

const preface = `# Benchmarks

This file is written by ` + "`make bench`" + `, in one run. What is compared is measured in turns within that run, and medians stand
here. The clients share the machine's cores with the server, so read the ratios; the absolute figures are those of this
machine, busy with both. A budget is what the project holds itself to; the run fails where one is missed.

`

// document is BENCHMARKS.md.
func (r *report) document() string {
	var out strings.Builder
	out.WriteString(preface)
	for _, line := range append([]string{"Measured on " + time.Now().UTC().Format("2 January 2006") + "."}, r.machine.lines()...) {
		fmt.Fprintf(&out, "- %s\n", line)
	}
	for _, t := range r.tables {
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n", t.title, t.how)
		writeRow(&out, headings)
		writeRow(&out, []string{"-", "-", "-", "-:", "-", "-"})
		for _, row := range t.rows {
			writeRow(&out, row.cells())
		}
	}
	return out.String()
}

func writeRow(out *strings.Builder, cells []string) {
	fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
}

// grouped writes a number to three digits, or a greater one in full: 0.8, 57.3, 44,146.
func grouped(n float64) string {
	if n < 999.5 {
		return fmt.Sprintf("%.3g", n)
	}
	digits := fmt.Sprintf("%.0f", n)
	var out strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	return out.String()
}

func milliseconds(d time.Duration) string { return grouped(float64(d.Microseconds())/1000) + " ms" }

func microseconds(d time.Duration) string { return grouped(float64(d.Nanoseconds())/1000) + " µs" }

func megabytes(mb float64) string { return fmt.Sprintf("%.1f MB", mb) }
