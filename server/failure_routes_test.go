package main

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// nothingHangs asks for everything that there is while the database does not answer, all at once, and wants each to be
// answered in time: with what memory has, or with a refusal that says when to try again.
func nothingHangs(t *testing.T, p *process, cookie string) {
	t.Helper()
	const id = "01890000-0000-7000-8000-000000000000"
	page := "site=demo&thread_id=unread"
	guest := []string{"Authorization", newGuest()}
	staff := []string{"Cookie", cookie, "X-Understory", "1"}
	draft := map[string]any{"site": "demo", "thread_id": "unread", "url": "http://localhost/unread", "name": "Ana", "body": "A word."}
	decision := map[string]any{"action": "reject", "reason": "abuse", "version": 1}
	var asking sync.WaitGroup
	for _, ask := range []struct {
		method, target string
		body           any
		header         []string
	}{
		{"GET", "/api/v1/thread?" + page, nil, nil},
		{"GET", "/api/v1/thread?" + page + "&limit=5", nil, nil},
		{"GET", "/api/v1/comments?site=demo&id=" + id, nil, nil},
		{"GET", "/api/v1/comments/" + id + "?site=demo", nil, nil},
		{"GET", "/api/v1/comments/" + id + "/replies?site=demo", nil, nil},
		{"GET", "/api/v1/counts?" + page, nil, nil},
		{"GET", "/c/demo/" + id, nil, nil},
		{"GET", "/t/fragment?" + page, nil, nil},
		{"GET", "/t/?" + page, nil, nil},
		{"POST", "/api/v1/comments", draft, guest},
		{"PATCH", "/api/v1/comments/" + id + "?site=demo", map[string]any{"body": "Another."}, guest},
		{"DELETE", "/api/v1/comments/" + id + "?site=demo", nil, guest},
		{"PUT", "/api/v1/comments/" + id + "/respect?site=demo", nil, guest},
		{"DELETE", "/api/v1/comments/" + id + "/respect?site=demo", nil, guest},
		{"POST", "/api/v1/comments/" + id + "/reports?site=demo", map[string]any{"reason": "abuse"}, guest},
		{"GET", "/api/v1/viewer?" + page, nil, guest},
		{"GET", "/api/v1/session", nil, staff},
		{"DELETE", "/api/v1/session", nil, staff},
		{"GET", "/api/v1/setup", nil, nil},
		{"POST", "/api/v1/session", map[string]any{"email": "owner@example.org", "password": password}, staff},
		{"GET", "/api/v1/moderation/queue?site=demo&queue=recent", nil, staff},
		{"GET", "/api/v1/moderation/articles?site=demo", nil, staff},
		{"GET", "/api/v1/moderation/decisions?site=demo", nil, staff},
		{"POST", "/api/v1/moderation/comments/" + id + "/decisions?site=demo", decision, staff},
		{"POST", "/api/v1/moderation/articles/" + id + "/decisions?site=demo", decision, staff},
		{"POST", "/api/v1/moderation/decisions/" + id + "/undo?site=demo", map[string]any{}, staff},
		{"GET", "/readyz", nil, nil},
		// From memory, and what needs no database.
		{"GET", siegeThread, nil, nil},
		{"GET", "/t/?site=demo&thread_id=crash", nil, nil},
		{"POST", "/api/v1/preview", map[string]any{"site": "demo", "body": "A word."}, guest},
		{"GET", "/", nil, nil},
		{"GET", "/embed.js", nil, nil},
		{"GET", "/dashboard/", nil, nil},
		{"GET", "/livez", nil, nil},
		{"GET", "/readyz?exclude=database", nil, nil},
		{"GET", "/metrics", nil, nil},
	} {
		asking.Go(func() {
			began := time.Now()
			got, err := p.do(ask.method, ask.target, ask.body, ask.header...)
			took := time.Since(began)
			switch {
			case err != nil:
				t.Errorf("%s %s: %v", ask.method, ask.target, err)
			case took > longestAnswer:
				t.Errorf("%s %s took %v", ask.method, ask.target, took)
			case got.status == 503 && got.header.Get("Retry-After") != "" && strings.Contains(string(got.body), `"kind":"read_only"`):
			case got.status == 503 && strings.HasPrefix(ask.target, "/t/") && got.header.Get("Retry-After") != "": // a page for people
			case got.status != 200:
				t.Errorf("%s %s is answered with %d %s", ask.method, ask.target, got.status, got.body)
			}
		})
	}
	asking.Wait()
}
