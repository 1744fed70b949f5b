package httpapi

import (
	"context"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

const (
	ourOrigin = "Origin: https://comments.example.org"
	formType  = "Content-Type: application/x-www-form-urlencoded"
)

// lynx is a browser without script: it knows forms, cookies and links.
type lynx struct {
	*running
	cookie string
	last   answer
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	replyLink   = regexp.MustCompile(`<a href="([^"]*)" aria-label="Reply to ([^"]*)">Reply</a>`)
)

func plainAddress(pairs ...string) string {
	q := url.Values{"site": {"demo"}, "url": {page1}}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "/t/?" + q.Encode()
}

func (l *lynx) open(address string, headers ...string) answer {
	l.t.Helper()
	if l.cookie != "" {
		headers = append(headers, "Cookie: "+l.cookie)
	}
	address, _, _ = strings.Cut(address, "#")
	l.last = l.ask("GET", address, "", headers...)
	return l.last
}

// form is what the form on the page last opened would send.
func (l *lynx) form(fields ...string) url.Values {
	l.t.Helper()
	sent := url.Values{}
	for _, field := range hiddenField.FindAllStringSubmatch(l.last.body, -1) {
		sent.Set(html.UnescapeString(field[1]), html.UnescapeString(field[2]))
	}
	if sent.Get("token") == "" {
		l.t.Fatalf("there is no form on the page:\n%s", l.last.body)
	}
	for i := 0; i < len(fields); i += 2 {
		sent.Set(fields[i], fields[i+1])
	}
	return sent
}

func (l *lynx) send(sent url.Values, headers ...string) answer {
	l.t.Helper()
	if headers == nil {
		headers = []string{ourOrigin, formType}
	}
	if l.cookie != "" {
		headers = append(headers, "Cookie: "+l.cookie)
	}
	l.last = l.ask("POST", "/t/", sent.Encode(), headers...)
	if set := l.last.header.Get("Set-Cookie"); set != "" {
		l.cookie, _, _ = strings.Cut(set, ";")
	}
	return l.last
}

// write posts through the form on the page last opened, and follows.
func (l *lynx) write(body, name string) answer {
	l.t.Helper()
	if got := l.send(l.form("body", body, "name", name)); got.status != 303 {
		l.t.Fatalf("POST /t/ %q: %d, want 303\n%s", body, got.status, got.body)
	}
	return l.open(l.last.header.Get("Location"))
}

func (a answer) shows(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d\n%s", a.status, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			t.Errorf("%q is not on the page:\n%s", text, a.body)
		}
	}
}

func withLynx(t *testing.T, test func(t *testing.T, l *lynx)) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) { test(t, &lynx{running: start(t, s, nil)}) })
}

func TestAReaderWithoutScriptReadsPostsAndReplies(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainAddress()).shows(t, 200, "Add to the discussion", `lang="en" dir="ltr"`)
		if got := l.last.header.Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'; style-src 'sha256-") {
			t.Errorf("Content-Security-Policy %q", got)
		}
		if l.last.header.Get("Set-Cookie") != "" {
			t.Error("reading sets a cookie")
		}
		l.write("One *word*.\r\n\r\nAnother.", "Ada").shows(t, 200, "Your comment is posted.", "<p>One <em>word</em>.</p>", "<bdi>Ada</bdi>", "<h1>Comments <span>1</span></h1>")
		link := replyLink.FindStringSubmatch(l.last.body)
		if link == nil {
			t.Fatalf("nothing to reply to:\n%s", l.last.body)
		}
		l.open(html.UnescapeString(link[1])).shows(t, 200, "Reply to Ada", "Post reply")
		l.write("An answer.", "Ada").shows(t, 200, "An answer.", ", replying to Ada")
		thread := l.ask("GET", "/api/v1/thread?"+url.Values{"site": {"demo"}, "url": {page1}}.Encode(), "")
		thread.shows(t, 200, `"commentCount":2`, `"replyCount":1`)
	})
}

func TestPressingPostTwicePostsOnce(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainAddress())
		sent := l.form("body", "Once.", "name", "Ada")
		first, cookie := l.send(sent), l.cookie
		l.cookie = "" // as when the second press left before the first answer came
		second := l.send(sent)
		if first.status != 303 || second.header.Get("Location") != first.header.Get("Location") || l.cookie != cookie {
			t.Errorf("first %d %q, second %d %q", first.status, first.header.Get("Location"), second.status, second.header.Get("Location"))
		}
		l.open(plainAddress()).shows(t, 200, "<h1>Comments <span>1</span></h1>")
	})
}

func TestTheCookieOpensOnlyWhatIsItsOwn(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainAddress())
		l.write("Please holdme.", "Ada").shows(t, 200, "held for review", "Please holdme.")
		set := l.cookie
		if !strings.HasPrefix(set, "understory-demo=") {
			t.Errorf("cookie %q", set)
		}
		l.cookie = ""
		if got := l.open(plainAddress()); strings.Contains(got.body, "holdme") {
			t.Error("a stranger reads what is held")
		}
		l.cookie = strings.Replace(set, "understory-demo=", "understory-courier=", 1)
		if got := l.open(plainAddress("site", "courier")); strings.Contains(got.body, "holdme") {
			t.Error("another site shows it")
		}
	})
}

func TestTheGuestsCookieIsForThesePagesAlone(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainAddress())
		set := l.send(l.form("body", "Words.", "name", "Ada")).header.Get("Set-Cookie")
		for _, want := range []string{"path=/t/", "HttpOnly", "SameSite=Lax", "secure", "max-age="} {
			if !strings.Contains(set, want) {
				t.Errorf("Set-Cookie %q lacks %s", set, want)
			}
		}
	})
}

func TestFormsThatAreRefusedKeepTheText(t *testing.T) {
	cases := []struct {
		name, body, author string
		change             func(url.Values)
		status             int
		says               string
	}{
		{"no name", "Kept words.", " ", nil, 422, "name"},
		{"nothing written", " ", "Ada", nil, 422, "not posted"},
		{"rejected", "Kept words rejectme.", "Ada", nil, 422, "Because it says rejectme."},
		{"a nudge", "Kept words nudgeme.", "Ada", nil, 422, "Post anyway"},
		{"a forged token", "Kept words.", "Ada", func(v url.Values) { v.Set("token", strings.Repeat("A", 75)) }, 403, "The form had been open for too long"},
		{"the token of another story", "Kept words.", "Ada", func(v url.Values) { v.Set("url", page1+"-other") }, 403, "The form had been open for too long"},
		{"an address that the site does not have", "Kept words.", "Ada", func(v url.Values) { v.Set("token", "") }, 403, "The form"},
		{"a parent that is none", "Kept words.", "Ada", func(v url.Values) { v.Set("parent", "x") }, 422, "no comment&#39;s id"},
	}
	withLynx(t, func(t *testing.T, l *lynx) {
		for _, c := range cases {
			l.open(plainAddress())
			sent := l.form("body", c.body, "name", c.author)
			if c.change != nil {
				c.change(sent)
			}
			got := l.send(sent)
			if got.status != c.status || !strings.Contains(got.body, c.says) || !strings.Contains(got.body, html.EscapeString(c.body)+"</textarea>") {
				t.Errorf("%s: %d, want %d with %q and the text kept\n%s", c.name, got.status, c.status, c.says, got.body)
			}
		}
	})
}

func TestANudgedCommentIsPostedWhenItsAuthorMeansIt(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainAddress())
		l.send(l.form("body", "Say nudgeme.", "name", "Ada")).shows(t, 422, "Post anyway")
		l.send(l.form("body", "Say nudgeme.", "name", "Ada", "confirm", "true")).shows(t, 303)
	})
}

func TestOnlyOurOwnPagesSendForms(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainAddress())
		sent := l.form("body", "From elsewhere.", "name", "Eve")
		for _, from := range []string{"", "Origin: null", "Origin: http://localhost:3000", "Origin: https://evil.example"} {
			headers := []string{formType}
			if from != "" {
				headers = append(headers, from)
			}
			l.send(sent, headers...).shows(t, 403)
		}
		l.send(sent, ourOrigin, jsonType).shows(t, 415)
		l.send(sent, ourOrigin, "Content-Type: multipart/form-data; boundary=x").shows(t, 415)
		l.open(plainAddress()).shows(t, 200, "<h1>Comments</h1>")
	})
}

func TestAFormDoesNotStandOpenForEver(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	var passed atomic.Int64 // nanoseconds
	clock := func() time.Time { return time.Now().Add(time.Duration(passed.Load())) }
	l := &lynx{running: start(t, s, func(c *Config) { c.Now = clock })}
	l.open(plainAddress())
	sent := l.form("body", "Slowly written.", "name", "Ada")
	passed.Store(int64(formLife + time.Second))
	l.send(sent).shows(t, 403, "Slowly written.")
}

func TestPagesSayWhatIsWrongWithTheirAddress(t *testing.T) {
	cases := []struct {
		address string
		status  int
		says    string
	}{
		{"/t/?site=nowhere&url=" + url.QueryEscape(page1), 404, "There is no such site here."},
		{"/t/?site=demo", 400, "lacks “url”"},
		{plainAddress("cursor", "x"), 400, "role=\"alert\""},
		{plainAddress("sort", "loudest"), 400, "sort is best, newest or oldest."},
		{plainAddress("branch", "x"), 400, "no comment&#39;s id"},
		{plainAddress("branch", "01a21187-d05e-7ef9-b239-6af657499cb3"), 404, "role=\"alert\""},
		{"/t/?site=demo&thread_id=closed-story", 200, "Comments are closed on this story."},
		{"/t/?site=members&url=" + url.QueryEscape("https://members.example/a"), 200, "Only members can comment here."},
		{"/t/?site=courier&url=" + url.QueryEscape("https://courier.example/a"), 200, "A moderator reads each comment before it appears."},
	}
	withLynx(t, func(t *testing.T, l *lynx) {
		for _, c := range cases {
			got := l.open(c.address)
			if got.status != c.status || !strings.Contains(got.body, c.says) || !strings.HasPrefix(got.body, "<!doctype html>") {
				t.Errorf("%s: %d, want %d with %q\n%s", c.address, got.status, c.status, c.says, got.body)
			}
			if cache := got.header.Get("Cache-Control"); cache != forOneReader {
				t.Errorf("%s: Cache-Control %q", c.address, cache)
			}
		}
	})
}

// What strangers write becomes text, wherever on the page it stands.
func TestNothingThatStrangersWriteBecomesMarkup(t *testing.T) {
	hostile := []string{
		`</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</textarea><b>`, `</title><b>`,
		"<!--", "]]>", `{{.Words}}`, "&lt;b&gt;", "</style>",
	}
	withLynx(t, func(t *testing.T, l *lynx) {
		for _, text := range hostile {
			r := l.ask("POST", "/api/v1/comments", jsonOf(map[string]string{"site": "demo", "url": page1, "title": text, "body": text, "name": "Eve " + text}),
				jsonType, "Authorization: Guest "+guestKeyOf("eve"))
			if r.status != 201 {
				t.Fatalf("post %q: %d %s", text, r.status, r.body)
			}
		}
		got := l.open(plainAddress("lang", `"><script>alert(2)</script>`))
		for _, live := range []string{"<script>alert", "<img", "</textarea><b>", "</title><b>", "onerror=alert(1)>\""} {
			if strings.Contains(got.body, live) {
				t.Errorf("%q is on the page as markup:\n%s", live, got.body)
			}
		}
		if n := strings.Count(got.body, "</script>"); n != 1 {
			t.Errorf("%d scripts end on the page, want the one of schema.org", n)
		}
		l.send(l.form("body", `</textarea><script>alert(3)</script>`, "name", `"><script>alert(3)</script>`, "token", "x"))
		if strings.Contains(l.last.body, "<script>alert(3)") {
			t.Errorf("a form that is shown again is markup:\n%s", l.last.body)
		}
	})
}

var jsonLD = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

func TestSearchEnginesAreToldOfTwentyCommentsAtMost(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := &lynx{running: start(t, s, func(c *Config) { c.RateLimitOff = true })}
		for range 25 {
			l.ask("POST", "/api/v1/comments", jsonOf(map[string]string{"site": "demo", "url": page1, "title": "Lamps", "body": "Some *words*.", "name": "Ada"}),
				jsonType, "Authorization: Guest "+guestKeyOf("ada")).shows(t, 201)
		}
		found := jsonLD.FindStringSubmatch(l.open(plainAddress()).body)
		if found == nil {
			t.Fatalf("no schema.org on the page:\n%s", l.last.body)
		}
		var got articleSchema
		if err := json.Unmarshal([]byte(found[1]), &got); err != nil {
			t.Fatalf("%v\n%s", err, found[1])
		}
		if got.CommentCount != 25 || len(got.Comments) != mostDescribed || got.Comments[0].Text != "Some words." || got.ID != page1 {
			t.Errorf("%d comments of %d, %+v", len(got.Comments), got.CommentCount, got.Comments[0])
		}
		on, err := s.Site(context.Background(), "demo")
		if err != nil {
			t.Fatal(err)
		}
		on.Settings.SearchHidden = true
		if err := s.ChangeSettings(context.Background(), on.ID, on.Settings); err != nil {
			t.Fatal(err)
		}
		if err := l.api.Sites.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		if jsonLD.MatchString(l.open(plainAddress()).body) {
			t.Error("a site that wants none is described")
		}
	})
}

func TestThePageSpeaksTheReadersLanguage(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		known := l.api.words
		for lang := range known {
			got := l.open(plainAddress("lang", lang))
			got.shows(t, 200, `<html lang="`+lang+`"`, html.EscapeString(known[lang].Page.Say("write")))
		}
		l.open(plainAddress("lang", "xx")).shows(t, 200, `<html lang="en"`)
	})
}

func jsonOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // strings alone are written here
	}
	return string(text)
}
