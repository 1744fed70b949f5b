package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"understory/server/internal/storetest"
)

const password = "correct horse battery"

// TestANewcomersFirstHour walks the whole product as its README promises it: start, read, post, reply, report,
// remove as staff, undo, close, restart, and find it all again.
func TestANewcomersFirstHour(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		p := start(t, databaseURL)
		for _, said := range []string{p.base + "/\n", p.base + "/dashboard/\n", p.base + "/dashboard/#setup="} {
			if !strings.Contains(p.first, said) {
				t.Errorf("the first lines do not say %q:\n%s", said, p.first)
			}
		}
		if page := p.must(200, "GET", "/", nil); !bytes.Contains(page.body, []byte("/embed.js")) {
			t.Error("the front page does not hold the tag")
		}
		ana, ben := newGuest(), newGuest()
		root := p.post(ana, "Ana", "The *first* word.", "")
		reply := p.post(ben, "Ben", "An answer.", root)
		p.wantThread(2, root, reply)
		p.must(201, "POST", "/api/v1/comments/"+reply+"/reports?site=demo", map[string]any{"reason": "abuse", "detail": "look"}, "Authorization", ana)
		cookie := p.setUp()
		p.must(401, "GET", "/api/v1/session", nil)
		decision := p.decide(cookie, reply, "reject")
		p.wantThread(1, root)
		p.must(200, "POST", "/api/v1/moderation/decisions/"+decision+"/undo?site=demo", map[string]any{}, "Cookie", cookie, "X-Understory", "1")
		p.wantThread(2, root, reply)
		p.decide(cookie, reply, "reject")
		if err := p.stop(syscall.SIGTERM); err != nil {
			t.Fatalf("ended with %v after SIGTERM, want status 0\n%s", err, p.log)
		}
		p = start(t, databaseURL)
		if strings.Contains(p.first, "#setup=") {
			t.Error("the second start offers another first owner")
		}
		p.wantThread(1, root)
		p.must(200, "GET", "/api/v1/session", nil, "Cookie", cookie)
		signedIn := p.must(200, "POST", "/api/v1/session", map[string]any{"email": "owner@example.org", "password": password}, "X-Understory", "1")
		if !strings.Contains(signedIn.header.Get("Set-Cookie"), "HttpOnly") {
			t.Errorf("cookie %q is not HttpOnly", signedIn.header.Get("Set-Cookie"))
		}
		if err := p.stop(syscall.SIGINT); err != nil {
			t.Fatalf("ended with %v after SIGINT, want status 0", err)
		}
	})
}

func (p *process) post(guest, name, body, parent string) (id string) {
	p.t.Helper()
	draft := map[string]any{"site": "demo", "thread_id": "story", "url": p.base + "/stories/x.html", "name": name, "body": body}
	if parent != "" {
		draft["parent"] = parent
	}
	var posted struct{ Comment struct{ ID, Status string } }
	p.must(201, "POST", "/api/v1/comments", draft, "Authorization", guest, "Origin", p.base).json(p.t, &posted)
	if posted.Comment.Status != "published" {
		p.t.Fatalf("posted as %s, want published", posted.Comment.Status)
	}
	return posted.Comment.ID
}

// wantThread wants the public thread to count and hold these comments, whatever tombstones stand between.
func (p *process) wantThread(count int, ids ...string) {
	p.t.Helper()
	got := p.must(200, "GET", "/api/v1/thread?site=demo&thread_id=story", nil)
	var thread struct{ Article struct{ CommentCount int } }
	got.json(p.t, &thread)
	if thread.Article.CommentCount != count {
		p.t.Errorf("%d comments, want %d", thread.Article.CommentCount, count)
	}
	for _, id := range ids {
		if !bytes.Contains(got.body, []byte(id)) {
			p.t.Errorf("comment %s is not in the thread", id)
		}
	}
}

var setupLink = regexp.MustCompile(`#setup=([A-Za-z0-9_-]+)`)

// setUp makes the first owner with the link of the first start, which then works no more.
func (p *process) setUp() (cookie string) {
	p.t.Helper()
	token := setupLink.FindStringSubmatch(p.first)
	if token == nil {
		p.t.Fatalf("no first-start link in:\n%s", p.first)
	}
	owner := map[string]any{"token": token[1], "email": "owner@example.org", "password": password}
	made := p.must(201, "POST", "/api/v1/setup", owner, "X-Understory", "1")
	if again, err := p.do("POST", "/api/v1/setup", owner, "X-Understory", "1"); err != nil || again.status < 400 {
		p.t.Errorf("the link worked twice: %d, %v", again.status, err)
	}
	cookie, _, _ = strings.Cut(made.header.Get("Set-Cookie"), ";")
	return cookie
}

func (p *process) decide(cookie, id, action string) (decision string) {
	p.t.Helper()
	var queue struct {
		Items []struct {
			Comment struct {
				ID      string
				Version int
			}
		}
	}
	p.must(200, "GET", "/api/v1/moderation/queue?site=demo&queue=recent", nil, "Cookie", cookie).json(p.t, &queue)
	for _, item := range queue.Items {
		if item.Comment.ID == id {
			var made struct{ Decision struct{ ID string } }
			p.must(201, "POST", "/api/v1/moderation/comments/"+id+"/decisions?site=demo",
				map[string]any{"action": action, "reason": "abuse", "version": item.Comment.Version}, "Cookie", cookie, "X-Understory", "1").json(p.t, &made)
			return made.Decision.ID
		}
	}
	p.t.Fatalf("comment %s is not in the queue", id)
	return ""
}

func TestCommandsOfAnOwner(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		say := func(in string, args ...string) (code int, out, err string) {
			var stdout, stderr bytes.Buffer
			code = run(t.Context(), append([]string{"--database", databaseURL}, args...), streams{strings.NewReader(in), &stdout, &stderr})
			return code, stdout.String(), stderr.String()
		}
		for _, step := range []struct {
			name, in string
			args     []string
			code     int
			says     string
		}{
			{"migrate", "", []string{"migrate"}, 0, "up to date"},
			{"site add", "", []string{"site", "add", "courier", "--origin", "https://courier.example"}, 0, `data-site="courier"`},
			{"site taken", "", []string{"site", "add", "courier", "--origin", "https://courier.example"}, 1, "already"},
			{"site key", "", []string{"site", "add", "Not A Key", "--origin", "https://courier.example"}, 1, "a to z"},
			{"site origin", "", []string{"site", "add", "other", "--origin", "courier.example"}, 1, "is no origin"},
			{"site list", "", []string{"site", "list"}, 0, "https://courier.example"},
			{"site set", "", []string{"site", "set", "courier", "--schema", "off"}, 0, "courier: off"},
			{"site set unknown", "", []string{"site", "set", "nowhere", "--schema", "off"}, 1, "site"},
			{"site set what", "", []string{"site", "set", "courier", "--schema", "maybe"}, 2, "on"},
			{"user add", password + "\n", []string{"user", "add", "--email", "mod@example.org", "--role", "moderator", "--site", "courier", "--password-stdin"}, 0, "mod@example.org"},
			{"user short password", "short\n", []string{"user", "add", "--email", "b@example.org", "--role", "owner", "--password-stdin"}, 1, "12"},
			{"user unknown site", password, []string{"user", "add", "--email", "c@example.org", "--role", "admin", "--site", "nowhere", "--password-stdin"}, 1, "site"},
			{"user twice", password, []string{"user", "add", "--email", "mod@example.org", "--role", "owner", "--password-stdin"}, 1, "already"},
			{"user password", "another long password\n", []string{"user", "password", "--email", "mod@example.org", "--password-stdin"}, 0, "new password"},
			{"user unknown", password, []string{"user", "password", "--email", "nobody@example.org", "--password-stdin"}, 1, "nobody"},
			{"unknown command", "", []string{"dance"}, 2, "dance"},
		} {
			code, out, err := say(step.in, step.args...)
			if code != step.code || !strings.Contains(out+err, step.says) {
				t.Errorf("%s: status %d and %q, want %d and something about %q", step.name, code, out+err, step.code, step.says)
			}
		}
	})
}

func TestConfigurationsThatCannotWorkAreRefusedInWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config Config
		says   string
	}{
		"no public address": {Config{Addr: "0.0.0.0:8080"}, "UNDERSTORY_URL"},
		"path in address":   {Config{Addr: "127.0.0.1:8080", URL: "https://x.example/comments"}, "UNDERSTORY_URL"},
		"no port":           {Config{Addr: "127.0.0.1"}, "UNDERSTORY_ADDR"},
		"short secret":      {Config{Addr: "127.0.0.1:8080", Secret: "short"}, "UNDERSTORY_SECRET"},
		"long drain":        {Config{Addr: "127.0.0.1:8080", Drain: "1m"}, "UNDERSTORY_DRAIN"},
		"no drain":          {Config{Addr: "127.0.0.1:8080", Drain: "soon"}, "UNDERSTORY_DRAIN"},
		"metrics":           {Config{Addr: "127.0.0.1:8080", MetricsAddr: "9464"}, "UNDERSTORY_METRICS_ADDR"},
		"peers":             {Config{Addr: "127.0.0.1:8080", PeerLimit: -1}, "UNDERSTORY_PEER_CONNECTIONS"},
		"proxies":           {Config{Addr: "127.0.0.1:8080", TrustedProxies: "10.0.0.0/8, everybody"}, "everybody"},
	} {
		if err := c.config.check(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want something about %s", name, err, c.says)
		}
	}
	if err := (Config{Addr: "127.0.0.1:8080", TrustedProxies: "10.0.0.0/8, 192.0.2.7"}).check(); err != nil {
		t.Errorf("a good configuration is refused: %v", err)
	}
}

func TestAServerDrainsWhereLoadIsBalanced(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		config Config
		want   time.Duration
	}{
		{Config{Addr: "127.0.0.1:8080"}, 500 * time.Millisecond},
		{Config{Addr: "0.0.0.0:8080"}, 5 * time.Second},
		{Config{Addr: "0.0.0.0:8080", Drain: "0s"}, 0},
		{Config{Addr: "127.0.0.1:8080", Drain: "10s"}, 10 * time.Second},
	} {
		if got, err := c.config.drain(); got != c.want || err != nil {
			t.Errorf("%+v drains for %v (%v), want %v", c.config, got, err, c.want)
		}
	}
}

func TestOnlyALoopbackServerMakesTheDemoSite(t *testing.T) {
	t.Parallel()
	p := start(t, storetest.SQLite(t), "UNDERSTORY_URL=https://comments.example.org", "UNDERSTORY_ADDR=127.0.0.1:0")
	p.must(200, "GET", "/api/v1/thread?site=demo&thread_id=story", nil) // loopback, whatever its public name
	q := start(t, storetest.SQLite(t), "UNDERSTORY_URL=https://comments.example.org", "UNDERSTORY_ADDR=0.0.0.0:0")
	q.must(404, "GET", "/api/v1/thread?site=demo&thread_id=story", nil)
	q.must(404, "GET", "/", nil)
	if !strings.Contains(q.first, "site add") {
		t.Errorf("without a site the greeting does not say how to add one:\n%s", q.first)
	}
}

// TestTheREADMEHasEverySetting keeps the table in the README equal to Config. UPDATE=1 writes it.
func TestTheREADMEHasEverySetting(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "README.md")
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- config:begin -->\n", "<!-- config:end -->"
	before, rest, ok := strings.Cut(string(readme), begin)
	old, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("README.md lacks %q or %q", begin, end)
	}
	if old == configTable() {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatal("the table in README.md is stale: run make generate")
	}
	if err := os.WriteFile(path, []byte(before+begin+configTable()+end+after), 0o600); err != nil {
		t.Fatal(err)
	}
}

// logLines are what a process logged, each of which must be JSON.
func (p *process) logLines() []map[string]any {
	p.t.Helper()
	var lines []map[string]any
	for line := range strings.Lines(p.log.String()) {
		var parsed map[string]any
		if err := json.Unmarshal([]byte(line), &parsed); err != nil {
			p.t.Errorf("log line is not JSON: %q", line)
		}
		lines = append(lines, parsed)
	}
	return lines
}

// TestNoLogLineTellsWhoWroteWhat follows one reader through everything and looks for them in the log.
func TestNoLogLineTellsWhoWroteWhat(t *testing.T) {
	t.Parallel()
	p := start(t, storetest.SQLite(t), "UNDERSTORY_TRUSTED_PROXIES=127.0.0.1")
	guest := newGuest()
	said := map[string]string{"text": "canary-in-the-text", "name": "Canary Name", "e-mail": "canary@example.org", "address": "203.0.113.77", "key": strings.TrimPrefix(guest, "Guest ")}
	header := []string{"Authorization", guest, "X-Forwarded-For", said["address"]}
	send := func(method, path string, body any) {
		if _, err := p.do(method, path, body, header...); err != nil {
			t.Error(err)
		}
	}
	draft := map[string]any{"site": "demo", "thread_id": "story", "url": p.base + "/canary-in-the-text", "name": said["name"], "email": said["e-mail"], "body": said["text"]}
	send("POST", "/api/v1/comments", draft)
	draft["name"] = said["name"] + "\u0000"
	send("POST", "/api/v1/comments", draft)
	send("POST", "/api/v1/preview", map[string]any{"site": "demo", "body": said["text"]})
	send("GET", "/api/v1/viewer?site=demo&thread_id=story&x="+said["text"], nil)
	send("GET", "/nowhere/"+said["text"], nil)
	send("POST", "/api/v1/session", map[string]any{"email": said["e-mail"], "password": said["text"]})
	if err := p.stop(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if len(p.logLines()) < 6 {
		t.Fatalf("only %d log lines, so the search proves nothing:\n%s", len(p.logLines()), p.log)
	}
	for what, canary := range said {
		if strings.Contains(p.log.String(), canary) {
			t.Errorf("the log tells the %s:\n%s", what, p.log)
		}
	}
}
