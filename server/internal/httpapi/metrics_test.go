package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// figure is the number that a line of the metrics ends with; lines are named by how they begin.
func (r *running) figure(line string) string {
	r.t.Helper()
	got := r.ask("GET", "/metrics", "")
	if got.status != 200 || got.header.Get("Content-Type") != "text/plain; version=0.0.4; charset=utf-8" {
		r.t.Fatalf("/metrics is %d %s", got.status, got.header.Get("Content-Type"))
	}
	for text := range strings.Lines(got.body) {
		if value, found := strings.CutPrefix(text, line+" "); found {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func TestFiguresTellOfRequestsPagesAndRefusals(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), func(c *Config) { c.Now = newWatch().now })
	for i := range 11 {
		r.post(fmt.Sprint("guest ", i), page1, "hello")
	}
	for range 3 {
		r.ask("GET", storyThread, "")
	}
	r.ask("HEAD", storyThread, "")
	r.ask("GET", "/nowhere", "")
	r.ask("OPTIONS", storyThread, "")
	r.ask("GET", "/api/v1/thread?site=nobody&url="+page1, "")
	r.ask("GET", "/t/?site=nobody&url="+page1, "")
	r.say("nonsense\r\n\r\n", 1)
	for line, want := range map[string]string{
		`understory_http_requests_total{route="/api/v1/comments",class="guest",method="POST",status="201"}`:             "10",
		`understory_http_requests_total{route="/api/v1/comments",class="guest",method="POST",status="429"}`:             "1",
		`understory_http_requests_total{route="/api/v1/thread",class="public",method="GET",status="200"}`:               "4",
		`understory_http_requests_total{route="/api/v1/thread",class="public",method="GET",status="404"}`:               "1",
		`understory_http_requests_total{route="preflight",class="none",method="OPTIONS",status="204"}`:                  "1",
		`understory_http_requests_total{route="none",class="none",method="any",status="404"}`:                           "1",
		`understory_http_requests_total{route="none",class="none",method="any",status="400"}`:                           "1",
		`understory_http_request_duration_seconds_count{route="/api/v1/thread",class="public",method="GET"}`:            "5",
		`understory_http_request_duration_seconds_bucket{route="/api/v1/thread",class="public",method="GET",le="+Inf"}`: "5",
		`understory_refusals_total{kind="rate_limited"}`:                                                                "1",
		`understory_refusals_total{kind="not_found"}`:                                                                   "3",
		`understory_refusals_total{kind="read_only"}`:                                                                   "0",
		`understory_rate_limited_total{action="posting"}`:                                                               "1",
		`understory_ready_pages_total{result="hit"}`:                                                                    "3",
		`understory_ready_pages_total{result="miss"}`:                                                                   "1",
		`understory_ready_pages_total{result="stale"}`:                                                                  "0",
		`understory_ready_rebuilds_total`:                                                                               "1",
		`understory_ready_articles`:                                                                                     "1",
		`understory_streams`:                                                                                            "0",
		`understory_streams_dropped_total`:                                                                              "0",
		`understory_panics_total{where="request"}`:                                                                      "0",
		`understory_connections_refused_total{because="all"}`:                                                           "0",
	} {
		if got := r.figure(line); got != want {
			t.Errorf("%s is %q, want %s", line, got, want)
		}
	}
	if got := r.figure("understory_ready_bytes"); got == "" || got == "0" {
		t.Errorf("ready pages take %q bytes", got)
	}
	if got := r.figure("understory_connections"); got == "" || got == "0" {
		t.Errorf("there are %q connections", got)
	}
}

func TestNoFigureHoldsWhatAStrangerWrites(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	for _, target := range []string{"/canary", "/api/v1/canary", "/api/v1/thread?site=canary&canary=canary", "/assets/canary/canary", "/c/canary/canary", "/t/?site=canary"} {
		for _, method := range []string{"GET", "POST", "OPTIONS", "CANARY", "DELETE"} {
			r.ask(method, target, "canary", "Canary: canary", "Content-Type: canary", "Origin: http://canary.localhost", "User-Agent: canary")
		}
	}
	r.say("canary canary\r\n\r\n", 1)
	got := r.ask("GET", "/metrics", "")
	if strings.Contains(strings.ToLower(got.body), "canary") {
		t.Errorf("a stranger's word is in the metrics:\n%s", got.body)
	}
}

func TestMetricsAreForThisMachineAlone(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	for _, header := range []string{"X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https", "Forwarded: for=127.0.0.1", "X-Real-IP: 127.0.0.1", "Via: 1.1 proxy"} {
		if got := r.ask("GET", "/metrics", "", header); got.status != 404 {
			t.Errorf("with %s /metrics is %d", header, got.status)
		}
	}
	for _, host := range []string{"comments.example.org", "comments.example.org:8080", "192.0.2.7", "understory", "127.0.0.1.example.org"} {
		answers := r.say("GET /metrics HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n", 1)
		if len(answers) != 1 || answers[0].status != 404 {
			t.Errorf("for %s /metrics is %+v", host, answers)
		}
	}
	for _, host := range []string{"localhost:8080", "127.0.0.1", "[::1]:8080"} {
		answers := r.say("GET /metrics HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n", 1)
		if len(answers) != 1 || answers[0].status != 200 {
			t.Errorf("for %s /metrics is %+v", host, answers)
		}
	}
}

func TestMetricsOfAnAddressOfTheirOwnAreToldThereAlone(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), func(c *Config) { c.MetricsApart = true })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- r.ServeMetrics(listener) }()
	if got := r.ask("GET", "/metrics", ""); got.status != 404 {
		t.Errorf("on the main address /metrics is %d", got.status)
	}
	apart := &running{Server: r.Server, t: t, addr: listener.Addr().String()}
	if got := apart.ask("GET", "/metrics", "", "X-Forwarded-For: 203.0.113.7"); got.status != 200 || !strings.Contains(got.body, "understory_refusals_total") {
		t.Errorf("on its own address /metrics is %d %s", got.status, got.body)
	}
	r.ask("GET", "/livez", "")
	for target, status := range map[string]int{"/livez": 200, "/readyz": 200, "/": 404, storyThread: 404} {
		if got := apart.ask("GET", target, ""); got.status != status {
			t.Errorf("on the metrics' address %s is %d, want %d", target, got.status, status)
		}
	}
	told := make(map[string]bool)
	for line := range strings.Lines(apart.ask("GET", "/metrics", "").body) {
		series, _, _ := strings.Cut(line, " ")
		if told[series] && series != "#" {
			t.Errorf("%s is told twice", series)
		}
		told[series] = true
	}
	if !told[`understory_http_requests_total{route="/livez",class="open",method="GET",status="200"}`] {
		t.Error("/livez is not told")
	}
	if err := r.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// TestAThousandPanicsAreCountedAndLoggedAndSurvived has every second of them inside the transaction of an edit, where
// locks are held.
func TestAThousandPanicsAreCountedAndLoggedAndSurvived(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const panics = 1000
		var log logbook
		r := start(t, s, func(c *Config) {
			c.Log, c.RateLimitOff = log.at(slog.LevelInfo), true
			c.Comments.Review = func(ctx context.Context, on site.Site, d comment.Draft) (comment.Verdict, error) {
				if strings.HasPrefix(d.Body, "panic") {
					panic(errors.New("with the text " + d.Body))
				}
				return judge(ctx, on, d)
			}
		})
		id, err := at(r.post("ada", page1, "before").body, "comment.id")
		if err != nil {
			t.Fatal(err)
		}
		edit := func(text string) answer {
			return r.ask("PATCH", "/api/v1/comments/"+id+"?site=demo", `{"body":"`+text+`"}`, jsonType, "Authorization: Guest "+guestKeyOf("ada"))
		}
		var writing sync.WaitGroup
		for range 10 {
			writing.Go(func() {
				for range panics / 20 {
					for what, got := range map[string]answer{"post": r.post("bob", page1, "panic"), "edit": edit("panic")} {
						if got.status != 500 {
							t.Errorf("a panic in a %s is answered with %d", what, got.status)
						}
					}
				}
			})
		}
		writing.Wait()
		for line, want := range map[string]int{`understory_panics_total{where="request"}`: panics, `understory_refusals_total{kind="internal"}`: panics} {
			if got := r.figure(line); got != fmt.Sprint(want) {
				t.Errorf("%s is %s, want %d", line, got, want)
			}
		}
		logged := 0
		for _, line := range log.lines(t) {
			if cause, _ := line["cause"].(string); strings.HasPrefix(cause, "panic: *errors.errorString") {
				logged++
			}
		}
		if logged != panics {
			t.Errorf("%d panics are logged", logged)
		}
		if post, edited := r.post("ada", page1, "after"), edit("after"); post.status != 201 || edited.status != 200 {
			t.Errorf("after them a post is %d and an edit %d", post.status, edited.status)
		}
	})
}

func TestAThousandPanicsInTheBackgroundAreCountedAndLoggedAndSurvived(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const panics = 1000
		var log logbook
		a := &api{Config: Config{Log: log.at(slog.LevelInfo)}, figures: newFigures(nil)}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		rounds, survived := 0, make(chan struct{})
		a.background(ctx, "counting", func(ctx context.Context) {
			if rounds++; rounds <= panics {
				panic("again")
			}
			close(survived)
			<-ctx.Done()
		})
		begun := time.Now()
		<-survived
		if counted := a.figures.backgroundPanics.Value(); counted != panics {
			t.Errorf("%d panics are counted", counted)
		}
		if logged := len(log.lines(t)); logged != panics {
			t.Errorf("%d panics are logged", logged)
		}
		if took := time.Since(begun); took < panics*time.Second { // or the log would fill the disk
			t.Errorf("they came within %v", took)
		}
	})
}
