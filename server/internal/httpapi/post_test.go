package httpapi

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/site"
	"understory/server/internal/storetest"
)

// pausing is a policy that says when it is asked first and waits to go on.
func pausing(begun chan<- struct{}, goOn <-chan struct{}) comment.Review {
	var once sync.Once
	return func(ctx context.Context, on site.Site, d comment.Draft) (comment.Verdict, error) {
		once.Do(func() { close(begun) })
		<-goOn
		return judge(ctx, on, d)
	}
}

func TestSecondRequestUnderOneKeyIsToldToWait(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan struct{}), make(chan struct{})
	r := start(t, storetest.New(t), func(c *Config) { c.Comments.Review = pausing(begun, goOn) })
	body := mustJSON(t, map[string]string{"site": "demo", "url": page1, "body": "once", "name": "Ada"})
	ask := func() answer {
		return r.ask("POST", "/api/v1/comments", body, jsonType, "Authorization: Guest "+guestKeyOf("ada"), "Idempotency-Key: k")
	}
	var first answer
	var asking sync.WaitGroup
	asking.Go(func() { first = ask() })
	<-begun
	if second := ask(); second.status != 409 || second.lacks(`{"kind":"in_progress"}`) != "" {
		t.Errorf("the second is %d %s", second.status, second.body)
	}
	close(goOn)
	asking.Wait()
	if third := ask(); first.status != 201 || third.status != 201 || third.body != first.body {
		t.Errorf("the first is %d %s\nthe third %d %s", first.status, first.body, third.status, third.body)
	}
}

func TestLevel51IsTooDeep(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), func(c *Config) { c.RateLimitOff = true })
	parent := ""
	for level := 1; level <= comment.MaxLevel+1; level++ {
		in := map[string]string{"site": "demo", "url": page1, "body": fmt.Sprint("level ", level), "name": "Ada"}
		if parent != "" {
			in["parent"] = parent
		}
		got := r.ask("POST", "/api/v1/comments", mustJSON(t, in), jsonType, "Authorization: Guest "+guestKeyOf("ada"))
		if level > comment.MaxLevel {
			if got.status != 422 || got.lacks(`{"kind":"too_deep"}`) != "" {
				t.Errorf("level %d is %d %s", level, got.status, got.body)
			}
			return
		}
		var err error
		if parent, err = at(got.body, "comment.id"); err != nil {
			t.Fatalf("level %d is %d %s", level, got.status, got.body)
		}
	}
}

func TestThreadIsReadPageByPageToItsEnd(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), func(c *Config) { c.RateLimitOff = true })
	posted := map[string]bool{}
	root := ""
	for i := range 40 {
		in := map[string]string{"site": "demo", "url": page1, "body": fmt.Sprint("comment ", i), "name": "Ada"}
		if i >= 5 {
			in["parent"] = root
		}
		got := r.ask("POST", "/api/v1/comments", mustJSON(t, in), jsonType, "Authorization: Guest "+guestKeyOf("ada"))
		id, err := at(got.body, "comment.id")
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			root = id
		}
		posted[id] = true
	}
	seen := map[string]bool{}
	collect := func(body, list string) {
		for i := range 100 {
			id, err := at(body, fmt.Sprintf("%s.%d.id", list, i))
			if err != nil {
				return
			}
			if seen[id] {
				t.Errorf("%s comes twice", id)
			}
			seen[id] = true
		}
	}
	// Roots, two at a time, then what the root left out.
	more := ""
	for cursor := ""; ; {
		got := r.ask("GET", storyThread+"&sort=oldest&limit=2&cursor="+cursor, "")
		checkEveryAnswer(t, "GET", storyThread, got)
		collect(got.body, "comments")
		if next, err := at(got.body, "comments.0.more.cursor"); err == nil {
			more = next
			collect(got.body, "comments.0.replies")
			if wrong := got.lacks(`{"comments":[{"replyCount":35,"more":{"count":32}},{}]}`); wrong != "" {
				t.Error(wrong)
			}
		}
		var err error
		if cursor, err = at(got.body, "next"); err != nil {
			break
		}
		// A cursor is worth nothing anywhere else.
		for _, other := range []string{"&sort=newest&cursor=", "&sort=best&cursor="} {
			if got := r.ask("GET", storyThread+other+cursor, ""); got.status != 400 || got.lacks(`{"kind":"bad_cursor"}`) != "" {
				t.Errorf("the cursor is taken with %s: %d", other, got.status)
			}
		}
		if got := r.ask("GET", "/api/v1/comments/"+root+"/replies?site=demo&cursor="+cursor, ""); got.status != 400 {
			t.Errorf("the cursor of the roots is taken for replies: %d", got.status)
		}
	}
	for more != "" {
		got := r.ask("GET", "/api/v1/comments/"+root+"/replies?site=demo&cursor="+more, "")
		checkEveryAnswer(t, "GET", "/api/v1/comments/"+root+"/replies?site=demo", got)
		collect(got.body, "comments")
		more, _ = at(got.body, "next")
	}
	if len(seen) != len(posted) {
		t.Errorf("%d of %d comments were read", len(seen), len(posted))
	}
}

func TestManyOfAParameterAreRefused(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	id := "&id=01890000-0000-7000-8000-000000000000"
	for address, status := range map[string]int{
		"/api/v1/comments?site=demo" + strings.Repeat(id, 50):                                           200,
		"/api/v1/comments?site=demo" + strings.Repeat(id, 51):                                           400,
		"/api/v1/counts?site=demo" + strings.Repeat("&thread_id=a", 50):                                 200,
		"/api/v1/counts?site=demo" + strings.Repeat("&thread_id=a", 51):                                 400,
		"/api/v1/counts?site=demo" + numbered("&thread_id=a%d", 30) + numbered("&thread_id=b%d", 20):    200,
		"/api/v1/counts?site=demo" + numbered("&thread_id=a%d", 30) + numbered("&url="+page1+"/%d", 21): 400,
		"/api/v1/thread?site=demo&thread_id=" + strings.Repeat("a", 5000):                               400,
		"/api/v1/thread?site=demo&thread_id=a&cursor=" + strings.Repeat("a", 5000):                      400,
		"/api/v1/thread?site=demo&url=http%3A%2F%2Flocalhost%2F" + strings.Repeat("a", 5000):            400,
	} {
		got := r.ask("GET", address, "")
		if got.status != status {
			t.Errorf("%.60s… is %d %s, want %d", address, got.status, got.body, status)
		}
		checkEveryAnswer(t, "GET", address, got)
	}
}

func numbered(format string, many int) string {
	var all strings.Builder
	for i := range many {
		fmt.Fprintf(&all, format, i)
	}
	return all.String()
}

func TestDatabaseThatDoesNotWriteIsReadOnly(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	r := start(t, openStore(t, address), nil)
	r.post("ada", page1, "before")
	other := openStore(t, address)
	writing, goOn := make(chan struct{}), make(chan struct{})
	var holding sync.WaitGroup
	holding.Go(func() {
		err := other.InTx(context.Background(), func(context.Context) error { close(writing); <-goOn; return nil })
		if err != nil {
			t.Error(err)
		}
	})
	defer holding.Wait()
	defer close(goOn)
	<-writing
	begun := time.Now()
	got := r.post("ada", page1, "meanwhile")
	checkProblem(t, "a post", got)
	if got.status != 503 || got.header.Get("Retry-After") != "5" || got.lacks(`{"kind":"read_only","retryAfter":5}`) != "" {
		t.Errorf("a post is %d, Retry-After %q: %s", got.status, got.header.Get("Retry-After"), got.body)
	}
	if took := time.Since(begun); took > patience+2*time.Second {
		t.Errorf("it took %v to say so", took)
	}
	if got := r.ask("GET", storyThread, ""); got.status != 200 || !strings.Contains(got.body, "before") {
		t.Errorf("reading is %d %s", got.status, got.body)
	}
}
