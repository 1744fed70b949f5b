package httpapi

import (
	"context"
	"testing"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestTheFirstLinkMakesTheOwnerOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		accounts := &account.Service{Store: s, Now: time.Now}
		r := start(t, s, func(c *Config) { c.Accounts = accounts })
		token, err := accounts.IssueSetupLink(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		needed := func(want string) {
			t.Helper()
			if got := r.ask("GET", "/api/v1/setup", ""); got.status != 200 || got.body != want {
				t.Errorf("got %d %s, want %s", got.status, got.body, want)
			}
		}
		setUp := func(token, email, password string) answer {
			t.Helper()
			body := mustJSON(t, map[string]string{"token": token, "email": email, "password": password})
			return r.ask("POST", "/api/v1/setup", body, jsonType, fromDesk)
		}
		needed(`{"needed":true}`)
		wantKindOf(t, setUp("guessed", "ruth@desk.example", staffPassword), 403, "forbidden")
		short := setUp(string(token), "ruth@desk.example", "too short")
		wantKindOf(t, short, 422, "invalid")
		if wrong := short.lacks(`{"field":"password"}`); wrong != "" {
			t.Error(wrong)
		}
		got := setUp(string(token), "ruth@desk.example", staffPassword)
		if wrong := got.lacks(`{"account":{"id":"ANY","email":"ruth@desk.example","role":"owner"}}`); got.status != 201 || wrong != "" {
			t.Fatalf("got %d %s: %s", got.status, got.body, wrong)
		}
		cookie := cookieOf(t, got)
		if opened := r.ask("GET", "/api/v1/session", "", deskCookie+cookie.Value); opened.status != 200 {
			t.Errorf("the cookie opens nothing: %d", opened.status)
		}
		needed(`{"needed":false}`)
		wantKindOf(t, setUp(string(token), "mallory@desk.example", staffPassword), 403, "forbidden")
	})
}
