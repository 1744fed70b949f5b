package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"understory/server/internal/storetest"
)

var (
	metricsAt  = regexp.MustCompile(`Metrics +(http://[0-9.:]+)/metrics`)
	familyName = regexp.MustCompile(`(?m)^# TYPE (\w+) `)
)

// apart is the address of the metrics' own, as the program has told it.
func (p *process) apart() string {
	p.t.Helper()
	told := metricsAt.FindStringSubmatch(p.first)
	if told == nil {
		p.t.Fatalf("the program does not say where its metrics are:\n%s", p.first)
	}
	return told[1]
}

// figures are the lines of the metrics, read.
func (p *process) figures() (text string, figures map[string]float64) {
	p.t.Helper()
	response, err := client.Get(p.apart() + "/metrics")
	must(p.t, err)
	defer response.Body.Close()
	var read strings.Builder
	must(p.t, response.Write(&read))
	text = read.String()
	if response.StatusCode != http.StatusOK {
		p.t.Fatalf("/metrics is %d", response.StatusCode)
	}
	figures = make(map[string]float64)
	for line := range strings.Lines(text) {
		name, value, found := strings.Cut(strings.TrimSpace(line), " ")
		if number, err := strconv.ParseFloat(value, 64); found && err == nil {
			figures[name] = number
		}
	}
	return text, figures
}

func TestTheProgramTellsItsFigures(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	must(t, err)
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		p := start(t, databaseURL, "UNDERSTORY_METRICS_ADDR=127.0.0.1:0")
		p.post(newGuest(), "Ana", "A word.", "")
		p.must(200, "GET", "/api/v1/thread?site=demo&thread_id=story", nil)
		p.must(404, "GET", "/metrics", nil)
		text, figures := p.figures()
		pool := `pool="all"`
		if strings.HasPrefix(databaseURL, "sqlite:") {
			pool = `pool="writing"`
		}
		for name, least := range map[string]float64{
			`understory_http_requests_total{route="/api/v1/comments",class="guest",method="POST",status="201"}`: 1,
			`understory_database_statements_total{` + pool + `}`:                                                5,
			`understory_database_connections_max{` + pool + `}`:                                                 1,
			`understory_database_up`:        1,
			`understory_ready_articles`:     1,
			`understory_connections`:        1,
			`go_goroutines`:                 1,
			`process_start_time_seconds`:    1e9,
			`process_resident_memory_bytes`: 1 << 20,
		} {
			if figures[name] < least {
				t.Errorf("%s is %v, want at least %v\n%s", name, figures[name], least, text)
			}
		}
		for _, name := range []string{"understory_outbox_tasks", "understory_outbox_oldest_seconds", `understory_panics_total{where="regular"}`} {
			if _, told := figures[name]; !told {
				t.Errorf("%s is not told", name)
			}
		}
		if !strings.Contains(text, `understory_build_info{version="`) {
			t.Error("the build is not told")
		}
		for _, family := range familyName.FindAllStringSubmatch(text, -1) {
			ours := strings.HasPrefix(family[1], "understory_")
			if ours && !strings.Contains(string(readme), "`"+family[1]+"`") {
				t.Errorf("the README does not say what %s is", family[1])
			}
		}
	})
}

// TestFailurePostgresAwayShowsInTheFigures asks for the figures while there is no database.
func TestFailurePostgresAwayShowsInTheFigures(t *testing.T) {
	t.Parallel()
	if noPostgres() {
		return
	}
	db, databaseURL := cluster(t)
	p := start(t, databaseURL, "UNDERSTORY_METRICS_ADDR=127.0.0.1:0")
	must(t, db.Halt())
	eventually(t, "the figures say that the database is away", longestAnswer, func() bool {
		_, figures := p.figures()
		_, counted := figures["understory_outbox_tasks"]
		return figures["understory_database_up"] == 0 && !counted
	})
	got := p.must(503, "GET", "/readyz", nil)
	if !strings.Contains(string(got.body), "The database does not answer.") {
		t.Errorf("/readyz says %s", got.body)
	}
}
