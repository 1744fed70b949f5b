package httpapi

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

var jsonLD = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// schemaIn is what a page tells search engines.
func schemaIn(t *testing.T, page string) (told articleSchema) {
	t.Helper()
	found := jsonLD.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no schema.org on the page:\n%s", page)
	}
	if err := json.Unmarshal([]byte(found[1]), &told); err != nil {
		t.Fatalf("%v\n%s", err, found[1])
	}
	return told
}

func TestSearchEnginesAreToldOfTwentyCommentsAtMost(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := newLynx(start(t, s, func(c *Config) { c.RateLimitOff = true }))
		root := l.postAs("ada", "The **first** of all.\n\n> Quoted", nil)
		reply := l.postAs("bob", "An answer </script>", map[string]string{"parent": root})
		for range 23 {
			l.postAs("ada", "Some *words*.", nil)
		}
		for _, address := range []string{plainStory("sort", "oldest"), storyFragment + "&sort=oldest"} {
			told := schemaIn(t, l.open(address).body)
			if told.Context != "https://schema.org" || told.Type != "Article" || told.ID != page1 || told.Headline != "Lamps to be dimmed" ||
				told.CommentCount != 25 || told.Statistic.Count != 25 || told.Statistic.Of != "https://schema.org/CommentAction" {
				t.Errorf("%s: of the article: %+v", address, told)
			}
			if count := 1 + len(told.Comments); count != mostDescribed || len(told.Comments[0].Replies) != 1 {
				t.Fatalf("%s: %d comments with the one answer, want %d", address, count, mostDescribed)
			}
			first, answer := told.Comments[0], told.Comments[0].Replies[0]
			if first.Text != "The first of all.\n\nQuoted" || first.Author != (personSchema{"Person", "ada"}) || first.URL != page1+"#c-"+root || first.Created.IsZero() {
				t.Errorf("%s: of the first comment: %+v", address, first)
			}
			if answer.Text != "An answer </script>" || answer.URL != page1+"#c-"+reply {
				t.Errorf("%s: of its answer: %+v", address, answer)
			}
		}
	})
}

func TestASiteMayKeepItsCommentsFromSearchEngines(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := newLynx(start(t, s, nil))
		l.postAs("ada", "Words.", nil)
		for _, wanted := range []bool{true, false, true} {
			on := l.siteOf("demo")
			on.Settings.SearchHidden = !wanted
			if err := s.ChangeSettings(context.Background(), on.ID, on.Settings); err != nil {
				t.Fatal(err)
			}
			if err := l.api.compareSites(context.Background(), l.api.ready.glimpses()); err != nil {
				t.Fatal(err)
			}
			page, fragment := l.open(plainStory()).body, l.open(storyFragment).body
			if jsonLD.MatchString(page) != wanted || jsonLD.MatchString(fragment) != wanted || strings.Contains(fragment, "data-nosnippet") == wanted {
				t.Errorf("wanted %v:\n%s\n%s", wanted, page, fragment)
			}
			want := map[bool]string{true: `"schema":true`, false: `"schema":false`}[wanted]
			l.ask("GET", storyThread, "").shows(t, 200, want)
		}
	})
}

// FuzzDescribe holds that no comment, however written, ends the script that it is told in, or changes what is told.
func FuzzDescribe(f *testing.F) {
	for _, seed := range hostile {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		tree, err := json.Marshal([]any{[]any{"p", text}})
		if err != nil || !utf8.ValidString(name) { // nothing else is kept
			t.Skip()
		}
		told, err := json.Marshal(describe(threadJSON{
			Article: articleJSON{Title: name, URL: "https://e.org/", CommentCount: 1},
			Comments: []commentJSON{{
				ID: uuid.Nil, Status: comment.Published, Author: &authorJSON{Name: name}, Body: tree, CreatedAt: time.Unix(0, 0),
			}},
		}))
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(told), "<>&\u2028\u2029") {
			t.Errorf("%s may end its script", told)
		}
		var read articleSchema
		if err := json.Unmarshal(told, &read); err != nil || len(read.Comments) != 1 || read.Comments[0].Author.Name != name {
			t.Errorf("%s reads as %+v (%v)", told, read, err)
		}
	})
}
