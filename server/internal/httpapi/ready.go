package httpapi

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/metrics"
	"understory/server/internal/site"
)

// ready keeps the first page of articles, one per sort, as bytes that only need to be sent.
//
// Whether a page is current is a matter of versions. Every article has a wanted version, the least that a reader must
// see: raised by each commit of this process before its answer leaves, and by the poll for other processes. A page of a
// lesser version is read again, once, however many ask for it. A reader notes the wanted version on arrival, so that
// one who comes after a write never gets a page whose reading had begun before it; only while an article changes very
// fast, and many read it, may its page be a moment old (see pulse).
//
// Memory is bounded by the clock algorithm, which needs no lock and no list at each reading. A library was weighed and
// left out: bytes grow here after they are kept (encodings are made on demand), and three sorts share one version.
type ready struct {
	limit int64

	mu       sync.RWMutex
	threads  map[place]*held
	articles map[comment.ArticleID]*held // those that hold something
	queries  map[string]spot             // addresses that were understood before, as they came
	clock    []*held                     // those that hold something, in no order
	hand     int
	bytes    int64

	hits, misses, rebuilds, stale metrics.Counter
}

// place is an article as a page names it.
type place struct {
	site     site.ID
	identity string
}

// held is what is ready of one article.
type held struct {
	place    place
	key      string // of the site
	wanted   atomic.Int64
	pulse    pulse
	settings atomic.Uint64 // fingerprint of those that a page must show; 0 is unsaid
	used     atomic.Bool   // again, since the clock's hand last came along
	rest     rest
	sorts    [len(sorts)]slot

	// Guarded by ready.mu.
	readers int
	article comment.ArticleID // of its pages
	bytes   int64             // 0 while it holds no page
	queries []string
	dropped bool
}

type slot struct {
	page    atomic.Pointer[page]
	flights flights[*page] // nil when the article is unknown
}

// spot is one page's place in memory.
type spot struct {
	held *held
	sort int
}

// page is a first page of a known article.
type page struct {
	body
	article  comment.ArticleID
	version  int64
	settings uint64
	reading  reading
	weight   int64 // what it adds to its article's bytes; guarded by ready.mu
}

var sorts = [...]comment.Sort{comment.Best, comment.Newest, comment.Oldest}

const (
	readyBytes   = 64 << 20
	mostQueries  = 8 // addresses kept per article
	longestQuery = 1 << 10

	// About what a page and an address cost beside their bytes.
	pageOverhead  = 1 << 10
	queryOverhead = 128
)

// size is how many articles are ready, and the memory they take.
func (r *ready) size() (articles int, bytes int64) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.clock), r.bytes
}

func newReady(limit int64) *ready {
	if limit == 0 {
		limit = readyBytes
	}
	return &ready{limit: limit, threads: make(map[place]*held), articles: make(map[comment.ArticleID]*held), queries: make(map[string]spot)}
}

// known is the current page of an address that was understood before, or nil.
func (r *ready) known(query []byte) *page {
	r.mu.RLock()
	at, ok := r.queries[string(query)]
	r.mu.RUnlock()
	if !ok {
		return nil
	}
	kept := at.held.current(at.sort)
	if kept != nil {
		r.hits.Inc()
	}
	return kept
}

// current is a page that may be sent as it is, or nil.
func (h *held) current(sort int) *page {
	kept := h.sorts[sort].page.Load()
	if kept == nil || !h.good(kept) && !h.rest.lasts(time.Now()) {
		return nil
	}
	if !h.used.Load() {
		h.used.Store(true)
	}
	kept.reading.ask()
	return kept
}

func (h *held) good(p *page) bool {
	settings := h.settings.Load()
	return (settings == 0 || settings == p.settings) && (p.version >= h.wanted.Load() || h.pulse.spares(&p.reading, time.Now()))
}

// read gives a current page, read by load where memory has none; nil for an unknown article, which is not kept.
// When load fails, the last known page does.
func (r *ready) read(ctx context.Context, at place, key string, sort int, load func(context.Context) (*page, error)) (*page, error) {
	h := r.arrive(at, key)
	defer r.leave(h)
	wanted := h.wanted.Load()
	if kept := h.current(sort); kept != nil {
		r.hits.Inc()
		return kept, nil
	}
	r.misses.Inc()
	got, err := h.sorts[sort].flights.read(ctx,
		func() (*page, bool) { return h.found(sort) },
		func() (*page, error) { return r.load(ctx, spot{h, sort}, load) },
		func(p *page) bool { return p.versionOrNone() >= wanted })
	if err != nil {
		return r.lastKnown(h, sort, err)
	}
	return got, nil
}

// versionOrNone is 0 for an article that is unknown.
func (p *page) versionOrNone() int64 {
	if p == nil {
		return 0
	}
	return p.version
}

func (h *held) found(sort int) (kept *page, ok bool) {
	kept = h.current(sort)
	return kept, kept != nil
}

// load reads a page and keeps it.
func (r *ready) load(ctx context.Context, at spot, load func(context.Context) (*page, error)) (*page, error) {
	r.rebuilds.Inc()
	begun := time.Now()
	made, err := load(ctx)
	if err != nil {
		return nil, err
	}
	if made != nil {
		made.reading.begun = begun
	}
	r.keep(at, made)
	return made, nil
}

func (r *ready) lastKnown(h *held, sort int, err error) (*page, error) {
	kept := h.sorts[sort].page.Load()
	if kept == nil {
		return nil, err
	}
	r.stale.Inc()
	h.rest.begin(time.Now())
	return kept, nil
}

// arrive is the article's place in memory, which stays while somebody reads.
func (r *ready) arrive(at place, key string) *held {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.threads[at]
	if h == nil {
		h = &held{place: at, key: key}
		r.threads[at] = h
	}
	h.readers++
	return h
}

func (r *ready) leave(h *held) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h.readers--
	if h.readers == 0 && h.bytes == 0 && !h.dropped {
		delete(r.threads, h.place)
	}
}

// keep puts a page into memory in place of the one before. A nil page says that the article is gone.
func (r *ready) keep(at spot, p *page) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := at.held
	if h.dropped {
		return
	}
	if p == nil {
		if h.bytes > 0 {
			r.drop(h)
		}
		return
	}
	p.weight = int64(len(p.plain)) + pageOverhead
	p.grown = func(bytes int) { r.encoded(at, p, int64(bytes)) }
	more := p.weight
	if before := h.sorts[at.sort].page.Swap(p); before != nil {
		more -= before.weight
	}
	h.rest.end()
	r.index(h, p.article)
	r.grow(h, more)
}

// index lets an article be found by its id.
func (r *ready) index(h *held, article comment.ArticleID) {
	if h.article != article {
		r.unindex(h)
		h.article = article
		r.articles[article] = h
	}
}

func (r *ready) unindex(h *held) {
	if r.articles[h.article] == h {
		delete(r.articles, h.article)
	}
}

// encoded accounts for an encoding that was made after its page was kept.
func (r *ready) encoded(at spot, p *page, bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !at.held.dropped && at.held.sorts[at.sort].page.Load() == p {
		p.weight += bytes
		r.grow(at.held, bytes)
	}
}

// grow changes what an article weighs, and drops articles until the rest fits. The clock's hand passes by those that
// were read again since it last came along, so that a crowd of pages which are read once pushes out none that is loved.
func (r *ready) grow(h *held, bytes int64) {
	if h.bytes == 0 {
		r.clock = append(r.clock, h)
	}
	h.bytes += bytes
	r.bytes += bytes
	for r.bytes > r.limit && len(r.clock) > 0 {
		r.hand %= len(r.clock)
		if next := r.clock[r.hand]; next.used.Swap(false) {
			r.hand++
		} else {
			r.drop(next)
		}
	}
}

// drop forgets an article that holds something. Those who are just reading it still get what they wait for.
func (r *ready) drop(h *held) {
	h.dropped = true
	r.bytes -= h.bytes
	delete(r.threads, h.place)
	r.unindex(h)
	for _, query := range h.queries {
		delete(r.queries, query)
	}
	at, last := slices.Index(r.clock, h), len(r.clock)-1
	r.clock[at] = r.clock[last]
	r.clock = r.clock[:last]
}

// learn remembers an address, so that it need not be understood again. A page has few that matter; one more pushes
// out the first.
func (r *ready) learn(query string, at place, sort int) {
	if len(query) > longestQuery {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.threads[at]
	if _, there := r.queries[query]; there || h == nil || h.bytes == 0 {
		return
	}
	more := int64(len(query) + queryOverhead)
	if len(h.queries) == mostQueries {
		more -= int64(len(h.queries[0]) + queryOverhead)
		delete(r.queries, h.queries[0])
		h.queries = h.queries[1:]
	}
	h.queries = append(h.queries, query)
	r.queries[query] = spot{h, sort}
	r.grow(h, more)
}

// changed raises the version that readers of an article must see.
func (r *ready) changed(on site.ID, a comment.Article) {
	r.mu.RLock()
	h := r.threads[place{on, a.Identity}]
	r.mu.RUnlock()
	if h != nil && h.want(a.Version) { // it may be told twice, as by a stream that has read of it too
		h.pulse.beat(time.Now())
		h.rest.end()
	}
}

// want says whether the version was news.
func (h *held) want(version int64) bool {
	for {
		wanted := h.wanted.Load()
		if wanted >= version {
			return false
		}
		if h.wanted.CompareAndSwap(wanted, version) {
			return true
		}
	}
}

// glimpse is what memory holds of an article before the database is asked about it.
type glimpse struct {
	held    *held
	article comment.ArticleID
	version int64 // the greatest known
}

// glimpses are one of each article held.
func (r *ready) glimpses() []glimpse {
	r.mu.RLock()
	defer r.mu.RUnlock()
	all := make([]glimpse, 0, len(r.clock))
	for _, h := range r.clock {
		all = append(all, h.glimpse())
	}
	return all
}

// glimpsesOf are one of each of these articles that is held.
func (r *ready) glimpsesOf(on site.ID, articles []comment.ArticleID) []glimpse {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var some []glimpse
	for _, article := range articles {
		if h := r.articles[article]; h != nil && h.place.site == on {
			some = append(some, h.glimpse())
		}
	}
	return some
}

func (h *held) glimpse() glimpse {
	g := glimpse{held: h, version: h.wanted.Load()}
	for i := range h.sorts {
		if p := h.sorts[i].page.Load(); p != nil {
			g.article, g.version = p.article, max(g.version, p.version)
		}
	}
	return g
}

// confirm takes what the database said after a glimpse. Versions only rise, so an article that is gone, or younger than
// what was held before the question, means another database than before: what was held is worth nothing.
func (r *ready) confirm(g glimpse, version int64, there bool) {
	if there && version >= g.version {
		g.held.want(version)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !g.held.dropped {
		r.drop(g.held)
	}
}
