package main

import (
	"strings"
	"testing"
	"time"
)

func TestAFigureMeetsItsBudgetUpToTheBound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		budget        budget
		text, verdict string
	}{
		{atLeast(0.8, 0.8), "≥ 0.8", "met"},
		{atLeast(0.8, 0.7999), "≥ 0.8", "MISSED"},
		{atMost(1.3, 1.3, ""), "≤ 1.3", "met"},
		{atMost(1.3, 1.3001, ""), "≤ 1.3", "MISSED"},
		{atMost(150, 149, "ms"), "≤ 150 ms", "met"},
		{atMost(12_000, 12_001, "bytes"), "≤ 12,000 bytes", "MISSED"},
		{budget{}, "", ""},
	} {
		if c.budget.text != c.text || c.budget.verdict() != c.verdict {
			t.Errorf("%+v says %q, want %q and %q", c.budget, c.budget.verdict(), c.text, c.verdict)
		}
	}
}

// sample is a report with a figure of each kind.
func sample() *report {
	return &report{
		machine: machine{hardware: "2 cores", versions: "Go 1.26"},
		tables: []table{{"Pages", "Asked again and again.", []row{
			{what: "first page", measured: "900/s", against: "bytes: 1,000/s", ratio: 0.9, budget: atLeast(0.8, 0.9)},
			{what: "memory", measured: "41 MB", budget: atMost(40, 41, "MB")},
			{what: "counts", measured: "7/s"},
		}}},
	}
}

func TestMissedBudgetsAreCounted(t *testing.T) {
	t.Parallel()
	if got := sample().missed(); got != 1 {
		t.Errorf("missed %d, want 1", got)
	}
}

func TestTheDocumentSaysWhatWasMeasuredAndHow(t *testing.T) {
	t.Parallel()
	document := sample().document()
	for _, want := range []string{
		"\n- Measured on " + time.Now().UTC().Format("2 January 2006") + ".\n- 2 cores\n- Go 1.26\n",
		"\n## Pages\n\nAsked again and again.\n\n| what | measured | against | ratio | budget | verdict |\n| - | - | - | -: | - | - |\n" +
			"| first page | 900/s | bytes: 1,000/s | 0.90 | ≥ 0.8 | met |\n| memory | 41 MB |  |  | ≤ 40 MB | MISSED |\n| counts | 7/s |  |  |  |  |\n",
		"clients share the machine's cores",
	} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %q:\n%s", want, document)
		}
	}
}

func TestTheTablesForATerminalHoldEveryRow(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	sample().print(&out)
	for _, want := range []string{"2 cores\n", "Pages\n", "first page", "MISSED", "counts"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the tables lack %q:\n%s", want, out.String())
		}
	}
}

func TestNumbersAreWrittenAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	for n, want := range map[float64]string{
		0.8: "0.8", 1.3: "1.3", 57.345: "57.3", 150: "150", 999.4: "999", 999.7: "1,000", 1536: "1,536", 44146.4: "44,146", 1234567: "1,234,567",
	} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%v) = %q, want %q", n, got, want)
		}
	}
	if got := milliseconds(3217 * time.Microsecond); got != "3.22 ms" {
		t.Errorf("milliseconds = %q, want 3.22 ms", got)
	}
	if got := microseconds(1234567 * time.Nanosecond); got != "1,235 µs" {
		t.Errorf("microseconds = %q, want 1,235 µs", got)
	}
}
