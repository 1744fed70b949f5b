package httpapi

import (
	"encoding/json"
	"reflect"
	"regexp"
	"testing"

	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

const storyFragment = "/t/fragment?site=demo&url=http%3A%2F%2Flocalhost%3A3000%2Fstory-1"

var threadScript = regexp.MustCompile(`<script type="application/json" id="thread">(.*?)</script>`)

func TestFragmentHoldsTheThreadAsTheAPIAnswersItWithoutBodies(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := start(t, s, nil)
		root, err := at(r.post("ada", page1, "A root").body, "comment.id")
		if err != nil {
			t.Fatal(err)
		}
		reply := mustJSON(t, map[string]string{"site": "demo", "url": page1, "body": "A reply", "name": "Bob", "parent": root})
		r.ask("POST", "/api/v1/comments", reply, jsonType, "Authorization: Guest "+guestKeyOf("bob"))
		for _, sort := range []string{"", "&sort=newest"} {
			found := threadScript.FindStringSubmatch(r.ask("GET", storyFragment+sort, "").body)
			if found == nil {
				t.Fatal("the fragment holds no thread")
			}
			var got, want map[string]any
			if err := json.Unmarshal([]byte(found[1]), &got); err != nil {
				t.Fatalf("%v: %s", err, found[1])
			}
			if err := json.Unmarshal([]byte(r.ask("GET", storyThread+sort, "").body), &want); err != nil {
				t.Fatal(err)
			}
			if emptied := withoutBodies(want["comments"]); emptied != 2 {
				t.Fatalf("the thread has %d bodies, want 2", emptied)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v\nwant %v", got, want)
			}
		}
	})
}

// withoutBodies empties the bodies of comments and their replies, and says of how many.
func withoutBodies(comments any) (emptied int) {
	list, _ := comments.([]any)
	for _, one := range list {
		comment, _ := one.(map[string]any)
		if body, _ := comment["body"].([]any); len(body) > 0 {
			comment["body"] = []any{}
			emptied++
		}
		emptied += withoutBodies(comment["replies"])
	}
	return emptied
}

func TestFragmentIsSentOnceToWhoeverKeepsIt(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	r.post("ada", page1, "First")
	first := r.ask("GET", storyFragment, "")
	etag := first.header.Get("Etag")
	if again := r.ask("GET", storyFragment, "", "If-None-Match: "+etag); again.status != 304 || again.body != "" || again.header.Get("Etag") != etag {
		t.Errorf("asked again with %s: %d, %d bytes", etag, again.status, len(again.body))
	}
	if packed := r.ask("GET", storyFragment, "", "Accept-Encoding: gzip"); packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("Etag") == etag {
		t.Errorf("with gzip: %v", packed.header)
	}
	r.post("bob", page1, "Second")
	if changed := r.ask("GET", storyFragment, "", "If-None-Match: "+etag); changed.status != 200 {
		t.Errorf("after another comment: %d", changed.status)
	}
}

func TestFragmentIsDrawnFromMemoryWhenTheDatabaseIsGone(t *testing.T) {
	t.Parallel()
	s := openStore(t, storetest.SQLite(t))
	r := start(t, s, nil)
	r.post("ada", page1, "Still to be read")
	before := r.ask("GET", storyFragment, "")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after := r.ask("GET", storyFragment, ""); after.status != 200 || after.body != before.body {
		t.Errorf("%d %s", after.status, after.body)
	}
}
