package httpapi

import (
	"context"
	"fmt"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/store"
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

func TestClockThatIsSetBackLocksNobodyOut(t *testing.T) {
	t.Parallel()
	for _, jump := range []time.Duration{-time.Hour, -10 * time.Minute, 10 * time.Minute} {
		clock := newWatch()
		l := newLimiter(clock.now)
		ten := rate{burst: 10, perMinute: 6}
		for range 10 {
			l.take(reader1, ten)
		}
		clock.pass(jump)
		if wait := l.take(reader1, ten); wait > 10*time.Second {
			t.Errorf("after a jump of %v the wait is %v, want no more than before", jump, wait)
		}
		clock.pass(10 * time.Second)
		if wait := l.take(reader1, ten); wait != 0 {
			t.Errorf("ten seconds after a jump of %v the wait is %v", jump, wait)
		}
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

// forgetful makes a server like one of a process that was just started: what it counts by itself is nothing.
func (r *running) forgetful() { r.api.limits = newLimiter(r.api.Now) }

// slowLimits are a database's that take one a minute in place of six, so that no slow machine sees one become free.
type slowLimits struct{ *store.Store }

func (l slowLimits) Charge(ctx context.Context, on site.ID, cell []byte, each, tolerance time.Duration) (time.Duration, error) {
	return l.Store.Charge(ctx, on, cell, 6*each, 6*tolerance)
}

func (l slowLimits) Refund(ctx context.Context, on site.ID, cell []byte, each time.Duration) error {
	return l.Store.Refund(ctx, on, cell, 6*each)
}

func TestLimitsOfADatabaseHoldForAProcessThatHasCountedNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := start(t, s, func(c *Config) { c.Limits = slowLimits{s} })
		for range 3 { // refused posts are none
			if got := r.post("ada", page1, "nudgeme"); got.status != 422 {
				t.Fatalf("a nudge is %d %s", got.status, got.body)
			}
			r.forgetful()
		}
		var id string
		for i := range 10 {
			got := r.post(fmt.Sprint("guest ", i), page1, "hello")
			if got.status != 201 {
				t.Fatalf("post %d is %d %s", i+1, got.status, got.body)
			}
			id, _ = at(got.body, "comment.id")
			r.forgetful()
		}
		for range 3 {
			got := r.post("ada", page1, "one too many")
			after, err := strconv.Atoi(got.header.Get("Retry-After"))
			if got.status != 429 || err != nil || after < 1 || after > 60 {
				t.Fatalf("post 11 is %d, Retry-After %q", got.status, got.header.Get("Retry-After"))
			}
			checkProblem(t, "post 11", got)
			r.forgetful()
		}
		if got := r.ask("PUT", "/api/v1/comments/"+id+"/respect?site=demo", "", "Authorization: Guest "+guestKeyOf("bob")); got.status != 200 {
			t.Errorf("respect shares the limit of posts: %d", got.status)
		}
	})
}

func TestAFloodIsRefusedBeforeTheDatabaseIsAsked(t *testing.T) {
	t.Parallel()
	clock, asked := newWatch(), new(countingLimits)
	r := start(t, storetest.New(t), func(c *Config) { c.Now, c.Limits = clock.now, asked })
	for range 30 {
		r.post("ada", page1, "hello")
	}
	if asked.charges != 10 || asked.refunds != 0 {
		t.Errorf("the database was asked %d times and given back %d, want 10 and 0", asked.charges, asked.refunds)
	}
	if got := r.ask("POST", "/api/v1/preview", `{"site":"demo","body":"hello"}`, jsonType); got.status != 200 || asked.charges != 10 {
		t.Errorf("a preview is %d after %d charges; it concerns nobody else", got.status, asked.charges)
	}
}

// countingLimits are a database's that is never full.
type countingLimits struct{ charges, refunds int }

func (l *countingLimits) Charge(context.Context, site.ID, []byte, time.Duration, time.Duration) (time.Duration, error) {
	l.charges++
	return 0, nil
}

func (l *countingLimits) Refund(context.Context, site.ID, []byte, time.Duration) error {
	l.refunds++
	return nil
}

func TestWritesAreRefusedAndPreviewsAreNotWhileTheLimitsAreAway(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	clock := newWatch()
	r := start(t, s, func(c *Config) { c.Now, c.Limits = clock.now, awayLimits{} })
	for i := range 30 {
		got := r.post("ada", page1, "hello")
		if got.status != 503 || got.header.Get("Retry-After") == "" || got.lacks(`{"kind":"read_only"}`) != "" {
			t.Fatalf("post %d is %d %s", i+1, got.status, got.body)
		}
	}
	if got := r.ask("POST", "/api/v1/preview", `{"site":"demo","body":"hello"}`, jsonType); got.status != 200 {
		t.Errorf("a preview is %d %s", got.status, got.body)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// awayLimits are those of a database that does not answer.
type awayLimits struct{}

func (awayLimits) Charge(context.Context, site.ID, []byte, time.Duration, time.Duration) (time.Duration, error) {
	return 0, fault.Retry(fault.ReadOnly, time.Second, "Not now.")
}

func (awayLimits) Refund(context.Context, site.ID, []byte, time.Duration) error {
	return fault.New(fault.ReadOnly, "Not now.")
}

func TestACellTellsNobodysNetwork(t *testing.T) {
	t.Parallel()
	one, other := &api{Config: Config{Secret: []byte("one")}}, &api{Config: Config{Secret: []byte("other")}}
	b := reader1
	seen := map[string]string{}
	for name, cell := range map[string][]byte{
		"this": one.cell(b), "another action": one.cell(bucket{b.site, b.network, reacting}),
		"another network": one.cell(bucket{b.site, netip.MustParsePrefix("192.0.2.2/32"), b.action}), "another secret": other.cell(b),
	} {
		if twin := seen[string(cell)]; twin != "" || len(cell) != 16 {
			t.Errorf("%s and %s have the cell %x", name, twin, cell)
		}
		seen[string(cell)] = name
	}
	if first := string(one.cell(b)); first != string(one.cell(b)) {
		t.Error("a bucket has two cells")
	}
}
