package httpapi

import (
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/site"
	"understory/server/internal/store"
)

// running is a server under test, on a real port and a real database.
type running struct {
	*Server
	t     testing.TB
	store *store.Store
	addr  string // 127.0.0.1:port
}

// start runs a server until the test ends. The sites demo (guests publish), courier (guests are held) and members
// (no guests) are there. change, which may be nil, has the last word on the configuration.
func start(t testing.TB, s *store.Store, change func(*Config)) *running {
	t.Helper()
	addSites(t, s)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	r := &running{t: t, store: s, addr: listener.Addr().String()}
	config := Config{
		Comments: &comment.Service{Store: s, Cursors: comment.Cursors{Secret: []byte("a secret of the tests")}, Review: judge, Now: time.Now},
		Sites:    &site.Directory{Store: s, Now: time.Now},
		Versions: s.Versions, VersionsOf: s.VersionsOf, Changes: s.Changes, Moved: s.Moved, Ping: s.Ping, Writable: s.Writable,
		Assets: testAssets, Newspaper: testNewspaper, Texts: testTexts, Secret: []byte("a secret of the tests"),
		PublicURL: "https://comments.example.org", OwnOrigins: []string{"https://comments.example.org"},
		Log: slog.New(slog.DiscardHandler), Now: time.Now, Version: "test",
	}
	if change != nil {
		change(&config)
	}
	if r.Server, err = New(config); err != nil {
		t.Fatalf("make server: %v", err)
	}
	config.Comments.Changed = r.Changed
	served := make(chan error, 1)
	go func() { served <- r.Serve(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := r.Shutdown(ctx); err != nil {
			t.Errorf("shut down: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return r
}

func addSites(t testing.TB, s *store.Store) {
	t.Helper()
	courier, err := site.New("courier", "The Courier", []string{"https://courier.example"}, site.GuestsHold)
	if err != nil {
		t.Fatal(err)
	}
	members, err := site.New("members", "Members", []string{"https://members.example"}, site.GuestsOff)
	if err != nil {
		t.Fatal(err)
	}
	hasty := site.Demo()
	hasty.Key, hasty.Settings.EditWindow = "hasty", 0
	for _, add := range []site.Site{site.Demo(), courier, members, hasty} {
		added, err := s.AddSite(context.Background(), add)
		if err != nil {
			t.Fatalf("add site %s: %v", add.Key, err)
		}
		closed := comment.Article{
			ID: uuid.Must(uuid.NewV7()), Identity: "t:closed-story", URL: "http://localhost:3000/closed", Status: comment.Closed, CreatedAt: time.Now(),
		}
		if err := s.AddArticle(context.Background(), added.ID, closed); err != nil {
			t.Fatalf("add closed article: %v", err)
		}
	}
}

// judge is the policy of the tests: a text asks for its own verdict.
func judge(_ context.Context, on site.Site, d comment.Draft) (comment.Verdict, error) {
	seen := func(word string) []comment.Finding {
		at := strings.Index(d.Body, word)
		return []comment.Finding{{Detector: "word", Reason: "It says " + word + ".", Start: at, End: at + len(word), Weight: 0.5}}
	}
	for action, word := range map[comment.Action]string{comment.Nudge: "nudgeme", comment.Hold: "holdme", comment.Reject: "rejectme"} {
		if strings.Contains(d.Body, word) {
			return comment.Verdict{Action: action, Reason: "Because it says " + word + ".", Findings: seen(word)}, nil
		}
	}
	if on.Settings.Guests == site.GuestsHold {
		return comment.Verdict{Action: comment.Hold, Reason: "A moderator reads what guests write here first."}, nil
	}
	return comment.Verdict{Action: comment.Publish}, nil
}

var testAssets = fstest.MapFS{
	"build.txt":      {Data: []byte("0123456789abcdef\n")},
	"embed.js":       {Data: []byte("/* loader */" + strings.Repeat("call(1);", 100))},
	"comments.js":    {Data: []byte("/* widget */" + strings.Repeat("call(2);", 100))},
	"dashboard.html": {Data: []byte("<!doctype html><title>Desk</title>")},
}

// testTexts are the words that readers see, as they are in the product.
var testTexts = os.DirFS("../../../widget/texts")

var testNewspaper = fstest.MapFS{
	"index.html":         {Data: []byte("<!doctype html><title>The Brackwater Courier</title>")},
	"stories/ferry.html": {Data: []byte("<!doctype html><title>Ferry</title>")},
	"pictures/clock.svg": {Data: []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")},
	"newspaper.css":      {Data: []byte("body{}")},
}

// guestKeyOf makes the same key for the same name.
func guestKeyOf(name string) string {
	return base64.RawURLEncoding.EncodeToString([]byte((name + strings.Repeat(".", 32))[:32]))
}

// browser neither follows redirects nor asks for compressed answers, and keeps no cookies.
var browser = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       20 * time.Second,
}

// answer is a whole response.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a request; headers are given as "Name: value".
func (r *running) ask(method, target, body string, headers ...string) answer {
	r.t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, "http://"+r.addr+target, strings.NewReader(body))
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, target, err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ":")
		request.Header.Add(name, strings.TrimSpace(value))
	}
	response, err := browser.Do(request)
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, target, err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatalf("%s %s: read answer: %v", method, target, err)
	}
	return answer{response.StatusCode, response.Header, string(read)}
}

const (
	jsonType = "Content-Type: application/json"
	page1    = "http://localhost:3000/story-1"
)

// post has a guest write on the demo site and gives the answer.
func (r *running) post(guest, url, text string) answer {
	r.t.Helper()
	body := mustJSON(r.t, map[string]string{"site": "demo", "url": url, "body": text, "name": guest})
	return r.ask("POST", "/api/v1/comments", body, jsonType, "Authorization: Guest "+guestKeyOf(guest))
}
