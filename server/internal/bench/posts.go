package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/moderation"
	"understory/server/internal/seed"
	"understory/server/internal/store"
)

func howPosts(e effort) string {
	return fmt.Sprintf("`comment.Service.Post`"+` in this process, with the rules, the moderation policy and an idempotency key: roots of %d characters by
known readers, on one article or over %s. It is compared with the same statements written by hand through `+"`database/sql`"+`, over the
same connections and into the same tables; the run fails where the two lists of statements differ. SQLite writes ahead with
`+"`synchronous=FULL`"+`, PostgreSQL runs as it comes, so both have every commit on disk before they answer. In turns, medians
over the rounds.`, textLength, grouped(float64(e.postsOver)))
}

// posts compares the service with bare statements, for one client and many, spread and on one article.
func (b *bench) posts(ctx context.Context) (rows []row, err error) {
	both, err := b.openBoth(ctx, "posting")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closeAll(both)) }()
	for _, db := range both {
		of, err := b.postsOn(ctx, db)
		if err != nil {
			return rows, fmt.Errorf("%s: %w", db.name, err)
		}
		rows = append(rows, of...)
	}
	return rows, nil
}

func (b *bench) postsOn(ctx context.Context, db *database) ([]row, error) {
	p, err := newPosters(ctx, db, b.effort.postsOver)
	if err != nil {
		return nil, err
	}
	if err := p.compareStatements(ctx); err != nil {
		return nil, err
	}
	var rows []row
	for _, over := range []int{b.effort.postsOver, 1} {
		for _, clients := range []int{1, 16} {
			compared, err := p.compare(ctx, clients, over, b.effort)
			if err != nil {
				return rows, err
			}
			rows = append(rows, compared)
		}
	}
	return rows, nil
}

// posters post to one database, as readers who have posted before.
type posters struct {
	db       *database
	service  *comment.Service
	bare     *bare
	readers  []account.Reader
	articles []postedArticle
	words    []utterance
	next     atomic.Int64
}

type postedArticle struct {
	page comment.Page
	id   comment.ArticleID
}

// posting is one comment to be posted.
type posting struct {
	author  account.Reader
	article postedArticle
	words   utterance
	key     string // for idempotency
	request [sha256.Size]byte
}

func newPosters(ctx context.Context, db *database, articles int) (*posters, error) {
	words, err := conversation(100)
	if err != nil {
		return nil, err
	}
	f, err := db.filler(ctx)
	if err != nil {
		return nil, err
	}
	p := &posters{db: db, bare: newBare(db), readers: f.readers, words: words}
	p.service = &comment.Service{Store: db.store, Cursors: comment.Cursors{Secret: []byte("bench")}, Review: moderation.Policy{}.Review, Now: time.Now}
	var batch seed.Batch
	for i := range articles {
		page, err := story("posted-" + strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		article := f.article(page, 0, time.Now(), time.Now())
		batch.Articles = append(batch.Articles, article)
		p.articles = append(p.articles, postedArticle{page, article.ID})
	}
	return p, db.store.AddBatch(ctx, db.site.ID, batch)
}

// posting is the next one, on one of so many articles.
func (p *posters) posting(over int) posting {
	n := p.next.Add(1)
	key := "bench-" + strconv.FormatInt(n, 10)
	return posting{
		author: p.readers[n%int64(len(p.readers))], article: p.articles[n%int64(over)], words: p.words[n%int64(len(p.words))],
		key: key, request: sha256.Sum256([]byte(key)),
	}
}

// post lets the service keep a posting.
func (p *posters) post(ctx context.Context, what posting) error {
	_, err := p.service.Post(ctx, p.db.site, comment.Draft{
		Page: what.article.page, Body: what.words.source, Name: what.author.Name, Author: what.author.KeyHash,
		Once: comment.Once{Key: what.key, Request: what.request, Render: func(comment.Comment) ([]byte, error) { return answerKept, nil }},
	})
	return err
}

// answerKept is about as long as the API's answer to a post. What makes that answer is not compared here.
var answerKept = []byte(`{"comment":"` + strings.Repeat(" ", 800) + `"}`)

// compareStatements posts once and wants exactly the statements that are compared with.
func (p *posters) compareStatements(ctx context.Context) error {
	recorded, statements := store.WithStatements(ctx)
	if err := p.post(recorded, p.posting(1)); err != nil {
		return err
	}
	if err := p.bare.compare(statements.Texts()); err != nil {
		return err
	}
	return p.bare.post(ctx, p.posting(1))
}

func (p *posters) compare(ctx context.Context, clients, over int, e effort) (row, error) {
	var ours, bare []float64
	turn := func(post func(context.Context, posting) error, kept *[]float64) func() error {
		return func() error {
			perSecond, err := p.flood(ctx, post, clients, over, e.posting)
			*kept = append(*kept, perSecond)
			return err
		}
	}
	for _, post := range []func(context.Context, posting) error{p.post, p.bare.post} { // opens connections; forgotten
		if _, err := p.flood(ctx, post, clients, over, e.posting/4); err != nil {
			return row{}, err
		}
	}
	if err := inTurns(e.rounds, turn(p.post, &ours), turn(p.bare.post, &bare)); err != nil {
		return row{}, err
	}
	ratio := median(ours) / median(bare)
	return row{
		what:     fmt.Sprintf("%s, %s, %s", p.db.name, counted(clients, "client"), counted(over, "article")),
		measured: grouped(median(ours)) + " posts/s", against: "bare statements: " + grouped(median(bare)) + "/s",
		ratio: ratio, budget: atLeast(0.7, ratio),
	}, nil
}

func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(float64(n)) + " " + noun
}

// flood posts for a while with so many clients at once, each of which waits for its answers.
func (p *posters) flood(ctx context.Context, post func(context.Context, posting) error, clients, over int, during time.Duration) (perSecond float64, err error) {
	began := time.Now()
	end := began.Add(during)
	var acknowledged atomic.Int64
	failures := make([]error, clients)
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			for time.Now().Before(end) && failures[i] == nil {
				if failures[i] = post(ctx, p.posting(over)); failures[i] == nil {
					acknowledged.Add(1)
				}
			}
		})
	}
	all.Wait()
	return float64(acknowledged.Load()) / time.Since(began).Seconds(), errors.Join(failures...)
}
