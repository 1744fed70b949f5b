package httpapi

import (
	"fmt"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"understory/server/internal/site"
	"understory/server/internal/storetest"
)

// watch is a clock that stands still.
type watch struct{ time time.Time }

func newWatch() *watch                { return &watch{time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)} }
func (w *watch) now() time.Time       { return w.time }
func (w *watch) pass(d time.Duration) { w.time = w.time.Add(d) }

var reader1 = bucket{1, netip.MustParsePrefix("192.0.2.1/32"), posting}

func TestLimitGivesTheBurstAndThenTheRate(t *testing.T) {
	t.Parallel()
	clock := newWatch()
	l := newLimiter(clock.now)
	ten := rate{burst: 10, perMinute: 6}
	for i := range 10 {
		if wait := l.take(reader1, ten); wait != 0 {
			t.Fatalf("post %d must wait %v", i+1, wait)
		}
	}
	if wait := l.take(reader1, ten); wait != 10*time.Second {
		t.Fatalf("post 11 must wait %v, want 10s", wait)
	}
	if wait := l.take(reader1, ten); wait != 10*time.Second {
		t.Fatalf("being refused costs nothing, but the wait is %v", wait)
	}
	clock.pass(9999 * time.Millisecond)
	if wait := l.take(reader1, ten); wait != time.Millisecond {
		t.Fatalf("a millisecond too early the wait is %v", wait)
	}
	clock.pass(time.Millisecond)
	if wait := l.take(reader1, ten); wait != 0 {
		t.Fatalf("after ten seconds the wait is %v", wait)
	}
	clock.pass(time.Hour)
	for i := range 10 {
		if wait := l.take(reader1, ten); wait != 0 {
			t.Fatalf("after an hour post %d must wait %v", i+1, wait)
		}
	}
	if wait := l.take(reader1, ten); wait == 0 {
		t.Fatal("an hour of silence saved up more than the burst")
	}
}

func TestLimitsOfSitesNetworksAndActionsAreApart(t *testing.T) {
	t.Parallel()
	l := newLimiter(newWatch().now)
	one := rate{burst: 1, perMinute: 1}
	for _, b := range []bucket{
		reader1, {2, reader1.network, posting}, {1, netip.MustParsePrefix("192.0.2.2/32"), posting}, {1, reader1.network, reacting},
	} {
		if wait := l.take(b, one); wait != 0 {
			t.Errorf("%v must wait %v", b, wait)
		}
	}
}

func TestLimitRefunds(t *testing.T) {
	t.Parallel()
	l := newLimiter(newWatch().now)
	for range 100 {
		if wait := l.take(reader1, rate{1, 1}); wait != 0 {
			t.Fatalf("must wait %v", wait)
		}
		l.give(reader1, rate{1, 1})
	}
}

func TestLimitOfNothingStillLetsOneThrough(t *testing.T) {
	t.Parallel()
	l := newLimiter(newWatch().now)
	if wait := l.take(reader1, rate{0, 0}); wait != 0 {
		t.Errorf("the first must wait %v", wait)
	}
	if wait := l.take(reader1, rate{0, 0}); wait < time.Hour {
		t.Errorf("the second must wait %v", wait)
	}
}

func TestLimiterIsBounded(t *testing.T) {
	t.Parallel()
	clock := newWatch()
	l := newLimiter(clock.now)
	for i := range 300_000 {
		network := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32)
		l.take(bucket{1, network, posting}, rate{10, 6})
	}
	if len(l.empty) > mostBuckets {
		t.Errorf("%d buckets, more than %d", len(l.empty), mostBuckets)
	}
	clock.pass(time.Hour)
	for i := range mostBuckets {
		network := netip.PrefixFrom(netip.AddrFrom4([4]byte{11, byte(i >> 16), byte(i >> 8), byte(i)}), 32)
		l.take(bucket{1, network, posting}, rate{10, 6})
	}
	for b, empty := range l.empty {
		if !empty.After(clock.now()) {
			t.Fatalf("%v, empty since an hour, was never cleared away", b)
		}
	}
}

func TestRatesAreTheSites(t *testing.T) {
	t.Parallel()
	s := site.Defaults()
	if got := rateOf(posting, s); got != (rate{10, 6}) {
		t.Errorf("posting at %v", got)
	}
	if got := rateOf(reacting, s); got != (rate{60, 60}) {
		t.Errorf("reacting at %v", got)
	}
	s.PostBurst, s.PostsMinute, s.ReactMinute = 3, 2, 5
	if got := rateOf(posting, s); got != (rate{3, 2}) {
		t.Errorf("posting at %v after a change", got)
	}
	if got := rateOf(reacting, s); got != (rate{5, 5}) {
		t.Errorf("reacting at %v after a change", got)
	}
}

func TestEleventhPostIsToldWhenToTryAgain(t *testing.T) {
	t.Parallel()
	clock := newWatch()
	r := start(t, storetest.New(t), func(c *Config) { c.Now = clock.now })
	for range 20 { // refused posts are none
		if got := r.post("ada", page1, "nudgeme"); got.status != 422 {
			t.Fatalf("a nudge is %d %s", got.status, got.body)
		}
	}
	for i := range 10 {
		if got := r.post(fmt.Sprint("guest ", i), page1, "hello"); got.status != 201 {
			t.Fatalf("post %d is %d %s", i+1, got.status, got.body)
		}
	}
	forged := "X-Forwarded-For: 198.51.100." // an untrusted peer's word is worth nothing
	for i := range 25 {
		got := r.ask("POST", "/api/v1/comments", mustJSON(t, map[string]string{"site": "demo", "url": page1, "body": "hello", "name": "Ada"}),
			jsonType, "Authorization: Guest "+guestKeyOf("ada"), "Origin: http://localhost:3000", forged+strconv.Itoa(i))
		if got.status != 429 || got.header.Get("Retry-After") != "10" {
			t.Fatalf("post 11 is %d, Retry-After %q", got.status, got.header.Get("Retry-After"))
		}
		if got.header.Get("Access-Control-Allow-Origin") == "" {
			t.Fatal("the page cannot read why")
		}
		if wrong := got.lacks(`{"kind":"rate_limited","retryAfter":10}`); wrong != "" {
			t.Fatal(wrong)
		}
	}
	if got := r.ask("POST", "/api/v1/preview", `{"site":"demo","body":"hello"}`, jsonType); got.status != 200 {
		t.Errorf("previews share the limit of posts: %d", got.status)
	}
}

func TestReplayIsNoFurtherPost(t *testing.T) {
	t.Parallel()
	clock := newWatch()
	r := start(t, storetest.New(t), func(c *Config) { c.Now = clock.now })
	body := mustJSON(t, map[string]string{"site": "demo", "url": page1, "body": "hello", "name": "Ada"})
	for i := range 30 {
		got := r.ask("POST", "/api/v1/comments", body, jsonType, "Authorization: Guest "+guestKeyOf("ada"), "Idempotency-Key: k")
		if got.status != 201 {
			t.Fatalf("asking %d is %d %s", i+1, got.status, got.body)
		}
	}
	if got := r.post("ada", page1, "another"); got.status != 201 {
		t.Errorf("another post is %d", got.status)
	}
}

func TestReactionsHaveTheirOwnLimit(t *testing.T) {
	t.Parallel()
	clock := newWatch()
	r := start(t, storetest.New(t), func(c *Config) { c.Now = clock.now })
	id, err := at(r.post("ada", page1, "hello").body, "comment.id")
	if err != nil {
		t.Fatal(err)
	}
	respect := func() answer {
		return r.ask("PUT", "/api/v1/comments/"+id+"/respect?site=demo", "", "Authorization: Guest "+guestKeyOf("bob"))
	}
	for i := range 60 {
		if got := respect(); got.status != 200 {
			t.Fatalf("respect %d is %d", i+1, got.status)
		}
	}
	if got := respect(); got.status != 429 || got.header.Get("Retry-After") != "1" {
		t.Errorf("respect 61 is %d, Retry-After %q", got.status, got.header.Get("Retry-After"))
	}
}

func TestLimitsCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	clock := newWatch()
	r := start(t, storetest.New(t), func(c *Config) { c.Now, c.RateLimitOff = clock.now, true })
	for i := range 15 {
		if got := r.post("ada", page1, "hello"); got.status != 201 {
			t.Fatalf("post %d is %d", i+1, got.status)
		}
	}
}
