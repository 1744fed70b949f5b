package httpapi

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/moderation"
	"understory/server/internal/store"
)

// newsroom is a running server with somebody of every role.
type newsroom struct {
	*running
	t        *testing.T
	accounts *account.Service
	tokens   map[string]string // sessions by who holds them
}

const (
	staffPassword = "a password of the tests"
	fromDesk      = "X-Understory: 1"
	deskCookie    = "Cookie: __Host-understory="
)

// staffed is who works here: their role, and on which site alone.
var staffed = []account.Grant{
	{Email: "owner@desk.example", Role: account.Owner},
	{Email: "admin@desk.example", Role: account.Admin, Site: "demo"},
	{Email: "moderator@desk.example", Role: account.Moderator, Site: "demo"},
	{Email: "foreign@desk.example", Role: account.Moderator, Site: "courier"},
}

func startNewsroom(t *testing.T, s *store.Store, change func(*Config)) *newsroom {
	t.Helper()
	n := &newsroom{t: t, accounts: &account.Service{Store: s, Now: time.Now}, tokens: map[string]string{}}
	n.running = start(t, s, func(c *Config) {
		c.Accounts = n.accounts
		c.Moderation = &moderation.Service{Store: s, Comments: c.Comments, Cursors: c.Comments.Cursors, Now: time.Now}
		if change != nil {
			change(c)
		}
	})
	for _, grant := range staffed {
		grant.Password = staffPassword
		if _, err := n.accounts.AddUser(context.Background(), grant); err != nil {
			t.Fatalf("add %s: %v", grant.Email, err)
		}
		opened, err := n.accounts.SignIn(context.Background(), grant.Email, staffPassword)
		if err != nil {
			t.Fatalf("sign in %s: %v", grant.Email, err)
		}
		n.tokens[strings.TrimSuffix(grant.Email, "@desk.example")] = string(opened.Token)
	}
	return n
}

// as sends what the dashboard would, as somebody of the staff or nobody.
func (n *newsroom) as(who, method, target, body string) answer {
	n.t.Helper()
	headers := []string{fromDesk, jsonType}
	if token := n.tokens[who]; token != "" {
		headers = append(headers, deskCookie+token)
	}
	got := n.ask(method, target, body, headers...)
	checkEveryAnswer(n.t, method, target, got)
	return got
}

func (n *newsroom) signIn(email, password string, headers ...string) answer {
	n.t.Helper()
	body := mustJSON(n.t, map[string]string{"email": email, "password": password})
	return n.ask("POST", "/api/v1/session", body, append(headers, jsonType, fromDesk)...)
}

// cookieOf is the one cookie that an answer sets.
func cookieOf(t *testing.T, got answer) *http.Cookie {
	t.Helper()
	cookies := (&http.Response{Header: got.header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("the answer %d sets the cookies %v, want one\n%s", got.status, cookies, got.body)
	}
	return cookies[0]
}

func wantKindOf(t *testing.T, got answer, status int, kind string) {
	t.Helper()
	if got.status != status || !strings.Contains(got.body, `"kind":"`+kind+`"`) {
		t.Errorf("got %d %s, want %d %s", got.status, got.body, status, kind)
	}
}
