package httpapi

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"testing"
	"time"

	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// TestClockThatJumpsLosesNoCommentAndDoublesNone posts while the clock is set to and fro, and leafs through the thread
// while it goes on so.
func TestClockThatJumpsLosesNoCommentAndDoublesNone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		clock := newWatch()
		r := start(t, s, func(c *Config) { c.Now, c.Comments.Now, c.RateLimitOff = clock.now, clock.now, true })
		posted := make(map[string]bool)
		post := func() {
			got := r.post("ada", page1, fmt.Sprint("text ", len(posted)))
			id, err := at(got.body, "comment.id")
			if err != nil || got.status != 201 {
				t.Fatalf("a post is %d %s", got.status, got.body)
			}
			posted[id] = true
		}
		jumps := []time.Duration{time.Second, -time.Hour, 10 * time.Minute, time.Second, -10 * time.Minute, time.Hour}
		jump := func() { clock.pass(jumps[rand.IntN(len(jumps))]) }
		for range 40 {
			jump()
			post()
		}
		for _, sort := range []string{"newest", "oldest", "best"} {
			before := make(map[string]bool)
			for id := range posted {
				before[id] = true
			}
			seen := make(map[string]int)
			for cursor := "start"; cursor != ""; {
				if cursor == "start" {
					cursor = ""
				}
				var page struct {
					Comments []struct{ ID string }
					Next     string
				}
				got := r.ask("GET", "/api/v1/thread?site=demo&limit=7&sort="+sort+"&url="+page1+"&cursor="+url.QueryEscape(cursor), "")
				if err := json.Unmarshal([]byte(got.body), &page); err != nil || got.status != 200 {
					t.Fatalf("a page is %d %s", got.status, got.body)
				}
				for _, c := range page.Comments {
					seen[c.ID]++
				}
				cursor = page.Next
				jump()
				post()
			}
			for id := range before {
				if seen[id] != 1 {
					t.Errorf("by %s, a comment that was there is seen %d times", sort, seen[id])
				}
			}
			for id, times := range seen {
				if times != 1 || !posted[id] {
					t.Errorf("by %s, %s is seen %d times", sort, id, times)
				}
			}
		}
	})
}

func TestClockThatIsSetBackKeepsNoOldPage(t *testing.T) {
	t.Parallel()
	var r rest
	now := time.Now()
	r.begin(now)
	for since, resting := range map[time.Duration]bool{0: true, restFor / 2: true, restFor: false, time.Hour: false, -time.Hour: false, -10 * time.Minute: false} {
		if got := r.lasts(now.Add(since)); got != resting {
			t.Errorf("%v after a failure it rests %v", since, got)
		}
	}
}
