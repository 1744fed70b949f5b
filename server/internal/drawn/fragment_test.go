package drawn

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"understory/server/internal/words"
	"understory/widget"
)

var allWords = sync.OnceValues(func() (map[string]words.Words, error) { return words.Read(widget.Texts) })

func english(t testing.TB) words.Words {
	t.Helper()
	all, err := allWords()
	if err != nil {
		t.Fatal(err)
	}
	return all["en"]
}

func drawFragment(t testing.TB, f Fragment) string {
	t.Helper()
	f.Words = english(t)
	drawn, err := f.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return string(drawn)
}

var noon = time.Date(2026, 11, 25, 12, 0, 0, 120_000_000, time.UTC)

func said(id, name string, replies ...Comment) Comment {
	return Comment{ID: id, Level: 1, Author: "author-" + id, Name: name, Body: "<p>Words.</p>", CreatedAt: noon, Replies: replies}
}

// The browser tests compare the whole drawing with the widget's; this holds what a publisher's system and a crawler see.
func TestTheElementSaysWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	got := drawFragment(t, Fragment{
		Host:   Host{Site: "demo", ThreadID: `a"b`, URL: "https://e.org/?a=1&b=2", Sort: "newest", HeadingLevel: 3, NoSnippet: true},
		Assets: "https://c.example/assets/1/", Page: "https://c.example/t/?site=demo", JSON: []byte("{}"),
	})
	for _, want := range []string{
		`<understory-comments site="demo" thread-id="a&#34;b" url="https://e.org/?a=1&amp;b=2" lang="en" sort="newest" heading-level="3" data-nosnippet>`,
		`<link rel="stylesheet" href="https://c.example/assets/1/text-size.css"><template shadowrootmode="open"><link rel="stylesheet" href="https://c.example/assets/1/comments.css">`,
		`<h3 class="title" id="title" tabindex="-1">Comments <span></span></h3>`,
		`<script type="application/json" id="thread">{}</script></template><a href="https://c.example/t/?site=demo">Read the comments</a></understory-comments>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nis not in %s", want, got)
		}
	}
	plain := drawFragment(t, Fragment{Host: Host{Site: "demo"}, JSON: []byte("{}")})
	if !strings.Contains(plain, `<understory-comments site="demo" lang="en">`) || strings.Contains(plain, "ld+json") {
		t.Errorf("what is unsaid is said: %s", plain)
	}
}

func TestAvatarsAreThoseOfTheWidget(t *testing.T) {
	t.Parallel()
	// As widget/src/shared/avatar.ts draws them.
	for seed, want := range map[string][2]string{
		"": {
			"M16 16A16 16 0 0 1 32 0A16 16 0 0 1 16 16ZM16 16L32 16A16 16 0 0 1 16 32Z",
			"M16 16L0 16A16 16 0 0 1 16 0ZM16 16A16 16 0 0 1 0 32A16 16 0 0 1 16 16Z",
		},
		"🌿é": {
			"M0 16A16 16 0 0 1 16 32A16 16 0 0 1 0 16Z",
			"M16 0A16 16 0 0 1 0 16A16 16 0 0 1 16 0ZM16 0L32 0A16 16 0 0 1 16 16ZM16 32L16 16A16 16 0 0 1 32 32Z",
		},
		"01890000-0000-7000-8000-000000000000": {
			"M16 0L16 16A16 16 0 0 1 0 0ZM32 0A16 16 0 0 1 16 16A16 16 0 0 1 32 0ZM0 32A16 16 0 0 1 16 16A16 16 0 0 1 0 32ZM16 16A16 16 0 0 1 32 32A16 16 0 0 1 16 16Z",
			"",
		},
	} {
		paths := regexp.MustCompile(` d="([^"]*)"`).FindAllStringSubmatch(string(avatar(seed)), -1)
		if len(paths) != 2 || paths[0][1] != want[0] || paths[1][1] != want[1] {
			t.Errorf("%q: got %q, want %q", seed, paths, want)
		}
	}
}

func TestAForkIsMoreThanOneThingBelow(t *testing.T) {
	t.Parallel()
	chain := said("1", "Ada", said("2", "Bob"))
	more := said("1", "Ada", said("2", "Bob"))
	more.More = 4
	left := said("1", "Ada")
	left.More, left.ReplyCount = 4, 4
	deep := said("1", "Ada", said("2", "Bob"), said("3", "Eve"))
	deep.Level, deep.ReplyCount = 3, 2
	for name, tt := range map[string]struct {
		root  Comment
		holds []string
		lacks []string
	}{
		"a chain":            {chain, []string{`<li class="item"><article id="c-1"`, "Hide the replies to Ada"}, []string{"is-fork", "data-act=\"more\""}},
		"a reply and more":   {more, []string{`class="item is-fork"`, "4 more replies"}, []string{"Continue this thread"}},
		"only more":          {left, []string{`<a class="row" href="#b-1">Continue this thread <small>4</small>`}, []string{"is-fork", "more replies"}},
		"a fork in the deep": {deep, []string{"is-fork", `<div class="row-item continue"><a class="row" href="#b-1">`}, nil},
		"nothing":            {said("1", "Ada"), nil, []string{"<ol class=\"replies\"", "is-fork", "Hide the replies"}},
	} {
		got := drawFragment(t, Fragment{Comments: []Comment{tt.root}, JSON: []byte("{}")})
		for _, want := range tt.holds {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s in %s", name, want, got)
			}
		}
		for _, unwanted := range tt.lacks {
			if strings.Contains(got, unwanted) {
				t.Errorf("%s: %s in %s", name, unwanted, got)
			}
		}
	}
}

func TestATombstoneTellsNothingButWhy(t *testing.T) {
	t.Parallel()
	gone := Comment{ID: "1", Level: 1, Gone: "gone_withdrawn", Name: "canary", Body: "canary", Author: "canary", CreatedAt: noon}
	gone.Replies = []Comment{said("2", "Bob")}
	got := drawFragment(t, Fragment{Comments: []Comment{gone}, JSON: []byte("{}")})
	if strings.Contains(got, "canary") || !strings.Contains(got, `aria-label="Withdrawn by its author"`) || !strings.Contains(got, ", replying to a removed comment") {
		t.Errorf("got %s", got)
	}
}

// FuzzFragment holds that no name, address or attribute from outside can become markup or leave its place.
func FuzzFragment(f *testing.F) {
	for _, seed := range []string{
		"Ada", `"><script>alert(1)</script>`, "</template></understory-comments>", "<!--", "javascript:alert(1)", "\u202EadA", "a\x00b", "`${x}`", "{{.}}", "' onload='x",
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, name, address string) {
		quoted, err := json.Marshal(map[string]string{"name": name, "url": address})
		if err != nil {
			t.Skip()
		}
		root := said("1", name, said("2", name))
		root.More = 2
		got := drawFragment(t, Fragment{
			Host:   Host{Site: name, ThreadID: name, URL: address, Sort: name},
			Assets: address, Page: address, Closed: name, Count: 2, Comments: []Comment{root}, JSON: quoted, Schema: quoted,
		})
		want := drawFragment(t, Fragment{
			Host:   Host{Site: "x", ThreadID: "x", URL: "x", Sort: "x"},
			Assets: "x", Page: "x", Closed: "x", Count: 2, Comments: []Comment{harmless(root)}, JSON: []byte(`{}`), Schema: []byte(`{}`),
		})
		if name != "" && address != "" && skeleton(t, got) != skeleton(t, want) {
			t.Errorf("%q and %q change the elements:\n%s", name, address, got)
		}
		checkAddresses(t, got)
	})
}

func harmless(c Comment) Comment {
	c.Name = "x"
	for i := range c.Replies {
		c.Replies[i].Name = "x"
	}
	return c
}

// skeleton is the elements and attribute names of a page, as a browser reads them.
func skeleton(t *testing.T, page string) string {
	t.Helper()
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return out.String()
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken, html.CommentToken, html.DoctypeToken:
			token := tokens.Token()
			out.WriteString(token.Type.String() + " " + token.Data)
			for _, attribute := range token.Attr {
				out.WriteString(" " + attribute.Key)
			}
			out.WriteByte('\n')
		}
	}
}

var scheme = regexp.MustCompile(`^([a-zA-Z][a-zA-Z0-9+.-]*):`)

func checkAddresses(t *testing.T, page string) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(page))
	for tokens.Next() != html.ErrorToken {
		for _, attribute := range tokens.Token().Attr {
			found := scheme.FindStringSubmatch(strings.TrimSpace(attribute.Val))
			if attribute.Key == "href" && found != nil && !strings.EqualFold(found[1], "http") && !strings.EqualFold(found[1], "https") && !strings.EqualFold(found[1], "mailto") {
				t.Errorf("href %q", attribute.Val)
			}
		}
	}
}
