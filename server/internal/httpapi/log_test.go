package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"

	"understory/server/internal/comment"
	"understory/server/internal/site"
	"understory/server/internal/storetest"
)

// logbook is a log that several goroutines write.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logbook) at(level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(l, &slog.HandlerOptions{Level: level}))
}

// lines are what was written, each read as JSON.
func (l *logbook) lines(t *testing.T) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(l.String()) {
		var read map[string]any
		if err := json.Unmarshal([]byte(line), &read); err != nil {
			t.Fatalf("a line of the log is no JSON: %v\n%q", err, line)
		}
		all = append(all, read)
	}
	return all
}

func TestNothingThatReadersWroteOrAreIsInTheLog(t *testing.T) {
	t.Parallel()
	var log logbook
	failing := func(context.Context, site.Site, comment.Draft) (comment.Verdict, error) {
		return comment.Verdict{}, errors.New("the policy is out of order")
	}
	panicking := func(_ context.Context, _ site.Site, d comment.Draft) (comment.Verdict, error) {
		if d.Body != "" {
			panic("panic with " + d.Body + d.Name + d.Email)
		}
		return comment.Verdict{}, nil
	}
	for _, review := range []comment.Review{judge, failing, panicking} {
		r := start(t, storetest.New(t), func(c *Config) {
			c.Log, c.Comments.Review = log.at(slog.LevelDebug), review
		})
		address := "http://localhost:3000/canary-path"
		body := mustJSON(t, map[string]string{
			"site": "demo", "url": address, "title": "canary-title", "body": "canary-text \x1b[31m", "name": "canary-name", "email": "canary@canary.example",
		})
		clean := strings.ReplaceAll(body, `\u001b`, "")
		headers := []string{
			jsonType, "Authorization: Guest " + guestKeyOf("canary"), "Origin: http://canary.localhost", "Referer: http://canary.localhost/",
			"X-Forwarded-For: 203.0.113.99", "User-Agent: canary", "Cookie: canary=canary", "Idempotency-Key: canary",
		}
		for _, text := range []string{body, clean, `{"canary":1}`, "canary"} {
			r.ask("POST", "/api/v1/comments", text, headers...)
		}
		query := "?site=demo&url=" + url.QueryEscape(address) + "&canary=canary"
		for _, target := range []string{
			"/api/v1/thread" + query, "/api/v1/viewer" + query, "/api/v1/comments/canary" + query, "/canary/canary", "/c/canary/canary", "/assets/canary/canary",
		} {
			r.ask("GET", target, "", headers[1:]...)
			r.ask("CANARY", target, "", headers[1:]...)
		}
		r.say("canary canary\r\n\r\n", 1)
	}
	for _, line := range log.lines(t) {
		text := strings.ToLower(mustJSON(t, line))
		for _, secret := range []string{"canary", "203.0.113", "127.0.0.1", guestKeyOf("canary")} {
			if strings.Contains(text, strings.ToLower(secret)) {
				t.Errorf("%q is in the log: %s", secret, text)
			}
		}
	}
	for _, wanted := range []string{"the policy is out of order", "panic: string", `"route":"/api/v1/comments"`, `"route":"none"`, `"method":"other"`} {
		if !strings.Contains(log.String(), wanted) {
			t.Errorf("the log lacks %s:\n%s", wanted, log.String())
		}
	}
}

func TestEveryRequestHasALineThatItsAnswerNames(t *testing.T) {
	t.Parallel()
	var log logbook
	r := start(t, storetest.New(t), func(c *Config) { c.Log = log.at(slog.LevelInfo) })
	got := r.post("ada", page1, "hello")
	first := r.ask("GET", storyThread, "")
	r.ask("GET", storyThread, "")
	found := map[string]map[string]any{}
	within(t, 2e9, func() bool {
		for _, line := range log.lines(t) {
			if id, ok := line["id"].(string); ok {
				found[id] = line
			}
		}
		return found[got.header.Get("X-Request-Id")] != nil
	})
	line := found[got.header.Get("X-Request-Id")]
	if line["method"] != "POST" || line["route"] != "/api/v1/comments" || line["status"] != 201.0 || line["ms"] == nil {
		t.Errorf("the line is %v", line)
	}
	if line := found[first.header.Get("X-Request-Id")]; line != nil {
		t.Errorf("ready pages are logged for debugging only, and here is %v", line)
	}
}

func TestPanicIsAnsweredAndTheServerGoesOn(t *testing.T) {
	t.Parallel()
	var log logbook
	surprised := false
	r := start(t, storetest.New(t), func(c *Config) {
		c.Log = log.at(slog.LevelInfo)
		c.Comments.Review = func(ctx context.Context, on site.Site, d comment.Draft) (comment.Verdict, error) {
			if !surprised {
				surprised = true
				_ = d.Body[len(d.Body)+1:]
			}
			return judge(ctx, on, d)
		}
	})
	got := r.post("ada", page1, "hello")
	checkProblem(t, "panic", got)
	if got.status != 500 || got.lacks(`{"kind":"internal"}`) != "" {
		t.Errorf("a panic is answered with %d %s", got.status, got.body)
	}
	if got := r.post("ada", page1, "hello"); got.status != 201 {
		t.Errorf("the next request is %d", got.status)
	}
	if !strings.Contains(log.String(), "slice bounds out of range") || !strings.Contains(log.String(), "log_test.go") {
		t.Errorf("the log does not say what and where:\n%s", log.String())
	}
}
