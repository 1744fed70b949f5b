package httpapi

import (
	"context"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	xhtml "golang.org/x/net/html"

	"understory/server/internal/comment"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

const (
	ourOrigin = "Origin: https://comments.example.org"
	formType  = "Content-Type: application/x-www-form-urlencoded"
	ofWindows = "Upgrade-Insecure-Requests: 1" // a browser with windows says this
)

// lynx is a browser without script: it knows links, forms and cookies.
type lynx struct {
	*running
	cookie string
	last   answer
}

func withLynx(t *testing.T, test func(t *testing.T, l *lynx)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) { test(t, newLynx(start(t, s, nil))) })
}

func newLynx(r *running) *lynx { return &lynx{running: r} }

// plainStory is the address of the story that tests are about, with more parameters as pairs.
func plainStory(pairs ...string) string {
	q := url.Values{"site": {"demo"}, "url": {page1}}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "/t/?" + q.Encode()
}

func (l *lynx) open(address string, headers ...string) answer {
	l.t.Helper()
	address, _, _ = strings.Cut(html.UnescapeString(address), "#")
	l.last = l.ask("GET", address, "", append(headers, l.cookies()...)...)
	return l.last
}

func (l *lynx) cookies() []string {
	if l.cookie == "" {
		return nil
	}
	return []string{"Cookie: " + l.cookie}
}

var (
	formTag     = regexp.MustCompile(`(?s)<form [^>]*id="(\w+)">(.*?)</form>`)
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
)

// form is what the only form on the page last opened would send, with fields filled in as pairs.
func (l *lynx) form(fields ...string) url.Values {
	l.t.Helper()
	found := formTag.FindAllStringSubmatch(l.last.body, -1)
	if len(found) == 0 {
		l.t.Fatalf("there is no form on the page:\n%s", l.last.body)
	}
	sent := url.Values{}
	for _, field := range hiddenField.FindAllStringSubmatch(found[len(found)-1][2], -1) {
		sent.Set(html.UnescapeString(field[1]), html.UnescapeString(field[2]))
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
	return l.sendTo("/t/", sent, headers...)
}

func (l *lynx) sendTo(target string, sent url.Values, headers ...string) answer {
	l.t.Helper()
	l.last = l.ask("POST", target, sent.Encode(), append(headers, l.cookies()...)...)
	if set := l.last.header.Get("Set-Cookie"); set != "" {
		l.cookie, _, _ = strings.Cut(set, ";")
	}
	return l.last
}

// write posts through the form on the page last opened, and follows.
func (l *lynx) write(text, name string) answer {
	l.t.Helper()
	if got := l.send(l.form("body", text, "name", name)); got.status != 303 {
		l.t.Fatalf("POST /t/ %q: %d, want 303\n%s", text, got.status, got.body)
	}
	return l.open(l.last.header.Get("Location"))
}

// link is the address of the link on the page last opened whose label, in HTML, begins so.
func (l *lynx) link(label string) string {
	l.t.Helper()
	found := regexp.MustCompile(`<a href="([^"]*)"[^>]*>` + regexp.QuoteMeta(label)).FindStringSubmatch(l.last.body)
	if found == nil {
		l.t.Fatalf("there is no link %q on the page:\n%s", label, l.last.body)
	}
	return found[1]
}

// shows wants a status and texts on the page; a text after "never " is wanted not to be there.
func (a answer) shows(t testing.TB, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d\n%s", a.status, status, a.body)
	}
	for _, text := range texts {
		text, never := strings.CutPrefix(text, "never ")
		if strings.Contains(a.body, text) == never {
			t.Errorf("%q on the page: %v\n%s", text, !never, a.body)
		}
	}
}

// clock stands still until it is turned.
type clock struct{ micros atomic.Int64 }

func newClock(at time.Time) *clock {
	c := new(clock)
	c.micros.Store(at.UnixMicro())
	return c
}

func (c *clock) read() time.Time { return time.UnixMicro(c.micros.Load()) }

func (c *clock) turn(by time.Duration) { c.micros.Add(by.Microseconds()) }

func (l *lynx) postAs(guest, text string, more map[string]string) (id string) {
	l.t.Helper()
	in := map[string]string{"site": "demo", "url": page1, "title": "Lamps to be dimmed", "body": text, "name": guest}
	maps.Copy(in, more)
	got := l.ask("POST", "/api/v1/comments", mustJSON(l.t, in), jsonType, "Authorization: Guest "+guestKeyOf(guest))
	id, err := at(got.body, "comment.id")
	if err != nil {
		l.t.Fatalf("post %q: %d %s", text, got.status, got.body)
	}
	return id
}

func TestAReaderWithoutScriptReadsPostsAndReplies(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainStory()).shows(t, 200, `<html lang="en" dir="ltr">`, "Nobody has commented yet.", "never Newest", "Add to the discussion", `<a href="`+page1+`">localhost:3000/story-1</a></h1>`)
		l.write("One *word*.\r\n\r\nAnother.", "Ada").
			shows(t, 200, "Your comment is posted.", "<p>One <em>word</em>.</p><p>Another.</p>", "<bdi>Ada</bdi>", `<h2 class="title" id="title">Comments <span>1</span></h2>`, ">You<")
		l.open(l.link("Reply")).shows(t, 200, "Reply to Ada", "Post reply", `id="reply"`, `id="write"`)
		l.write("An answer.", "Ada").shows(t, 200, "An answer.", ", replying to Ada", "Your comment is posted.")
		l.ask("GET", storyThread, "").shows(t, 200, `"commentCount":2`, `"replyCount":1`)
		l.cookie = ""
		l.open(plainStory()).shows(t, 200, "An answer.", "never Your comment is posted.", "never >You<")
	})
}

func TestReadingIsTheSameForEverybodyAndKeptAsLongAsTheThread(t *testing.T) {
	t.Parallel()
	now := newClock(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
	l := newLynx(start(t, storetest.New(t), func(c *Config) { c.Now = now.read }))
	l.postAs("ada", "First", nil)
	first := l.open(plainStory())
	for header, want := range map[string]string{
		"Cache-Control": forEverybody, "Vary": "Accept-Encoding, Accept-Language, Cookie", "Content-Type": "text/html; charset=utf-8",
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "strict-origin-when-cross-origin",
		"Set-Cookie": "", "Access-Control-Allow-Origin": "", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := first.header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	policy := first.header.Get("Content-Security-Policy")
	if !regexp.MustCompile(`^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$`).MatchString(policy) {
		t.Errorf("the policy is %q", policy)
	}
	etag := first.header.Get("Etag")
	now.turn(tokenStep - time.Second)
	if again := l.open(plainStory(), "If-None-Match: "+etag); again.status != 304 {
		t.Errorf("asked again minutes later: %d", again.status)
	}
	l.postAs("bob", "Second", nil)
	l.open(plainStory(), "If-None-Match: "+etag).shows(t, 200, "Second")
}

func TestWhatIsOnesOwnIsForNobodyElse(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainStory())
		l.write("Please holdme.", "Ada").shows(t, 200, "Your comment is held for review.", "Please holdme.", "Held for review. \u2068Because it says holdme.\u2069 Until a moderator has read it")
		for _, address := range []string{plainStory(), l.last.header.Get("Location"), plainStory("sort", "newest")} {
			if address == "" {
				continue
			}
			own := l.open(address)
			own.shows(t, 200, "Please holdme.", "never ld+json")
			if cache := own.header.Get("Cache-Control"); cache != forOneReader || own.header.Get("Etag") != "" {
				t.Errorf("%s may be kept: %q, %q", address, cache, own.header.Get("Etag"))
			}
		}
		mine := l.cookie
		l.cookie = ""
		l.open(plainStory()).shows(t, 200, "never holdme")
		l.cookie = strings.Replace(mine, "understory-demo=", "understory-courier=", 1)
		l.open("/t/?site=courier&url=https%3A%2F%2Fcourier.example%2Fa").shows(t, 200, "never holdme")
		l.cookie = "understory-demo=not-a-key"
		l.open(plainStory()).shows(t, 200, "never holdme")
	})
}

func TestACommentIsShownToItsAuthorWhereverItsPlaceIs(t *testing.T) {
	t.Parallel()
	l := newLynx(start(t, storetest.New(t), func(c *Config) { c.RateLimitOff = true }))
	popular := l.postAs("ada", "Popular", nil)
	for i := range 5 {
		l.postAs("ada", fmt.Sprint("Answer ", i), map[string]string{"parent": popular})
	}
	l.open(plainStory("reply", popular))
	l.write("One more answer holdme", "Bob").shows(t, 200, "One more answer", "Answer 2", "never Answer 3")
	for i := range 40 {
		l.postAs("ada", fmt.Sprint("Root ", i), nil)
	}
	if above := l.open(plainStory("sort", "newest")); strings.Index(above.body, "One more answer") > strings.Index(above.body, "Root 39") {
		t.Errorf("what has no place on the page does not stand above it:\n%s", above.body)
	}
	l.open(l.link("Next page")).shows(t, 200, "Popular", "One more answer")
}

func TestTheGuestsCookieIsForThesePagesAlone(t *testing.T) {
	t.Parallel()
	for public, secure := range map[string]bool{"https://comments.example.org": true, "http://127.0.0.1:8080": false} {
		l := newLynx(start(t, storetest.New(t), func(c *Config) { c.PublicURL, c.OwnOrigins = public, []string{public} }))
		l.open(plainStory())
		cookie := cookieOf(t, l.send(l.form("body", "Words.", "name", "Ada"), "Origin: "+public, formType))
		if cookie.Name != "understory-demo" || cookie.Path != "/t/" || !cookie.HttpOnly || cookie.Secure != secure || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge <= 0 {
			t.Errorf("%s: got the cookie %v", public, cookie)
		}
		l.open(plainStory())
		if second := l.send(l.form("body", "More.", "name", "Ada"), "Origin: "+public, formType); second.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: another comment sets %q", public, second.header.Get("Set-Cookie"))
		}
	}
}

func TestPressingPostTwicePostsOnce(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainStory())
		sent := l.form("body", "Once.", "name", "Ada")
		headers := []string{ourOrigin, formType, ofWindows}
		// A first press, and a second before its answer came: the browser forgets the first one's answer.
		l.send(sent, headers...).shows(t, 307)
		l.cookie = ""
		again := l.send(sent, headers...)
		if again.status != 307 || again.header.Get("Location") != "/t/?again" || l.cookie == "" {
			t.Fatalf("%d to %q with the cookie %q", again.status, again.header.Get("Location"), l.cookie)
		}
		first := l.sendTo("/t/?again", sent, headers...)
		second := l.send(sent, headers...)
		if first.status != 303 || second.status != 303 || second.header.Get("Location") != first.header.Get("Location") {
			t.Errorf("first %d %q, second %d %q", first.status, first.header.Get("Location"), second.status, second.header.Get("Location"))
		}
		l.ask("GET", storyThread, "").shows(t, 200, `"commentCount":1`)
		// Other words are another comment, also from the form that stood open.
		sent.Set("body", "Twice.")
		l.send(sent, headers...).shows(t, 303)
		l.ask("GET", storyThread, "").shows(t, 200, `"commentCount":2`)
	})
}

func TestABrowserThatKeepsNoCookiesPostsAllTheSame(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainStory())
		sent := l.form("body", "No cookies, thank you. holdme", "name", "Ada")
		l.send(sent, ourOrigin, formType, ofWindows).shows(t, 307)
		l.cookie = ""
		posted := l.sendTo("/t/?again", sent, ourOrigin, formType, ofWindows)
		l.cookie = ""
		l.open(posted.header.Get("Location")).shows(t, 200, "Your comment is held for review.", "never thank you")
	})
}

func TestASecondPressWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan struct{}), make(chan struct{})
	l := newLynx(start(t, storetest.New(t), func(c *Config) { c.Comments.Review = pausing(begun, goOn) }))
	l.cookie = "understory-demo=" + guestKeyOf("ada")
	l.open(plainStory())
	sent := l.form("body", "Slow.", "name", "Ada")
	answers := make(chan answer)
	press := func() { answers <- newLynx(l.running).with(l.cookie).send(sent) }
	go press()
	<-begun
	go press()
	close(goOn)
	one, other := <-answers, <-answers
	if one.status != 303 || other.status != 303 || one.header.Get("Location") != other.header.Get("Location") {
		t.Errorf("%d %q and %d %q", one.status, one.header.Get("Location"), other.status, other.header.Get("Location"))
	}
}

func (l *lynx) with(cookie string) *lynx {
	l.cookie = cookie
	return l
}

func TestFormsThatAreRefusedKeepTheText(t *testing.T) {
	const kept = "Kept <words>."
	cases := map[string]struct {
		text, author string
		change       func(*lynx, url.Values)
		status       int
		says         string
	}{
		"no name":                   {kept, " ", nil, 422, "Write the name that your comment should carry."},
		"nothing written":           {" ", "Ada", nil, 422, "Write something first."},
		"too long":                  {strings.Repeat("a", comment.MaxLength+1), "Ada", nil, 422, "may be at most 10000 characters long"},
		"a name that turns around":  {kept, "\u202Eada", nil, 422, "may not hold characters that turn the direction"},
		"a control character":       {kept + "\x07", "Ada", nil, 422, "control character"},
		"rejected":                  {kept + " rejectme", "Ada", nil, 422, "Because it says rejectme."},
		"a nudge":                   {kept + " nudgeme", "Ada", nil, 422, "Post anyway"},
		"no token":                  {kept, "Ada", having("token", ""), 403, "The form had been open for too long"},
		"a forged token":            {kept, "Ada", having("token", strings.Repeat("A", 54)), 403, "The form had been open for too long"},
		"the token of another site": {kept, "Ada", having("site", "hasty"), 403, "The form had been open for too long"},
		"the token of another story": {kept, "Ada", func(_ *lynx, sent url.Values) { sent.Set("url", page1+"-other") }, 403,
			"The form had been open for too long"},
		"a story that is not the site's":   {kept, "Ada", having("url", "https://elsewhere.example/"), 403, "Comments are not allowed from this address."},
		"an unknown site":                  {kept, "Ada", having("site", "nowhere"), 404, "There is no such site here."},
		"no story":                         {kept, "Ada", having("url", ""), 422, "your comment was not posted"},
		"an answer to nothing":             {kept, "Ada", having("parent", "01890000-0000-7000-8000-000000000000"), 409, "The comment you answer was removed."},
		"an answer to what is no comment":  {kept, "Ada", having("parent", "x"), 422, "This is no comment&#39;s id."},
		"a story that was closed meantime": {kept, "Ada", closed, 409, "Comments were closed while you were writing."},
		"a site that takes no guests":      {kept, "Ada", guestsOff, 401, "The site wants you to sign in first."},
	}
	withLynx(t, func(t *testing.T, l *lynx) {
		for name, tt := range cases {
			l.with("").open(plainStory())
			sent := l.form("body", tt.text, "name", tt.author)
			if tt.change != nil {
				tt.change(l, sent)
			}
			got := l.send(sent)
			kept := strings.Contains(got.body, html.EscapeString(tt.text)+"</textarea>") && strings.HasPrefix(got.body, "<!doctype html>")
			said := strings.Contains(strings.ToLower(got.body), strings.ToLower(tt.says))
			if got.status != tt.status || !kept || !said || got.header.Get("Cache-Control") != forOneReader {
				t.Errorf("%s: %d, kept %v, said %v, %q\n%s", name, got.status, kept, said, got.header.Get("Cache-Control"), got.body)
			}
		}
	})
}

func having(name, value string) func(*lynx, url.Values) {
	return func(_ *lynx, sent url.Values) { sent.Set(name, value) }
}

// closed has the form be that of a story which takes no more comments.
func closed(l *lynx, sent url.Values) {
	on, at := l.siteOf("demo"), comment.Page{Identity: "t:closed-story"}
	sent.Del("url")
	sent.Set("thread_id", "closed-story")
	sent.Set("token", l.api.formToken(on, at, [32]byte{}))
}

func guestsOff(l *lynx, sent url.Values) {
	sent.Set("site", "members")
	sent.Set("url", "https://members.example/a")
	sent.Set("token", l.api.formToken(l.siteOf("members"), comment.Page{Identity: "u:https://members.example/a"}, [32]byte{}))
}

func TestANudgedCommentIsPostedWhenItsAuthorMeansIt(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainStory())
		l.send(l.form("body", "Say nudgeme.", "name", "Ada")).
			shows(t, 422, "Read it once more?", "Because it says nudgeme.", "It says nudgeme.", `<button class="second" name="confirm" value="true">Post anyway</button>`)
		l.send(l.form("body", "Say nudgeme.", "name", "Ada", "confirm", "true")).shows(t, 303)
		l.open(l.last.header.Get("Location")).shows(t, 200, "held for review", "Say nudgeme.")
	})
}

func TestAnAuthorTakesACommentBack(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainStory())
		l.write("Said too soon.", "Ada").shows(t, 200, `value="Ada"`, "never Posting sets one cookie")
		l.open(l.link("Withdraw")).shows(t, 200, "Withdraw this comment? Its text is gone for good; replies to it stay.", "Keep it", "Said too soon.")
		asked := l.last
		taking := l.form()
		// Nobody else can, with a form of their own that names it.
		for _, other := range []string{"", "understory-demo=" + guestKeyOf("eve")} {
			l.with(other).open(plainStory())
			taking.Set("token", l.form().Get("token"))
			l.send(taking).shows(t, 403, "Said too soon.", "This comment was written from another browser.")
		}
		l.last = asked
		l.cookie = "understory-demo=" + guestKeyOf("ada")
		l.send(l.form()).shows(t, 403, "The form had been open for too long") // drawn for another key
	})
}

func TestAWithdrawnCommentIsGone(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainStory())
		l.write("Said too soon.", "Ada")
		l.open(l.link("Withdraw"))
		sent := l.form()
		l.send(sent).shows(t, 303)
		l.open(l.last.header.Get("Location")).shows(t, 200, "Comment withdrawn.", "never Said too soon.", "Nobody has commented yet.")
		l.send(sent).shows(t, 404, "never Said too soon.")
		sent.Set("withdraw", "x")
		l.send(sent).shows(t, 422)
		l.ask("GET", storyThread, "").shows(t, 200, `"commentCount":0`)
	})
}

func TestWithdrawingIsOfferedAsLongAsTheSiteAllows(t *testing.T) {
	t.Parallel()
	l := newLynx(start(t, storetest.New(t), nil))
	hasty := "/t/?site=hasty&url=" + url.QueryEscape(page1)
	l.open(hasty)
	l.write("Said for good.", "Ada").shows(t, 200, ">You<", "never Withdraw")
	l.send(l.form("withdraw", l.ownID())).shows(t, 403, "Said for good.", "The time to change this comment is over.")
}

// ownID is the id of the first comment on the page last opened.
func (l *lynx) ownID() string {
	l.t.Helper()
	found := regexp.MustCompile(`<article class="comment" id="c-([\w-]+)"`).FindStringSubmatch(l.last.body)
	if found == nil {
		l.t.Fatalf("there is no comment on the page:\n%s", l.last.body)
	}
	return found[1]
}

func TestARefusedReplyStaysBelowWhatItAnswers(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		root := l.postAs("bob", "A root", nil)
		l.open(plainStory("reply", root))
		got := l.send(l.form("body", "rejectme", "name", "Ada"))
		got.shows(t, 422, `id="reply"`, "rejectme</textarea>", "Reply to bob")
		if _, below, _ := strings.Cut(got.body, `id="c-`+root); !strings.Contains(below, "Your comment was not posted.") {
			t.Errorf("the refusal does not stand in the form:\n%s", got.body)
		}
	})
}

func TestOnlyOurOwnPagesSendForms(t *testing.T) {
	withLynx(t, func(t *testing.T, l *lynx) {
		l.open(plainStory())
		sent := l.form("body", "From elsewhere.", "name", "Eve")
		for _, from := range []string{"", "Origin: null", "Origin: http://localhost:3000", "Origin: https://evil.example", "Origin: https://comments.example.org.evil.example"} {
			headers := []string{formType}
			if from != "" {
				headers = append(headers, from)
			}
			l.send(sent, headers...).shows(t, 403, "<!doctype html>", "Comments are not allowed from this address.", "never From elsewhere.")
		}
		l.send(sent, ourOrigin, ourOrigin, formType).shows(t, 403)
		l.send(sent, ourOrigin, jsonType).shows(t, 415, "<!doctype html>")
		l.send(sent, ourOrigin, "Content-Type: multipart/form-data; boundary=x").shows(t, 415)
		l.sendTo("/t/", url.Values{"body": {"\xff"}}, ourOrigin, formType).shows(t, 400, "<!doctype html>")
		if l.cookie != "" {
			t.Errorf("a refusal sets the cookie %q", l.cookie)
		}
		l.open(plainStory()).shows(t, 200, "Nobody has commented yet.")
	})
}

// A form that was drawn for one guest is worth nothing to another, and one that stood open for a day to nobody.
func TestAFormTokenIsBoundToWhomWhereAndWhen(t *testing.T) {
	t.Parallel()
	now := newClock(time.Date(2026, 11, 25, 12, 5, 0, 0, time.UTC))
	r := start(t, storetest.New(t), func(c *Config) { c.Now = now.read })
	a, demo, courier := r.api, r.siteOf("demo"), r.siteOf("courier")
	here, there := comment.Page{Identity: "u:a"}, comment.Page{Identity: "u:b"}
	ada, bob, nobody := [32]byte{1}, [32]byte{2}, [32]byte{}
	adas, anybodys := a.formToken(demo, here, ada), a.formToken(demo, here, nobody)
	for name, got := range map[string]bool{
		"hers":                           a.goodToken(adas, demo, here, ada),
		"anybody's, in her hands":        a.goodToken(anybodys, demo, here, ada),
		"anybody's, in those of no one":  a.goodToken(anybodys, demo, here, nobody),
		"not hers, in another's":         !a.goodToken(adas, demo, here, bob),
		"not hers, in those of a guest":  !a.goodToken(adas, demo, here, nobody),
		"not on another story":           !a.goodToken(adas, demo, there, ada),
		"not on another site":            !a.goodToken(adas, courier, here, ada),
		"not with another byte":          !a.goodToken("B"+adas[1:], demo, here, ada),
		"not cut short":                  !a.goodToken(adas[:20], demo, here, ada),
		"not empty":                      !a.goodToken("", demo, here, ada),
		"the same to all within minutes": a.formToken(demo, here, nobody) == anybodys,
	} {
		if !got {
			t.Errorf("a token is good: %s: no", name)
		}
	}
	now.turn(tokenLife)
	if !a.goodToken(adas, demo, here, ada) {
		t.Error("a token is not good as long as it should be")
	}
	now.turn(tokenStep)
	if a.goodToken(adas, demo, here, ada) {
		t.Error("a token is good for ever")
	}
}

func TestTheLimitsOfTheAPIHoldForForms(t *testing.T) {
	t.Parallel()
	l := newLynx(start(t, storetest.New(t), nil))
	l.open(plainStory())
	for i := range 10 {
		l.send(l.form("body", fmt.Sprint("Number ", i), "name", "Ada")).shows(t, 303)
		l.open(plainStory())
	}
	got := l.send(l.form("body", "One too many.", "name", "Ada"))
	got.shows(t, 429, "That was quick. Try again in", "One too many.</textarea>")
	if after := got.header.Get("Retry-After"); !regexp.MustCompile(`^\d+$`).MatchString(after) {
		t.Errorf("Retry-After %q", after)
	}
}

func TestPagesSayWhatIsWrongWithTheirAddress(t *testing.T) {
	t.Parallel()
	l := newLynx(start(t, storetest.New(t), nil))
	unknown := "01890000-0000-7000-8000-000000000000"
	for name, tt := range map[string]struct {
		address string
		status  int
		says    string
	}{
		"no site":                   {"/t/?url=" + url.QueryEscape(page1), 404, "There is no such site here."},
		"an unknown site":           {"/t/?site=nowhere&url=" + url.QueryEscape(page1), 404, "There is no such site here."},
		"no story":                  {"/t/?site=demo", 400, "lacks “url”"},
		"no address":                {"/t/?site=demo&url=javascript:alert(1)", 400, "must begin with https:// or http://"},
		"a story of somebody else":  {"/t/?site=demo&url=https%3A%2F%2Fevil.example%2F", 403, "Comments are not allowed from this address."},
		"a cursor that is none":     {plainStory("cursor", "x"), 400, "It is no longer there."},
		"an order that is none":     {plainStory("sort", "loudest"), 400, "sort is best, newest or oldest."},
		"two orders":                {plainStory() + "&sort=best&sort=newest", 400, "once only"},
		"a branch that is none":     {plainStory("branch", "x"), 404, "The comment you followed a link to is no longer here."},
		"a branch that is gone":     {plainStory("branch", unknown), 404, "The comment you followed a link to is no longer here."},
		"an answer to nothing":      {plainStory("reply", unknown), 404, "The comment you followed a link to is no longer here."},
		"a broken address":          {"/t/?site=demo&url=%zz", 400, "percent sign"},
		"a closed story":            {"/t/?site=demo&thread_id=closed-story", 200, "Comments are closed on this story."},
		"a site that takes nobody":  {"/t/?site=members&url=https%3A%2F%2Fmembers.example%2Fa", 200, "Only members can comment here."},
		"a site that reads first":   {"/t/?site=courier&url=https%3A%2F%2Fcourier.example%2Fa", 200, "A moderator reads each comment before it appears."},
		"a story by its name alone": {"/t/?site=demo&thread_id=new", 200, "Nobody has commented yet."},
	} {
		got := l.open(tt.address)
		if got.status != tt.status || !strings.HasPrefix(got.body, "<!doctype html>") || !strings.Contains(got.body, tt.says) {
			t.Errorf("%s: %d, want %d with %q\n%s", name, got.status, tt.status, tt.says, got.body)
		}
		isOpen := tt.status == 200 && (strings.Contains(tt.address, "courier") || strings.Contains(tt.address, "localhost"))
		if strings.Contains(got.body, "<form") != isOpen {
			t.Errorf("%s: it offers to post: %v\n%s", name, !isOpen, got.body)
		}
		if cache := got.header.Get("Cache-Control"); (cache == forOneReader) != (tt.status != 200) {
			t.Errorf("%s: Cache-Control %q", name, cache)
		}
	}
}

func TestABranchOfAnotherStoryIsNotShown(t *testing.T) {
	t.Parallel()
	l := newLynx(start(t, storetest.New(t), nil))
	elsewhere := l.postAs("ada", "Elsewhere", map[string]string{"url": page1 + "-other"})
	l.open(plainStory("branch", elsewhere)).shows(t, 404, "never Elsewhere")
}

func TestAThreadIsReadToItsEndByLinks(t *testing.T) {
	t.Parallel()
	l := newLynx(start(t, storetest.New(t), func(c *Config) { c.RateLimitOff = true }))
	root := l.postAs("ada", "Much answered", nil)
	for i := range 40 {
		l.postAs("bob", fmt.Sprintf("Answer %02d.", i), map[string]string{"parent": root})
	}
	deep := l.postAs("eve", "Deep 1", nil)
	for i := 2; i <= 8; i++ {
		deep = l.postAs("eve", fmt.Sprint("Deep ", i), map[string]string{"parent": deep})
	}
	l.open(plainStory("sort", "oldest")).shows(t, 200, "Answer 02.", "never Answer 03.", "Deep 5", "never Deep 6", "Read 37 more replies", "Read 1 more reply")
	first := l.last
	l.open(l.link("Read 37 more replies")).shows(t, 200, "Much answered", "never Answer 02.", "Answer 03.", "Answer 32.", "never Answer 33.", "You are reading one branch")
	l.open(l.link("Next page")).shows(t, 200, "Answer 33.", "Answer 39.", "First page")
	l.open(l.link("First page")).shows(t, 200, "Answer 00.")
	l.open(l.link("All comments")).shows(t, 200, "Deep 5", "never You are reading one branch")
	l.last = first
	l.open(l.link("Read 1 more reply")).shows(t, 200, "Deep 5", "Deep 8")
	l.open(l.link("Reply")).shows(t, 200, `id="reply"`, "Deep 8", "Reply to eve")
	l.write("An answer in the deep.", "Ada").shows(t, 200, "An answer in the deep.", "Deep 8")
}

func TestPagesAreReadFromMemoryWhenTheDatabaseIsGone(t *testing.T) {
	t.Parallel()
	s := openStore(t, storetest.SQLite(t))
	l := newLynx(start(t, s, nil))
	l.postAs("ada", "Still to be read", nil)
	l.open(plainStory()).shows(t, 200, "Still to be read")
	sent := l.form("body", "Not to be kept", "name", "Ada")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	l.open(plainStory()).shows(t, 200, "Still to be read")
	l.open(plainStory(), "Cookie: understory-demo="+guestKeyOf("ada")).shows(t, 200, "Still to be read")
	if got := l.send(sent); got.status < 500 || !strings.Contains(got.body, "Not to be kept</textarea>") {
		t.Errorf("a form is %d %s", got.status, got.body)
	}
}

func TestNothingThatReadersSendByFormIsInTheLog(t *testing.T) {
	t.Parallel()
	var log logbook
	failing := func(context.Context, site.Site, comment.Draft) (comment.Verdict, error) {
		return comment.Verdict{}, errors.New("the policy is out of order")
	}
	for _, review := range []comment.Review{judge, failing} {
		l := newLynx(start(t, storetest.New(t), func(c *Config) { c.Log, c.Comments.Review = log.at(slog.LevelDebug), review }))
		story := plainStory("url", "http://localhost:3000/canary-path", "lang", "canary")
		l.with("canary=canary").open(story)
		sent := l.form("body", "canary-text", "name", "canary-name")
		l.send(sent)
		l.send(sent)
		l.open(story)
		sent.Set("token", "canary")
		l.send(sent)
		l.send(sent, formType, "Origin: https://canary.example")
		l.ask("POST", "/t/?canary", "canary", ourOrigin, "Content-Type: text/canary")
	}
	for _, line := range log.lines(t) {
		if text := strings.ToLower(mustJSON(t, line)); strings.Contains(text, "canary") || strings.Contains(text, "127.0.0.1") {
			t.Errorf("the log tells: %s", text)
		}
	}
	for _, wanted := range []string{"the policy is out of order", `"route":"/t/"`, `"status":303`} {
		if !strings.Contains(log.String(), wanted) {
			t.Errorf("the log lacks %s:\n%s", wanted, log.String())
		}
	}
}

// hostile is what strangers write who want more than to be read.
var hostile = []string{
	`</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</textarea><b>`, `</title><b>`, "<!-- ", "]]>", `{{.Words}}`,
	"&lt;b&gt;", "</style><b>", `' onfocus='alert(1)`, "javascript:alert(1)", "[x](javascript:alert(1)) [y](data:text/html,x) <javascript:z>",
	"\u202Etxet", "\u2028\u2029", "</ol></li></article>", "<svg/onload=alert(1)>",
}

func TestNothingThatStrangersWriteBecomesMarkup(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := newLynx(start(t, s, func(c *Config) { c.RateLimitOff = true }))
		for _, text := range hostile {
			in := map[string]string{"site": "demo", "url": page1, "title": text, "body": text, "name": "Eve " + text}
			l.ask("POST", "/api/v1/comments", mustJSON(t, in), jsonType, "Authorization: Guest "+guestKeyOf("eve"))
			in["name"] = "Eve"
			l.ask("POST", "/api/v1/comments", mustJSON(t, in), jsonType, "Authorization: Guest "+guestKeyOf("eve"))
		}
		checkHarmless(t, l.open(plainStory()))
		checkHarmless(t, l.open(storyFragment))
		for _, text := range hostile {
			l.open(plainStory())
			checkHarmless(t, l.send(l.form("body", text+" rejectme", "name", text, "sort", text)))
			for _, name := range []string{"cursor", "branch", "reply", "posted", "sort", "lang", "thread_id", "url", "site"} {
				checkHarmless(t, l.open(plainStory(name, text)))
			}
		}
	})
}

// What our pages are made of, by the names of elements and attributes.
var (
	elements = strings.Fields("html head meta title link style script body header main nav div section h1 h2 h3 h4 p a span strong em del bdi ol ul li article time " +
		"noscript svg path form input label textarea select option button blockquote pre code br small template slot understory-comments")
	attributes = strings.Fields("accept-charset action aria-controls aria-current aria-describedby aria-expanded aria-haspopup aria-hidden aria-label aria-labelledby " +
		"aria-pressed autocomplete charset class content d data-act data-at datetime dir for href id lang maxlength method name opacity part rel required role rows " +
		"selected shadowrootmode site sort tabindex thread-id type url value viewbox")
)

// checkHarmless reads a page as a browser does. It must be made of what our pages are made of, lead to the web alone,
// and hold nothing that turns the direction of what stands outside a field.
func checkHarmless(t *testing.T, got answer) {
	t.Helper()
	tokens := xhtml.NewTokenizer(strings.NewReader(got.body))
	inField := false
	for {
		kind := tokens.Next()
		token := tokens.Token()
		switch kind {
		case xhtml.ErrorToken:
			return
		case xhtml.CommentToken:
			t.Errorf("a comment of HTML: %s", token)
		case xhtml.TextToken:
			if !inField && strings.Contains(token.Data, "\u202E") {
				t.Errorf("turns direction: %q", token.Data)
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			inField = token.Data == "textarea"
			checkElement(t, token)
		case xhtml.EndTagToken:
			inField = false
		}
	}
}

func checkElement(t *testing.T, token xhtml.Token) {
	t.Helper()
	isScript := token.Data == "script"
	good := slices.Contains(elements, token.Data)
	for _, attribute := range token.Attr {
		good = good && slices.Contains(attributes, attribute.Key)
		if attribute.Key == "href" || attribute.Key == "action" {
			good = good && regexp.MustCompile(`^(https?://|mailto:|/t/|#)`).MatchString(attribute.Val)
		}
		if isScript && attribute.Key == "type" {
			isScript = !strings.HasSuffix(attribute.Val, "json")
		}
	}
	if !good || isScript {
		t.Errorf("%s is on the page", token)
	}
}

func TestThePageSpeaksTheReadersLanguage(t *testing.T) {
	t.Parallel()
	l := newLynx(start(t, storetest.New(t), nil))
	for lang, said := range l.api.words {
		l.open(plainStory("lang", lang)).shows(t, 200, `<html lang="`+lang+`" dir="`+said.Dir+`">`, html.EscapeString(said.Page.Say("write")))
		l.open(plainStory(), "Accept-Language: "+lang+"-ZZ;q=0.9, en;q=0.1").shows(t, 200, html.EscapeString(said.Page.Say("write")))
	}
	for _, tag := range []string{"xx", "*", "", `"><b>`} {
		l.open(plainStory(), "Accept-Language: "+tag).shows(t, 200, `<html lang="en" dir="ltr">`)
	}
	// What there are no words for is said in English, and marked as such.
	l.open(plainStory("lang", "de", "sort", "x")).shows(t, 400, `<span lang="en" dir="auto">sort is best, newest or oldest.</span>`)
}

// siteOf is the site with a key.
func (r *running) siteOf(key string) site.Site {
	r.t.Helper()
	found, err := r.store.Site(context.Background(), key)
	if err != nil {
		r.t.Fatalf("find site %s: %v", key, err)
	}
	return found
}
