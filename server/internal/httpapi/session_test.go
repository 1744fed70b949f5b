package httpapi

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"

	"understory/server/internal/account"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestSigningInSetsACookieThatOpensTheDesk(t *testing.T) {
	t.Parallel()
	for public, name := range map[string]string{"https://comments.example.org": "__Host-understory", "http://127.0.0.1:8080": "understory"} {
		n := startNewsroom(t, storetest.New(t), func(c *Config) { c.PublicURL, c.OwnOrigins = public, []string{public} })
		got := n.signIn("Moderator@desk.example", staffPassword)
		cookie := cookieOf(t, got)
		secure := name == "__Host-understory"
		if cookie.Name != name || cookie.Secure != secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode ||
			cookie.Path != "/" || cookie.Domain != "" || cookie.MaxAge != 12*60*60 {
			t.Errorf("%s: got the cookie %q", public, got.header.Get("Set-Cookie"))
		}
		if strings.Contains(got.body, cookie.Value) || got.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: the answer tells the token or may be kept: %v %s", public, got.header, got.body)
		}
		opened := n.ask("GET", "/api/v1/session", "", "Cookie: "+name+"="+cookie.Value)
		want := `{"account":{"email":"moderator@desk.example","role":"moderator","sites":[{"key":"demo","name":"Demo","role":"moderator"}]}}`
		if wrong := opened.lacks(want); opened.status != 200 || wrong != "" {
			t.Errorf("%s: %d %s: %s", public, opened.status, opened.body, wrong)
		}
	}
}

func TestSigningOutEndsTheSessionAndTheCookie(t *testing.T) {
	t.Parallel()
	n := startNewsroom(t, storetest.New(t), nil)
	got := n.as("admin", "DELETE", "/api/v1/session", "{}")
	if cookie := cookieOf(t, got); got.status != 204 || cookie.Value != "" || cookie.MaxAge >= 0 || !cookie.Secure {
		t.Errorf("got %d and the cookie %q", got.status, got.header.Get("Set-Cookie"))
	}
	wantKindOf(t, n.as("admin", "GET", "/api/v1/session", ""), 401, "signin")
	if got := n.as("nobody", "DELETE", "/api/v1/session", ""); got.status != 204 {
		t.Errorf("signing out twice: got %d", got.status)
	}
}

// A cookie that somebody planted before must not become a session.
func TestSigningInIgnoresTheCookieThatWasThere(t *testing.T) {
	t.Parallel()
	n := startNewsroom(t, storetest.New(t), nil)
	planted := strings.Repeat("A", 43)
	got := n.signIn("owner@desk.example", staffPassword, deskCookie+planted)
	if cookie := cookieOf(t, got); cookie.Value == planted {
		t.Error("the planted token is the session's")
	}
	wantKindOf(t, n.ask("GET", "/api/v1/session", "", deskCookie+planted), 401, "signin")
	again := n.signIn("owner@desk.example", staffPassword, deskCookie+n.tokens["owner"])
	if cookie := cookieOf(t, again); cookie.Value == n.tokens["owner"] {
		t.Error("a second sign-in keeps the first token")
	}
}

func TestAWrongPasswordAndAnUnknownAddressGetTheSameAnswer(t *testing.T) {
	t.Parallel()
	n := startNewsroom(t, storetest.New(t), nil)
	wrong, unknown := n.signIn("owner@desk.example", "not the password"), n.signIn("nobody@desk.example", "not the password")
	wantKindOf(t, wrong, 401, "signin")
	for _, a := range []answer{wrong, unknown} {
		for _, own := range []string{"X-Request-Id", "Date"} {
			a.header.Del(own)
		}
		if len(a.header.Values("Set-Cookie")) > 0 {
			t.Errorf("a refusal sets the cookie %q", a.header.Get("Set-Cookie"))
		}
	}
	if wrong.body != unknown.body || mustJSON(t, wrong.header) != mustJSON(t, unknown.header) {
		t.Errorf("the answers differ:\n%v %s\n%v %s", wrong.header, wrong.body, unknown.header, unknown.body)
	}
}

func TestGuessingIsSlowedDownByAddress(t *testing.T) {
	t.Parallel()
	n := startNewsroom(t, storetest.New(t), func(c *Config) { c.TrustedProxies = loopback })
	from := func(i int) string { return "X-Forwarded-For: 198.51.100." + strconv.Itoa(i) }
	var guesses sync.WaitGroup
	refused := make([]bool, 12)
	for i := range refused { // at once, each from another network
		guesses.Go(func() { refused[i] = n.signIn("owner@desk.example", "guess", from(i)).status == 429 })
	}
	guesses.Wait()
	if got := strings.Count(mustJSON(t, refused), "true"); got != 2 {
		t.Errorf("%d of 12 guesses were refused, want 2", got)
	}
	late := n.signIn(" OWNER@desk.example", staffPassword, from(99))
	wantKindOf(t, late, 429, "rate_limited")
	if after, err := strconv.Atoi(late.header.Get("Retry-After")); err != nil || after < 14*60 || after > 15*60 {
		t.Errorf("Retry-After is %q, want a quarter of an hour", late.header.Get("Retry-After"))
	}
	if got := n.signIn("admin@desk.example", staffPassword, from(1)); got.status != 200 {
		t.Errorf("another address: got %d", got.status)
	}
}

func TestGuessesCountForAllProcesses(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := startNewsroom(t, s, func(c *Config) { c.Failures = s })
		for range 3 { // those who know their password are not counted
			if got := n.signIn("owner@desk.example", staffPassword); got.status != 200 {
				t.Fatalf("got %d %s", got.status, got.body)
			}
		}
		other := &account.Failures{Tally: s, Secret: n.api.Secret} // of another process
		for range 9 {
			if _, err := other.Attempt(t.Context(), "e-mail owner@desk.example"); err != nil {
				t.Fatal(err)
			}
		}
		wantKindOf(t, n.signIn("owner@desk.example", "guess"), 401, "signin")
		late := n.signIn("owner@desk.example", staffPassword)
		wantKindOf(t, late, 429, "rate_limited")
		if after, err := strconv.Atoi(late.header.Get("Retry-After")); err != nil || after < 14*60 || after > 15*60 {
			t.Errorf("Retry-After is %q, want a quarter of an hour", late.header.Get("Retry-After"))
		}
		if got := n.signIn("admin@desk.example", staffPassword); got.status != 200 {
			t.Errorf("another address: got %d", got.status)
		}
	})
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func TestGuessingIsSlowedDownByNetwork(t *testing.T) {
	t.Parallel()
	n := startNewsroom(t, storetest.New(t), nil)
	for range 20 { // those who know their password are not counted
		if got := n.signIn("owner@desk.example", staffPassword); got.status != 200 {
			t.Fatalf("got %d %s", got.status, got.body)
		}
	}
	for i := range 10 {
		wantKindOf(t, n.signIn("made-up-"+strconv.Itoa(i)+"@desk.example", "guess"), 401, "signin")
	}
	wantKindOf(t, n.signIn("owner@desk.example", staffPassword), 429, "rate_limited")
}

// What a foreign page can make a browser send must have no effect, whatever cookie comes with it.
func TestForeignPagesCannotUseASession(t *testing.T) {
	t.Parallel()
	n := startNewsroom(t, storetest.New(t), nil)
	cookie := deskCookie + n.tokens["owner"]
	for _, c := range []struct {
		name    string
		headers []string
		status  int
	}{
		{"a form", []string{"Content-Type: application/x-www-form-urlencoded", "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"}, 403},
		{"a form with text", []string{"Content-Type: text/plain", fromDesk}, 415},
		{"a form with parts", []string{"Content-Type: multipart/form-data; boundary=x", fromDesk}, 415},
		{"no type", []string{fromDesk}, 415},
		{"a foreign origin", []string{jsonType, fromDesk, "Origin: https://evil.example"}, 403},
		{"a site's own page", []string{jsonType, fromDesk, "Origin: http://localhost:3000"}, 403},
		{"a sandboxed frame", []string{jsonType, fromDesk, "Origin: null"}, 403},
		{"two origins", []string{jsonType, fromDesk, "Origin: https://comments.example.org", "Origin: https://evil.example"}, 403},
		{"our host by http", []string{jsonType, fromDesk, "Origin: http://comments.example.org"}, 403},
		{"no header of ours", []string{jsonType, "Origin: https://comments.example.org"}, 403},
		{"another header of ours", []string{jsonType, "X-Understory: yes"}, 403},
		{"no origin, from elsewhere", []string{jsonType, fromDesk, "Sec-Fetch-Site: cross-site"}, 403},
		{"no origin, from a neighbour", []string{jsonType, fromDesk, "Sec-Fetch-Site: same-site"}, 403},
		{"our page", []string{jsonType, fromDesk, "Origin: https://comments.example.org", "Sec-Fetch-Site: same-origin"}, 404},
		{"no browser", []string{jsonType, fromDesk}, 404},
	} {
		got := n.ask("POST", "/api/v1/moderation/decisions/"+missingID+"/undo?site=demo", "{}", append(c.headers, cookie)...)
		if got.status != c.status {
			t.Errorf("%s: got %d %s, want %d", c.name, got.status, got.body, c.status)
		}
	}
	for _, from := range []string{"Origin: https://evil.example", "Sec-Fetch-Site: cross-site"} {
		wantKindOf(t, n.ask("GET", "/api/v1/moderation/queue?site=demo&queue=held", "", cookie, from), 403, "origin")
		if got := n.ask("DELETE", "/api/v1/session", "", cookie, fromDesk, from); got.status != 403 {
			t.Errorf("%s signs out: got %d", from, got.status)
		}
	}
	if got := n.as("owner", "GET", "/api/v1/session", ""); got.status != 200 {
		t.Errorf("the session is gone: %d", got.status)
	}
	if got := n.ask("OPTIONS", "/api/v1/session", "", "Origin: https://evil.example", "Access-Control-Request-Method: POST"); got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a preflight from elsewhere is answered %v", got.header)
	}
}

func TestNoSecretOfTheStaffIsLogged(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	n := startNewsroom(t, storetest.New(t), func(c *Config) {
		c.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	n.signIn("canary-mail@desk.example", "canary-password")
	token := cookieOf(t, n.signIn("owner@desk.example", staffPassword)).Value
	n.ask("POST", "/api/v1/setup", `{"token":"canary-token","email":"canary-mail@desk.example","password":"canary-password"}`, jsonType, fromDesk)
	n.as("owner", "POST", "/api/v1/moderation/comments/"+missingID+"/decisions?site=demo", `{"action":"reject","reason":"spam","note":"canary-note","version":1}`)
	written := log.String()
	if strings.Count(written, `"route":"/api/v1/`) != 4 {
		t.Errorf("the log has not a line for each request:\n%s", written)
	}
	for _, secret := range []string{"canary", "@desk.example", token, n.tokens["owner"], "127.0.0.1"} {
		if strings.Contains(written, secret) {
			t.Errorf("the log holds %q:\n%s", secret, written)
		}
	}
}

// lockedBuffer is a log that many requests write.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
