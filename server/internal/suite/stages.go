package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"understory/server/internal/postgrestest"
	"understory/server/internal/subprocess"
)

// A suite is one run: where the project is, what has been started for it, and what came of it so far.
type suite struct {
	root   string
	module string
	tally  *tally

	postgres *postgrestest.Cluster
	scratch  string // a temporary folder for what is built
}

// A stage is a part of a run. Its limit is several times what it takes on two cores, so that nothing hangs.
type stage struct {
	name     string
	limit    time.Duration
	run      func(*suite, context.Context)
	prepares bool // without it no other stage makes sense
}

type plan struct {
	limit  time.Duration
	stages []stage
}

// plans lists the stages of each mode. What fails most often and is fastest to know stands first.
var plans = map[string]plan{
	"quick": {5 * time.Minute, []stage{
		{name: "gofmt", limit: time.Minute, run: (*suite).gofmt},
		{name: "go vet", limit: 4 * time.Minute, run: (*suite).vet},
		{name: "go test on SQLite, short", limit: 4 * time.Minute, run: (*suite).testQuickly},
	}},
	"test": {40 * time.Minute, []stage{
		{name: "programs", limit: 10 * time.Minute, run: (*suite).equip, prepares: true},
		{name: "npm packages", limit: 5 * time.Minute, run: (*suite).installPackages, prepares: true},
		{name: "PostgreSQL", limit: time.Minute, run: (*suite).startPostgres, prepares: true},
		{name: "gofmt", limit: time.Minute, run: (*suite).gofmt},
		{name: "go vet", limit: 10 * time.Minute, run: (*suite).vet},
		{name: "widget: types, lint and build", limit: 4 * time.Minute, run: (*suite).checkWidget},
		{name: "widget: unit tests", limit: 4 * time.Minute, run: (*suite).testWidget},
		{name: "go test on SQLite and PostgreSQL", limit: 12 * time.Minute, run: (*suite).test},
		{name: "golangci-lint", limit: 10 * time.Minute, run: (*suite).lint},
		{name: "go test -race on PostgreSQL", limit: 12 * time.Minute, run: (*suite).testRace},
		{name: "go test -race on SQLite, smoke", limit: 6 * time.Minute, run: (*suite).testRaceSmoke},
		{name: "end to end in Chromium", limit: 30 * time.Minute, run: (*suite).testEndToEnd},
	}},
	"soak": {2 * time.Hour, []stage{
		{name: "PostgreSQL", limit: time.Minute, run: (*suite).startPostgres, prepares: true},
		{name: "failure tests, long", limit: 100 * time.Minute, run: (*suite).soak},
	}},
}

// golangciLint is run by name and version, so that its many dependencies stay out of go.mod.
const golangciLint = "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0"

func (s *suite) equip(ctx context.Context) {
	if err := equip(ctx, s.tally); err != nil {
		s.tally.fail("what the tests need is here", err.Error())
	}
}

// installPackages lets no package run code of its own. What npm has to advise is none of a test's business.
func (s *suite) installPackages(ctx context.Context) {
	npm := subprocess.Command(ctx, s.widget(), nil, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	if out, err := subprocess.Output(npm); err != nil {
		s.tally.fail("npm ci", out+err.Error())
	}
}

func (s *suite) startPostgres(ctx context.Context) {
	var err error
	if s.postgres, err = postgrestest.Start(ctx, postgrestest.Fleeting); err != nil {
		s.tally.fail("a PostgreSQL cluster starts", err.Error())
	}
}

func (s *suite) tearDown() {
	if s.postgres != nil {
		if err := s.postgres.Stop(); err != nil {
			s.tally.say("stop PostgreSQL: %v", err)
		}
	}
	_ = os.RemoveAll(s.scratch)
}

func (s *suite) gofmt(context.Context) {
	wrong, err := unformatted(s.root)
	switch {
	case err != nil:
		s.tally.fail("gofmt", err.Error())
	case len(wrong) > 0:
		s.tally.fail("gofmt", "run `make fmt`; it would change:\n"+strings.Join(wrong, "\n"))
	default:
		s.tally.pass()
	}
}

func (s *suite) vet(ctx context.Context) { s.check(ctx, s.root, "go", "vet", "./...") }

func (s *suite) lint(ctx context.Context) { s.check(ctx, s.root, "go", "run", golangciLint, "run") }

func (s *suite) checkWidget(ctx context.Context) { s.check(ctx, s.widget(), "npm", "run", "check") }

func (s *suite) testQuickly(ctx context.Context) {
	s.goTest(ctx, nil, "-short", "-timeout=3m", "./...")
}

func (s *suite) test(ctx context.Context) {
	s.goTest(ctx, []string{s.testPostgres()}, "-count=1", "-timeout=10m", "./...")
}

// testRace leaves SQLite out: the pure Go SQLite is fifty times slower under the race detector.
func (s *suite) testRace(ctx context.Context) {
	packages, err := s.libraries(ctx)
	if err != nil {
		s.tally.fail("list packages", err.Error())
		return
	}
	args := append([]string{"-race", "-count=1", "-shuffle=on", "-timeout=10m"}, packages...)
	s.goTest(ctx, []string{s.testPostgres(), "TEST_SQLITE=off"}, args...)
}

// testRaceSmoke races many readers, writers and processes on one SQLite file, and leaves the rest to PostgreSQL.
func (s *suite) testRaceSmoke(ctx context.Context) {
	s.goTest(ctx, nil, "-race", "-count=1", "-timeout=5m", "-run=UnderLoad|ManySending|ManyProcesses",
		"./server/internal/store", "./server/internal/comment", "./server/internal/httpapi")
}

func (s *suite) soak(ctx context.Context) {
	s.goTest(ctx, []string{s.testPostgres(), "SOAK=1"}, "-count=1", "-timeout=95m", "-run=Killed|Failure", "./server/...")
}

func (s *suite) testWidget(ctx context.Context) { s.nodeTest(ctx, nil, "test") }

// testEndToEnd builds the binary that people run and lets a browser use it.
func (s *suite) testEndToEnd(ctx context.Context) {
	binary, err := s.build(ctx)
	if err != nil {
		s.tally.fail("go build ./server", err.Error())
		return
	}
	s.nodeTest(ctx, []string{"UNDERSTORY_BIN=" + binary, "CHROMIUM=" + chromium()}, "e2e")
}

func (s *suite) build(ctx context.Context) (string, error) {
	var err error
	if s.scratch, err = os.MkdirTemp("", "understory-suite-"); err != nil {
		return "", err
	}
	binary := filepath.Join(s.scratch, "understory")
	out, err := subprocess.Output(subprocess.Command(ctx, s.root, nil, "go", "build", "-o", binary, "./server"))
	if err != nil {
		return "", errors.New(out + err.Error())
	}
	return binary, nil
}

func (s *suite) widget() string { return filepath.Join(s.root, "widget") }

func (s *suite) testPostgres() string { return "TEST_POSTGRES=" + s.postgres.URL }

// libraries lists the packages that are not programs.
func (s *suite) libraries(ctx context.Context) ([]string, error) {
	format := `{{if ne .Name "main"}}{{.ImportPath}}{{end}}`
	out, err := subprocess.Output(subprocess.Command(ctx, s.root, nil, "go", "list", "-f", format, "./..."))
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	return strings.Fields(out), nil
}
