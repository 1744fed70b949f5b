package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/valyala/fasthttp"

	"understory/server/internal/site"
)

// readsPerPost of a story that goes round the world.
const readsPerPost = 19

var howMixed = fmt.Sprintf(`One story of %s comments, with every visit its first page and with every twentieth request a new comment, over HTTP with all that
belongs to it (idempotency key, rules, moderation, durable commit); %d connections without a pause, gzip accepted. All comments change
the one page that all others read. Medians over the rounds; both databases in turns.`, grouped(conversationSize), connections)

// mixed has one story read and written to at once.
func (b *bench) mixed(ctx context.Context) (rows []row, err error) {
	var crowds []*crowd
	var turns []func() error
	for _, db := range b.reading {
		server, err := b.serve(ctx, db.url)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, server.stop()) }()
		c := &crowd{name: db.name, client: newClient(server.base, true), server: server, story: db.hot}
		defer c.client.close()
		crowds = append(crowds, c)
		turns = append(turns, func() error { return c.round(ctx, b.effort.reading) })
	}
	if err := inTurns(b.effort.rounds, turns...); err != nil {
		return nil, err
	}
	for _, c := range crowds {
		rows = append(rows, c.rows()...)
	}
	return rows, nil
}

// crowd is readers of one story, some of whom write.
type crowd struct {
	name   string
	client *client
	server *process
	story  thread

	reads, posts          []float64 // a second
	slowestRead, slowPost []time.Duration
}

// member is one connection, with its own guest.
type member struct {
	read, post   *asking
	reads, posts []time.Duration
}

func (c *crowd) round(ctx context.Context, during time.Duration) error {
	members := make([]*member, connections)
	failures := make([]error, connections)
	began := time.Now()
	var all sync.WaitGroup
	for i := range members {
		members[i] = &member{read: c.client.asking(c.story.path("")), post: c.posting()}
		all.Go(func() { failures[i] = members[i].visit(ctx, i, began.Add(during)) })
	}
	all.Wait()
	seconds := time.Since(began).Seconds()
	var reads, posts []time.Duration
	for _, m := range members {
		reads, posts = append(reads, m.reads...), append(posts, m.posts...)
	}
	if err := errors.Join(failures...); err != nil || len(posts) == 0 {
		return errors.Join(err, ctx.Err())
	}
	c.reads, c.posts = append(c.reads, float64(len(reads))/seconds), append(c.posts, float64(len(posts))/seconds)
	c.slowestRead, c.slowPost = append(c.slowestRead, percentile(reads, 99)), append(c.slowPost, percentile(posts, 99))
	return nil
}

// visit asks until the end. Not all members post at once: each begins at another place of the turn.
func (m *member) visit(ctx context.Context, place int, end time.Time) error {
	for turn := place; time.Now().Before(end) || len(m.posts) == 0; turn++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if turn%(readsPerPost+1) != readsPerPost {
			took, err := m.read.ask()
			if err != nil {
				return err
			}
			m.reads = append(m.reads, took)
			continue
		}
		m.post.request.Header.Set("Idempotency-Key", rand.Text())
		took, err := m.post.send(fasthttp.StatusCreated)
		if err != nil {
			return err
		}
		m.posts = append(m.posts, took)
	}
	return nil
}

// posting is a comment of a new guest.
func (c *crowd) posting() *asking {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	body, err := json.Marshal(map[string]string{
		"site": site.DemoKey, "url": c.story.page.URL, "name": "Reader",
		"body": "The lamps on our street went out in March. One gets used to the dark, and to the stars; the corner by the underpass is another matter.",
	})
	if err != nil {
		panic(err) // texts, which always can be written
	}
	a := c.client.asking("/api/v1/comments")
	a.request.Header.SetMethod(fasthttp.MethodPost)
	a.request.Header.SetContentType("application/json")
	a.request.Header.Set(fasthttp.HeaderOrigin, "http://localhost")
	a.request.Header.Set(fasthttp.HeaderAuthorization, "Guest "+base64.RawURLEncoding.EncodeToString(key))
	a.request.SetBody(body)
	return a
}

func (c *crowd) rows() []row {
	return []row{
		{what: c.name + ", first pages", measured: fmt.Sprintf("%s requests/s, p99 %s", grouped(median(c.reads)), milliseconds(median(c.slowestRead)))},
		{what: c.name + ", comments meanwhile", measured: fmt.Sprintf("%s posts/s, p99 %s", grouped(median(c.posts)), milliseconds(median(c.slowPost)))},
	}
}
