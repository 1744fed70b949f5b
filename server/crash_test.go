package main

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"os"
	"sync"
	"testing"

	"understory/server/internal/storetest"
)

// TestNothingAcknowledgedIsLostWhenTheServerIsKilled kills the program under 16 posters, starts it again, lets
// every poster repeat what was not answered, and then wants each text there exactly once.
func TestNothingAcknowledgedIsLostWhenTheServerIsKilled(t *testing.T) {
	t.Parallel()
	rounds := 3
	if os.Getenv("SOAK") != "" {
		rounds = 20
	}
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		posters := newPosters(16)
		for range rounds {
			p := start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off")
			posters.repeat(t, p)
			posters.postUntilKilled(p, 150)
		}
		p := start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off")
		posters.repeat(t, p)
		posters.wantEachOnce(t, p)
	})
}

type posters struct {
	mu           sync.Mutex
	guests       []string
	acknowledged map[string]bool    // by text
	open         map[string]sending // by text: sent, not answered
	sent         int
}

type sending struct{ guest, key string }

func newPosters(count int) *posters {
	ps := &posters{acknowledged: map[string]bool{}, open: map[string]sending{}}
	for range count {
		ps.guests = append(ps.guests, newGuest())
	}
	return ps
}

// newGuest is an Authorization header of a new device.
func newGuest() string {
	var key [32]byte
	_, _ = rand.Read(key[:])
	return "Guest " + base64.RawURLEncoding.EncodeToString(key[:])
}

func (ps *posters) next(guest string) (text string, s sending) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.sent++
	text, s = fmt.Sprintf("text %d", ps.sent), sending{guest, fmt.Sprintf("key-%d", ps.sent)}
	ps.open[text] = s
	return text, s
}

func (ps *posters) answered(text string) int {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	delete(ps.open, text)
	ps.acknowledged[text] = true
	return len(ps.acknowledged)
}

func (ps *posters) post(p *process, text string, s sending) (answer, error) {
	return p.do("POST", "/api/v1/comments", map[string]any{
		"site": "demo", "thread_id": "crash", "url": "http://localhost/stories/crash", "name": "Poster", "body": text,
	}, "Authorization", s.guest, "Idempotency-Key", s.key)
}

// postUntilKilled lets everybody post until a number of further posts is acknowledged, and kills the program
// while they go on.
func (ps *posters) postUntilKilled(p *process, further int) {
	enough := len(ps.acknowledged) + further
	var running sync.WaitGroup
	var killing sync.Once
	for _, guest := range ps.guests {
		running.Go(func() {
			for {
				text, s := ps.next(guest)
				got, err := ps.post(p, text, s)
				if err != nil || got.status != http.StatusCreated {
					return
				}
				if ps.answered(text) >= enough {
					killing.Do(p.kill)
				}
			}
		})
	}
	running.Wait()
}

// repeat sends again what was not answered, as a widget would.
func (ps *posters) repeat(t *testing.T, p *process) {
	t.Helper()
	for text, s := range maps.Clone(ps.open) {
		got, err := ps.post(p, text, s)
		if err != nil || got.status != http.StatusCreated {
			t.Fatalf("repeat %q: %d, %v\n%s", text, got.status, err, got.body)
		}
		ps.answered(text)
	}
}

func (ps *posters) wantEachOnce(t *testing.T, p *process) {
	t.Helper()
	seen := map[string]int{}
	cursor := ""
	for {
		var page struct {
			Article  struct{ CommentCount int }
			Comments []struct{ Body [][]string }
			Next     string
		}
		p.must(200, "GET", "/api/v1/thread?site=demo&thread_id=crash&sort=oldest&limit=100&cursor="+cursor, nil).json(t, &page)
		for _, c := range page.Comments {
			seen[c.Body[0][1]]++
		}
		if cursor = page.Next; cursor == "" {
			if page.Article.CommentCount != len(ps.acknowledged) {
				t.Errorf("the thread counts %d comments, want %d", page.Article.CommentCount, len(ps.acknowledged))
			}
			break
		}
	}
	for text := range ps.acknowledged {
		if seen[text] != 1 {
			t.Errorf("%q is there %d times, want once", text, seen[text])
		}
	}
}
