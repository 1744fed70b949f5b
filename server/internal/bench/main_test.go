package main

import (
	"os"
	"strings"
	"testing"
)

// TestMain lets the test binary be the ceiling, as the program itself is when it runs.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == ceilingCommand {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestArgumentsThatMeanNothingAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"fast"}, {"-short", "posts"}, {"-count=2"}} {
		if _, err := run(t.Context(), args); err == nil {
			t.Errorf("run(%q): no error", strings.Join(args, " "))
		}
	}
}

// TestASmokeMeasuresEverySubject runs the whole program shortly, where PostgreSQL is, which TEST_POSTGRES tells.
func TestASmokeMeasuresEverySubject(t *testing.T) {
	if os.Getenv("TEST_POSTGRES") == "" {
		return
	}
	made, err := measure(t.Context(), shortly)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(made.tables), len(subjects(shortly)); got != want {
		t.Errorf("%d tables, want %d", got, want)
	}
	for _, table := range made.tables {
		if len(table.rows) == 0 || table.how == "" {
			t.Errorf("%s: %d rows, measured %q", table.title, len(table.rows), table.how)
		}
	}
}
