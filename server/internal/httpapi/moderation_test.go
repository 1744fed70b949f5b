package httpapi

import (
	"path/filepath"
	"strings"
	"testing"

	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

const missingID = "01890000-0000-7000-8000-000000000000"

// TestModerationConversations holds those that need staff: {{owner}}, {{admin}}, {{moderator}} and {{foreign}}, who
// moderates another site, are their sessions.
func TestModerationConversations(t *testing.T) {
	t.Parallel()
	for _, file := range conversationFiles(t, "testdata/moderation*.txt") {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				n := startNewsroom(t, s, nil)
				converse(t, n.running, file, n.tokens)
			})
		})
	}
}

// subjects are what a staff route is about, made anew for every request because requests change them.
type subjects struct{ comment, article, decision string }

const (
	canaryHere    = "canary-of-demo"
	canaryForeign = "canary-of-courier"
)

// makeSubjects posts a comment, rejects another so that there is a decision, and names their article.
func (n *newsroom) makeSubjects(site, url, text string) subjects {
	n.t.Helper()
	post := func() string {
		body := mustJSON(n.t, map[string]string{"site": site, "url": url, "title": text, "body": text, "name": text})
		got := n.ask("POST", "/api/v1/comments", body, jsonType, "Authorization: Guest "+guestKeyOf(text))
		return n.saved(got, 201, "comment.id")
	}
	made := subjects{comment: post()}
	decided := n.as("owner", "POST", "/api/v1/moderation/comments/"+post()+"/decisions?site="+site, `{"action":"reject","reason":"spam","version":1}`)
	made.decision = n.saved(decided, 201, "decision.id")
	made.article = n.saved(decided, 201, "decision.articleId")
	return made
}

func (n *newsroom) saved(got answer, status int, path string) string {
	n.t.Helper()
	value, err := at(got.body, path)
	if err != nil || got.status != status {
		n.t.Fatalf("got %d %s, %v", got.status, got.body, err)
	}
	return value
}

// staffRoutes says of every route of the staff what is sent, about what, and what the allowed are answered.
var staffRoutes = map[string]struct {
	query, body string
	about       func(subjects) string
	status      int
}{
	"GET /moderation/queue":                   {query: "&queue=recent", status: 200},
	"GET /moderation/articles":                {status: 200},
	"GET /moderation/decisions":               {status: 200},
	"POST /moderation/comments/:id/decisions": {body: `{"action":"reject","reason":"hate","version":1}`, about: func(s subjects) string { return s.comment }, status: 201},
	"POST /moderation/articles/:id/decisions": {body: `{"action":"close"}`, about: func(s subjects) string { return s.article }, status: 201},
	"POST /moderation/decisions/:id/undo":     {body: `{}`, about: func(s subjects) string { return s.decision }, status: 200},
	"GET /setup":                              {}, "POST /setup": {}, "GET /session": {}, "POST /session": {}, "DELETE /session": {}, // no site's: see session_test.go
}

// TestEveryStaffRouteForEveryRole asks every route of the staff as everybody, for what is there, for what belongs to
// another site, and for what is nowhere. What belongs to a site on which one does not work is never told.
func TestEveryStaffRouteForEveryRole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := startNewsroom(t, s, func(c *Config) { c.RateLimitOff = true })
		foreign := n.makeSubjects("courier", "https://courier.example/story", canaryForeign)
		asked := 0
		for _, r := range n.api.routes {
			if r.class != staff {
				continue
			}
			name := r.method + " " + strings.TrimPrefix(r.pattern, v1)
			route, known := staffRoutes[name]
			if !known {
				t.Errorf("%s is not in the matrix: add it to staffRoutes", name)
			}
			if route.status == 0 {
				continue
			}
			for _, who := range []string{"nobody", "foreign", "moderator", "admin", "owner"} {
				own := n.makeSubjects("demo", "http://localhost:3000/"+name+who, canaryHere)
				// What is nowhere and what is another's first: the last request changes what is there.
				ids := map[string]subjects{"missing": {missingID, missingID, missingID}, "foreign": foreign, "malformed": {"1", "1", "1"}, "own": own}
				for _, which := range []string{"missing", "foreign", "malformed", "own"} {
					if route.about == nil && which != "own" {
						continue
					}
					target := r.pattern
					if route.about != nil {
						target = strings.Replace(target, ":id", route.about(ids[which]), 1)
					}
					got := n.as(who, r.method, target+"?site=demo"+route.query, route.body)
					n.checkMatrix(name, who, which, route.status, got)
					asked++
				}
			}
		}
		if asked != 3*5+3*5*4 {
			t.Errorf("%d requests were made", asked)
		}
	})
}

func (n *newsroom) checkMatrix(route, who, which string, allowed int, got answer) {
	n.t.Helper()
	want := allowed
	switch {
	case who == "nobody":
		want = 401
	case who == "foreign" || which != "own":
		want = 404
	}
	if got.status != want {
		n.t.Errorf("%s by %s, %s: got %d %s, want %d", route, who, which, got.status, got.body, want)
	}
	if strings.Contains(got.body, canaryForeign) {
		n.t.Errorf("%s by %s, %s: tells of another site: %s", route, who, which, got.body)
	}
	if want >= 400 && strings.Contains(got.body, canaryHere) {
		n.t.Errorf("%s by %s, %s: a refusal tells what is there: %s", route, who, which, got.body)
	}
}

// To somebody who does not work there, a site is like one that is nowhere.
func TestASiteOfOthersLooksLikeNone(t *testing.T) {
	t.Parallel()
	n := startNewsroom(t, storetest.New(t), nil)
	others := n.as("moderator", "GET", "/api/v1/moderation/queue?site=courier&queue=held", "")
	none := n.as("moderator", "GET", "/api/v1/moderation/queue?site=nowhere&queue=held", "")
	wantKindOf(t, others, 404, "not_found")
	if others.body != none.body {
		t.Errorf("the answers differ: %s and %s", others.body, none.body)
	}
}

func TestStaffQueriesAreStrict(t *testing.T) {
	t.Parallel()
	n := startNewsroom(t, storetest.New(t), nil)
	own := n.makeSubjects("demo", "http://localhost:3000/strict", "text")
	for _, c := range []struct {
		method, target, body string
		status               int
		kind, field          string
	}{
		{"GET", "queue?site=demo", "", 400, "invalid", "queue"},
		{"GET", "queue?site=demo&queue=best", "", 400, "invalid", "queue"},
		{"GET", "queue?site=demo&queue=held&queue=recent", "", 400, "invalid", "queue"},
		{"GET", "queue?site=demo&queue=held&cursor=AAAA", "", 400, "bad_cursor", ""},
		{"GET", "articles?site=demo&cursor=%00", "", 400, "bad_cursor", ""},
		{"GET", "decisions?site=demo&cursor=x", "", 400, "bad_cursor", ""},
		{"GET", "queue?queue=held", "", 404, "not_found", ""},
		{"POST", "comments/" + own.comment + "/decisions?site=demo", `{"action":"approve"}`, 422, "invalid", "version"},
		{"POST", "comments/" + own.comment + "/decisions?site=demo", `{"action":"reject","version":1}`, 422, "invalid", "reason"},
		{"POST", "comments/" + own.comment + "/decisions?site=demo", `{"action":"reject","reason":"rude","version":1}`, 422, "invalid", "reason"},
		{"POST", "comments/" + own.comment + "/decisions?site=demo", `{"action":"close","version":1}`, 422, "invalid", "action"},
		{"POST", "comments/" + own.comment + "/decisions?site=demo", `{"action":"reject","reason":"spam","version":1,"accountId":"` + missingID + `"}`, 422, "invalid", "accountId"},
		{"POST", "comments/" + own.comment + "/decisions?site=demo", `{"action":"reject","reason":"spam","version":"1"}`, 422, "invalid", "version"},
		{"POST", "comments/" + own.comment + "/decisions?site=demo", `{"action":"approve","version":1}`, 409, "conflict", ""},
		{"POST", "comments/" + own.comment + "/decisions?site=demo", `{`, 400, "bad_json", ""},
		{"POST", "articles/" + own.article + "/decisions?site=demo", `{"action":"open"}`, 409, "conflict", ""},
		{"POST", "articles/" + own.article + "/decisions?site=demo", `{"action":"burn"}`, 422, "invalid", "action"},
	} {
		got := n.as("moderator", c.method, "/api/v1/moderation/"+c.target, c.body)
		wantKindOf(t, got, c.status, c.kind)
		if c.field != "" && !strings.Contains(got.body, `"field":"`+c.field+`"`) {
			t.Errorf("%s %s: got %s, want the field %s", c.target, c.body, got.body, c.field)
		}
	}
}
