package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/live"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// story is one article whose pages are read from here.
type story struct {
	id       uuid.UUID
	version  atomic.Int64
	readings atomic.Int64
}

var here = place{site: 1, identity: "t:story"}

func newStory() *story {
	s := &story{id: uuid.Must(uuid.NewV7())}
	s.version.Store(1)
	return s
}

func (s *story) load(context.Context) (*page, error) {
	s.readings.Add(1)
	made := &page{article: s.id, version: s.version.Load()}
	made.fill([]byte(strings.Repeat("words that compress well. ", int(10*made.version)))) // each version longer than the last
	return made, nil
}

// commit makes another version and tells it, as a write does before its answer.
func (s *story) commit(r *ready) int64 {
	version := s.version.Add(1)
	r.changed(here.site, comment.Article{ID: s.id, Identity: here.identity, Version: version})
	return version
}

func TestReadyPageIsReadOncePerVersionHoweverManyAsk(t *testing.T) {
	t.Parallel()
	r, s := newReady(0), newStory()
	for round := range 20 {
		gate := make(chan struct{})
		var all sync.WaitGroup
		for range 64 {
			all.Go(func() {
				<-gate
				got, err := r.read(t.Context(), here, "demo", 0, s.load)
				if err != nil || got.version != s.version.Load() {
					t.Errorf("round %d: got %+v, %v", round, got, err)
				}
			})
		}
		close(gate)
		all.Wait()
		if readings := s.readings.Load(); readings != int64(round+1) {
			t.Fatalf("round %d: the page was read %d times", round, readings)
		}
		s.commit(r)
	}
	checkSums(t, r)
}

func TestReaderWhoJoinsAfterAnotherHasReadReadsNothing(t *testing.T) {
	t.Parallel()
	r, s := newReady(0), newStory()
	h := r.arrive(here, "demo") // looks, and finds nothing
	defer r.leave(h)
	if _, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil {
		t.Fatal(err)
	}
	late, mine := h.sorts[0].flights.join()
	h.sorts[0].flights.carryOut(late, func() (*page, bool) { return h.found(0) }, func() (*page, error) { return s.load(t.Context()) })
	if readings := s.readings.Load(); !mine || late.got == nil || readings != 1 {
		t.Errorf("the page was read %d times, and the late reader has %v; want one reading for both", readings, late.got)
	}
}

func TestReaderWhoComesAfterAWriteNeverGetsWhatWasReadBefore(t *testing.T) {
	t.Parallel()
	r, s := newReady(0), newStory()
	slow := func(ctx context.Context) (*page, error) {
		made, err := s.load(ctx) // what the database said …
		for range 100 {
			runtime.Gosched()
		}
		return made, err // … some time ago
	}
	h := r.arrive(here, "demo")
	defer r.leave(h)
	ended := make(chan struct{})
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for {
				select {
				case <-ended:
					return
				default:
					if _, err := r.read(t.Context(), here, "demo", 0, slow); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	for range 500 {
		acknowledged := s.commit(r)
		h.pulse.racing.Store(0) // as if the changes came slowly
		got, err := r.read(t.Context(), here, "demo", 0, slow)
		if err != nil {
			t.Fatal(err)
		}
		if got.version < acknowledged {
			t.Fatalf("version %d was acknowledged, and %d was read after it", acknowledged, got.version)
		}
	}
	close(ended)
	readers.Wait()
}

func TestPageThatManyReadIsReadFiveTimesASecondWhileItChangesFaster(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, s := newReady(0), newStory()
		var committed []time.Time // of each version, from the second on
		read := func() {
			got, err := r.read(t.Context(), here, "demo", 0, s.load)
			if err != nil {
				t.Fatal(err)
			}
			if newer := int(got.version) - 1; newer < len(committed) && time.Since(committed[newer]) >= leastAge {
				t.Fatalf("got version %d, and the next is %v old", got.version, time.Since(committed[newer]))
			}
		}
		const seconds, perSecond = 4, 100
		for range seconds * perSecond {
			committed = append(committed, time.Now())
			s.commit(r)
			for range 20 {
				read()
			}
			time.Sleep(time.Second / perSecond)
		}
		most := int64(mostChanges + 1 + seconds*5)
		if readings := s.readings.Load(); readings > most {
			t.Errorf("%d changes in %d seconds: the page was read %d times, want %d at most", len(committed), seconds, readings, most)
		}
		last := s.commit(r)
		time.Sleep(leastAge)
		if got, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil || got.version != last {
			t.Errorf("when it is calm again: got %+v, %v, want version %d", got, err, last)
		}
	})
}

func TestWhoReadsAloneSeesEachOfTheFastestChanges(t *testing.T) {
	t.Parallel()
	r, s := newReady(0), newStory()
	for range 300 {
		acknowledged := s.commit(r)
		if got, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil || got.version != acknowledged {
			t.Fatalf("got %+v, %v, want version %d", got, err, acknowledged)
		}
	}
}

func TestAChangeThatIsToldTwiceIsOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, s := newReady(0), newStory()
		h := r.arrive(here, "demo")
		defer r.leave(h)
		for range mostChanges {
			version := s.commit(r)
			r.changed(here.site, comment.Article{Identity: here.identity, Version: version}) // a stream has read of it too
		}
		if h.pulse.racing.Load() != 0 {
			t.Errorf("%d changes in a second are taken for more", mostChanges)
		}
	})
}

// blocked is a reading that waits, once it has asked the database, until it may go on.
func blocked(load func(context.Context) (*page, error), goOn <-chan struct{}) func(context.Context) (*page, error) {
	return func(ctx context.Context) (*page, error) {
		made, err := load(ctx)
		<-goOn
		return made, err
	}
}

func TestReaderWhoComesAfterAWriteDoesNotShareTheReadingBegunBeforeIt(t *testing.T) {
	t.Parallel()
	for name, known := range map[string]bool{"a page that is there": true, "a page never read before": false} {
		synctest.Test(t, func(t *testing.T) {
			r, s := newReady(0), newStory()
			if known {
				if _, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil {
					t.Fatal(err)
				}
				s.commit(r)
			}
			goOn := make(chan struct{})
			var readers sync.WaitGroup
			readers.Go(func() {
				if _, err := r.read(t.Context(), here, "demo", 0, blocked(s.load, goOn)); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
			acknowledged := s.commit(r)
			for range 3 {
				readers.Go(func() {
					got, err := r.read(t.Context(), here, "demo", 0, s.load)
					if err != nil || got.version != acknowledged {
						t.Errorf("%s: a reader after the write got %+v, %v, want version %d", name, got, err, acknowledged)
					}
				})
			}
			synctest.Wait() // they wait for the first, and then read anew
			close(goOn)
			readers.Wait()
			if got := r.threads[here].current(0); got == nil || got.version != acknowledged {
				t.Errorf("%s: kept is %+v", name, got)
			}
		})
	}
}

func TestPageDroppedWhileItIsReadIsNotKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, s := newReady(0), newStory()
		before, err := r.read(t.Context(), here, "demo", 0, s.load)
		if err != nil {
			t.Fatal(err)
		}
		s.commit(r)
		goOn := make(chan struct{})
		var reading sync.WaitGroup
		reading.Go(func() {
			got, err := r.read(t.Context(), here, "demo", 0, blocked(s.load, goOn))
			if err != nil || got == nil {
				t.Errorf("who waits gets %v, %v", got, err)
			}
		})
		synctest.Wait()
		for _, g := range r.glimpses() {
			r.confirm(g, 0, false)
		}
		before.grown(1000) // some reader is still busy with it, and has it compressed
		close(goOn)
		reading.Wait()
		if len(r.threads) != 0 {
			t.Error("it is kept")
		}
		checkSums(t, r)
	})
}

func TestUnknownArticlesAreNotKept(t *testing.T) {
	t.Parallel()
	r := newReady(0)
	for i := range 1000 {
		at := place{1, fmt.Sprint("u:", i)}
		got, err := r.read(t.Context(), at, "demo", 0, func(context.Context) (*page, error) { return nil, nil })
		if got != nil || err != nil {
			t.Fatalf("got %v, %v", got, err)
		}
		r.learn(fmt.Sprint("url=", i), at, 0)
	}
	if len(r.threads) != 0 || len(r.queries) != 0 || r.bytes != 0 {
		t.Errorf("%d articles, %d addresses, %d bytes are kept", len(r.threads), len(r.queries), r.bytes)
	}
}

func TestArticleThatComesIntoBeingWhileItIsReadShowsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, s := newReady(0), newStory()
		none := func(context.Context) (*page, error) { return nil, nil }
		goOn := make(chan struct{})
		var readers sync.WaitGroup
		readers.Go(func() {
			if got, err := r.read(t.Context(), here, "demo", 0, blocked(none, goOn)); got != nil || err != nil {
				t.Errorf("who came before it got %v, %v", got, err)
			}
		})
		synctest.Wait()
		s.commit(r)
		readers.Go(func() {
			if got, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil || got == nil {
				t.Errorf("its author got %v, %v", got, err)
			}
		})
		synctest.Wait()
		close(goOn)
		readers.Wait()
	})
}

func TestMemoryIsBoundedAndKeepsWhatIsRead(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	r := newReady(limit)
	loved, lovedID := place{1, "t:loved"}, uuid.Must(uuid.NewV7())
	load := func(id uuid.UUID) func(context.Context) (*page, error) {
		return func(context.Context) (*page, error) {
			made := &page{article: id, version: 1}
			made.fill([]byte(strings.Repeat("words that compress well. ", 400)))
			return made, nil
		}
	}
	loads := 0
	love := func() {
		if _, err := r.read(t.Context(), loved, "demo", 0, func(ctx context.Context) (*page, error) {
			loads++
			return load(lovedID)(ctx)
		}); err != nil {
			t.Fatal(err)
		}
	}
	love() // before all others, so that its turn to go comes first
	for i := range 1500 {
		at := place{1, fmt.Sprint("t:", i)}
		got, err := r.read(t.Context(), at, "demo", i%len(sorts), load(uuid.Must(uuid.NewV7())))
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			got.choose([]byte("gzip, br"))
		}
		r.learn(fmt.Sprint("thread_id=", i), at, i%len(sorts))
		love()
		if r.bytes > limit {
			t.Fatalf("after %d articles %d bytes are kept", i, r.bytes)
		}
	}
	if loads > 1 {
		t.Errorf("an article that is read all the time was dropped %d times", loads-1)
	}
	checkSums(t, r)
}

// checkSums holds the sums of memory against what is there.
func checkSums(t *testing.T, r *ready) {
	t.Helper()
	var bytes int64
	queries := 0
	for at, h := range r.threads {
		var own int64
		for i := range h.sorts {
			if p := h.sorts[i].page.Load(); p != nil {
				own += int64(len(p.plain)+len(p.gzip.bytes)+len(p.brotli.bytes)) + pageOverhead
			}
		}
		for _, query := range h.queries {
			own += int64(len(query) + queryOverhead)
		}
		if own != h.bytes || h.dropped || h.readers != 0 {
			t.Errorf("%v holds %d bytes and says %d (dropped %v, readers %d)", at, own, h.bytes, h.dropped, h.readers)
		}
		bytes += own
		queries += len(h.queries)
	}
	if bytes != r.bytes || queries != len(r.queries) || len(r.clock) != len(r.threads) || len(r.articles) != len(r.threads) {
		t.Errorf("memory holds %d bytes, %d addresses and %d articles and says %d, %d and %d (%d by id)",
			bytes, queries, len(r.threads), r.bytes, len(r.queries), len(r.clock), len(r.articles))
	}
}

func TestAddressesOfAnArticleAreBounded(t *testing.T) {
	t.Parallel()
	r, s := newReady(0), newStory()
	if _, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil {
		t.Fatal(err)
	}
	for i := range 1000 {
		r.learn(fmt.Sprint("thread_id=story&x=", i), here, 0)
		r.learn("thread_id=story&x="+strings.Repeat("y", longestQuery), here, 0)
	}
	if len(r.queries) != mostQueries {
		t.Errorf("%d addresses are kept, want %d", len(r.queries), mostQueries)
	}
	if r.known([]byte("thread_id=story&x=999")) == nil || r.known([]byte("thread_id=story&x=0")) != nil {
		t.Error("the last addresses should be known and the first forgotten")
	}
	checkSums(t, r)
}

func TestLastKnownPageDoesWhileReadingFails(t *testing.T) {
	t.Parallel()
	r, s := newReady(0), newStory()
	if _, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil {
		t.Fatal(err)
	}
	r.learn("thread_id=story", here, 0)
	s.commit(r)
	failures := 0
	fail := func(context.Context) (*page, error) { failures++; return nil, errors.New("away") }
	for range 100 {
		got, err := r.read(t.Context(), here, "demo", 0, fail)
		if err != nil || got.version != 1 {
			t.Fatalf("got %v, %v", got, err)
		}
	}
	if failures > 2 {
		t.Errorf("a database that is away was asked %d times in a moment", failures)
	}
	if r.known([]byte("thread_id=story")) == nil {
		t.Error("the last known page should be sent by address too")
	}
	acknowledged := s.commit(r) // so that it is there again
	got, err := r.read(t.Context(), here, "demo", 0, s.load)
	if err != nil || got.version != acknowledged {
		t.Errorf("after a write got %v, %v", got, err)
	}
	if _, err := r.read(t.Context(), here, "demo", 1, fail); err == nil {
		t.Error("a page that was never read cannot be known")
	}
}

func TestPanicWhileReadingLetsGoOfThoseWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, s := newReady(0), newStory()
		goOn := make(chan struct{})
		surprise := func(context.Context) (*page, error) { <-goOn; panic("surprise") }
		var readers sync.WaitGroup
		readers.Go(func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_, _ = r.read(t.Context(), here, "demo", 0, surprise)
		})
		synctest.Wait()
		readers.Go(func() {
			if _, err := r.read(t.Context(), here, "demo", 0, s.load); !errors.Is(err, errReading) {
				t.Errorf("who waited got %v", err)
			}
		})
		synctest.Wait()
		close(goOn)
		readers.Wait()
		if got, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil || got == nil {
			t.Errorf("who comes later got %v, %v", got, err)
		}
		checkSums(t, r)
	})
}

func TestPollDropsWhatAnotherDatabaseDoesNotHold(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		version int64
		there   bool
		kept    bool
		current bool
	}{
		"the same":             {5, true, true, true},
		"a newer one":          {6, true, true, false},
		"an older one":         {4, true, false, false},
		"an article that went": {0, false, false, false},
	} {
		r, s := newReady(0), newStory()
		s.version.Store(5)
		if _, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil {
			t.Fatal(err)
		}
		for _, g := range r.glimpses() {
			r.confirm(g, tt.version, tt.there)
			r.confirm(g, tt.version, tt.there) // twice does no harm
		}
		h := r.threads[here]
		if kept := h != nil; kept != tt.kept {
			t.Errorf("%s: kept %v, want %v", name, kept, tt.kept)
		}
		if current := h != nil && h.current(0) != nil; current != tt.current {
			t.Errorf("%s: current %v, want %v", name, current, tt.current)
		}
		checkSums(t, r)
	}
}

func TestHintHasThoseArticlesComparedThatAreHeld(t *testing.T) {
	t.Parallel()
	r, s := newReady(0), newStory()
	if _, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil {
		t.Fatal(err)
	}
	var asked [][]comment.ArticleID
	a := &api{ready: r, streams: new(live.Hub), Config: Config{Log: slog.New(slog.DiscardHandler)}}
	a.VersionsOf = func(_ context.Context, on site.ID, ids []comment.ArticleID) (map[string]int64, error) {
		asked = append(asked, ids)
		return map[string]int64{here.identity: s.version.Load()}, nil
	}
	server := &Server{api: a}
	elsewhere := uuid.Must(uuid.NewV7())
	server.Hint(t.Context(), here.site, []comment.ArticleID{elsewhere})
	server.Hint(t.Context(), here.site+1, []comment.ArticleID{s.id})
	if len(asked) > 0 || r.threads[here].current(0) == nil {
		t.Errorf("the database was asked for %v, of which nothing is held", asked)
	}
	s.version.Add(1) // by another process
	server.Hint(t.Context(), here.site, []comment.ArticleID{elsewhere, s.id})
	if len(asked) != 1 || !slices.Equal(asked[0], []comment.ArticleID{s.id}) {
		t.Errorf("the database was asked for %v, want %s alone", asked, s.id)
	}
	if r.threads[here].current(0) != nil {
		t.Error("the older page is still given out")
	}
	if got, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil || got.version != 2 {
		t.Errorf("the next reader gets %v, %v", got, err)
	}
	checkSums(t, r)
}

func TestVersionsAreComparedOnlyWhileOthersWrite(t *testing.T) {
	t.Parallel()
	r, s, clock := newReady(0), newStory(), newWatch()
	if _, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil {
		t.Fatal(err)
	}
	moved, away, asked := true, false, 0
	kept := storetest.New(t)
	if _, err := kept.AddSite(t.Context(), site.Demo()); err != nil {
		t.Fatal(err)
	}
	a := &api{ready: r, streams: new(live.Hub), Config: Config{Now: clock.now, Sites: &site.Directory{Store: kept, Now: clock.now}}}
	a.Moved = func(context.Context) (bool, error) { return moved, nil }
	a.Versions = func(context.Context, site.ID, []string) (map[string]int64, error) {
		asked++
		if away {
			return nil, errors.New("away")
		}
		return map[string]int64{here.identity: 1}, nil
	}
	look := func(name string, want int) {
		t.Helper()
		asked = 0
		if err := a.compare(t.Context()); (err != nil) != away || asked != want {
			t.Errorf("%s: versions were asked for %d times, want %d (%v)", name, asked, want, err)
		}
	}
	look("others wrote", 1)
	moved = false
	look("a moment later", 1)
	clock.pass(time.Minute)
	look("long after", 0)
	moved, away = true, true
	look("others wrote, and the database went away", 1)
	moved, away = false, false
	look("it is back", 1)
	clock.pass(time.Minute)
	look("long after that", 0)
}

func TestHintThatComesWhileTheDatabaseIsAwayDropsNothing(t *testing.T) {
	t.Parallel()
	r, s := newReady(0), newStory()
	if _, err := r.read(t.Context(), here, "demo", 0, s.load); err != nil {
		t.Fatal(err)
	}
	a := &api{ready: r, streams: new(live.Hub), Config: Config{Log: slog.New(slog.DiscardHandler)}}
	a.VersionsOf = func(context.Context, site.ID, []comment.ArticleID) (map[string]int64, error) {
		return nil, errors.New("away")
	}
	(&Server{api: a}).Hint(t.Context(), here.site, []comment.ArticleID{s.id})
	if r.threads[here].current(0) == nil {
		t.Error("the last known page is gone")
	}
}

const storyThread = "/api/v1/thread?site=demo&url=http%3A%2F%2Flocalhost%3A3000%2Fstory-1"

func TestPageShowsEveryAcknowledgedCommentUnderLoad(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := start(t, s, func(c *Config) { c.RateLimitOff = true })
		ended := make(chan struct{})
		var readers sync.WaitGroup
		for i := range 4 {
			readers.Go(func() {
				for {
					select {
					case <-ended:
						return
					default:
						r.ask("GET", storyThread+"&sort="+string(sorts[i%len(sorts)]), "")
					}
				}
			})
		}
		for i := range mostChanges { // in less than a second
			id, err := at(r.post("ada", page1, fmt.Sprint("comment ", i)).body, "comment.id")
			if err != nil {
				t.Fatal(err)
			}
			for _, sort := range []string{"newest", "best"} { // where it stands first
				if got := r.ask("GET", storyThread+"&sort="+sort, ""); !strings.Contains(got.body, id) {
					t.Fatalf("comment %d was acknowledged and is not in %s", i, sort)
				}
			}
		}
		close(ended)
		readers.Wait()
	})
}

func TestChangesOfAnotherProcessShowWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		one, other := openStore(t, address), openStore(t, address)
		r := start(t, one, nil)
		r.post("ada", page1, "the first")
		if got := r.ask("GET", storyThread, ""); !strings.Contains(got.body, "the first") {
			t.Fatalf("got %s", got.body)
		}
		elsewhere := &comment.Service{Store: other, Review: judge, Now: time.Now}
		demo, err := other.Site(t.Context(), "demo")
		if err != nil {
			t.Fatal(err)
		}
		named, err := comment.PageOf("", page1, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := elsewhere.Post(t.Context(), demo, comment.Draft{Page: named, Body: "the second", Name: "Bob", Author: [32]byte{1}}); err != nil {
			t.Fatal(err)
		}
		within(t, 2*time.Second, func() bool { return strings.Contains(r.ask("GET", storyThread, "").body, "the second") })
	})
}

func TestSettingsShowWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	sites := &changingSites{Store: s}
	r := start(t, s, func(c *Config) { c.Sites = &site.Directory{Store: sites, Now: time.Now} })
	r.post("ada", page1, "hello")
	if got := r.ask("GET", storyThread, ""); got.lacks(`{"settings":{"rules":""}}`) != "" {
		t.Fatalf("got %s", got.body)
	}
	sites.rules.Store("Be kind.")
	within(t, 2*time.Second, func() bool {
		return r.ask("GET", storyThread, "").lacks(`{"settings":{"rules":"Be kind."}}`) == ""
	})
}

// changingSites are the store's, with rules that an owner changes.
type changingSites struct {
	*store.Store
	rules atomic.Value
}

func (c *changingSites) Site(ctx context.Context, key string) (site.Site, error) {
	found, err := c.Store.Site(ctx, key)
	return c.changed(found), err
}

func (c *changingSites) Sites(ctx context.Context) ([]site.Site, error) {
	all, err := c.Store.Sites(ctx)
	for i := range all {
		all[i] = c.changed(all[i])
	}
	return all, err
}

func (c *changingSites) changed(s site.Site) site.Site {
	s.Settings.Rules, _ = c.rules.Load().(string)
	return s
}

func openStore(t *testing.T, address string) *store.Store {
	t.Helper()
	opened, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

// within asks again and again until the answer is yes.
func within(t *testing.T, limit time.Duration, yes func() bool) {
	t.Helper()
	deadline := time.Now().Add(limit)
	for !yes() {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v", limit)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestReadsGoOnWhenTheDatabaseIsGone(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, s, nil)
	r.post("ada", page1, "still here")
	before := r.ask("GET", storyThread, "")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.api.compare(t.Context()); err == nil { // the poll notices, and nothing is dropped for it
		t.Error("the poll found a database")
	}
	for _, query := range []string{"", "&unknown=parameter"} {
		if got := r.ask("GET", storyThread+query, ""); got.status != 200 || got.body != before.body {
			t.Errorf("%q is answered with %d %s", query, got.status, got.body)
		}
	}
	if got := r.ask("GET", "/readyz", ""); got.status != 503 {
		t.Errorf("/readyz is %d", got.status)
	}
	if got := r.ask("GET", "/livez", ""); got.status != 200 {
		t.Errorf("/livez is %d", got.status)
	}
}

func TestPagesAreRevalidatedInEveryEncoding(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	for i := range 5 {
		r.post("ada", page1, fmt.Sprint("a comment of some words, number ", i))
	}
	for _, address := range []string{storyThread, storyThread + "&limit=2", "/api/v1/counts?site=demo&thread_id=a"} {
		for _, accept := range []string{"identity", "gzip", "br, gzip", "br, gzip"} {
			got := r.ask("GET", address, "", "Accept-Encoding: "+accept)
			tag := got.header.Get("Etag")
			if got.status != 200 || tag == "" || strings.HasPrefix(tag, "W/") {
				t.Fatalf("%s as %s is %d with ETag %q", address, accept, got.status, tag)
			}
			checkUnchanged(t, r.ask("GET", address, "", "Accept-Encoding: "+accept, `If-None-Match: "other", W/`+tag), got)
			head := r.ask("HEAD", address, "", "Accept-Encoding: "+accept)
			if head.status != 200 || head.body != "" || head.header.Get("Content-Length") == "0" {
				t.Errorf("%s: HEAD is %d with length %s", address, head.status, head.header.Get("Content-Length"))
			}
		}
	}
	tags := map[string]string{}
	for _, encoding := range []string{"", "gzip", "br"} {
		got := r.ask("GET", storyThread, "", "Accept-Encoding: "+encoding)
		if got.header.Get("Content-Encoding") != encoding {
			t.Errorf("a client that reads %q gets %q", encoding, got.header.Get("Content-Encoding"))
		}
		tags[got.header.Get("Etag")] = encoding
	}
	if len(tags) != 3 {
		t.Errorf("three encodings have the tags %v", tags)
	}
	if got := r.ask("GET", storyThread, "", `If-None-Match: "other"`); got.status != 200 {
		t.Errorf("a tag of something else is %d", got.status)
	}
	r.post("bob", page1, "one more")
	tag := r.ask("GET", storyThread, "").header.Get("Etag")
	r.post("bob", page1, "and another")
	if got := r.ask("GET", storyThread, "", "If-None-Match: "+tag); got.status != 200 {
		t.Errorf("a tag of an older version is %d", got.status)
	}
}

// checkUnchanged: a 304 says what a 200 would say, and nothing more.
func checkUnchanged(t *testing.T, got, full answer) {
	t.Helper()
	if got.status != 304 || got.body != "" {
		t.Errorf("what is unchanged is %d with %d bytes", got.status, len(got.body))
	}
	for _, name := range []string{"Etag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"} {
		if got.header.Get(name) != full.header.Get(name) || full.header.Get(name) == "" {
			t.Errorf("a 304 says %s: %q, and 200 %q", name, got.header.Get(name), full.header.Get(name))
		}
	}
}
