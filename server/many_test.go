package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// processes are several of one database, as behind a load balancer.
type processes []*process

// startMany starts several at the same moment.
func startMany(t *testing.T, databaseURL string, count int, env ...string) processes {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	ps := make(processes, count)
	failed := make([]error, count)
	var starting sync.WaitGroup
	for i := range ps {
		starting.Go(func() { ps[i], failed[i] = launch(t, path, databaseURL, env...) })
	}
	starting.Wait()
	for _, err := range failed {
		if err != nil {
			t.Fatal(err)
		}
	}
	return ps
}

// newest is the first page of a thread, newest first, as a process has it ready.
const newest = "/api/v1/thread?site=demo&thread_id=story&sort=newest"

func (p *process) shows(text string) bool {
	p.t.Helper()
	return bytes.Contains(p.must(200, "GET", newest, nil).body, []byte(text))
}

// until asks again and again, and says how long it took until the answer was yes.
func until(t *testing.T, limit time.Duration, what string, yes func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	for !yes() {
		if time.Since(began) > limit {
			t.Fatalf("%s: not within %v", what, limit)
		}
		time.Sleep(2 * time.Millisecond)
	}
	return time.Since(began)
}

// TestThreeProcessesStartTogetherAndAreOne starts them on a database without any table, and has one do what another
// one must know of.
func TestThreeProcessesStartTogetherAndAreOne(t *testing.T) {
	t.Parallel()
	storetest.OnEmptyPostgres(t, func(t *testing.T, databaseURL string) {
		ps := startMany(t, databaseURL, 3)
		ana := newGuest()
		first := ps[0].post(ana, "Ana", "The first word.", "")
		second := ps[1].post(newGuest(), "Ben", "The second word.", "")
		for i, p := range ps {
			until(t, 2*time.Second, fmt.Sprintf("process %d shows both", i), func() bool { return p.shows(first) && p.shows(second) })
			p.must(200, "PATCH", "/api/v1/comments/"+first+"?site=demo", map[string]any{"body": fmt.Sprint("changed by way of process ", i)}, "Authorization", ana)
		}

		var page struct{ Next string }
		ps[0].must(200, "GET", newest+"&limit=1", nil).json(t, &page)
		if got := ps[2].must(200, "GET", newest+"&limit=1&cursor="+page.Next, nil); !bytes.Contains(got.body, []byte(first)) {
			t.Errorf("a cursor of one process leads another one to %s", got.body)
		}

		cookie := ""
		for _, p := range ps { // each printed a link, and the last one made works, wherever it is opened
			token := setupLink.FindStringSubmatch(p.first)[1]
			made, err := ps[2].do("POST", "/api/v1/setup", map[string]any{"token": token, "email": "owner@example.org", "password": password}, "X-Understory", "1")
			if err != nil {
				t.Fatal(err)
			}
			if made.status == http.StatusCreated {
				cookie, _, _ = strings.Cut(made.header.Get("Set-Cookie"), ";")
			}
		}
		for _, p := range ps {
			p.must(200, "GET", "/api/v1/session", nil, "Cookie", cookie)
		}
		ps[1].must(204, "DELETE", "/api/v1/session", map[string]any{}, "Cookie", cookie, "X-Understory", "1")
		for _, p := range ps {
			p.must(401, "GET", "/api/v1/session", nil, "Cookie", cookie)
		}
	})
}

// TestEveryProcessShowsWhatAnotherWrote measures how soon: told by a notification, and with the notification lost.
func TestEveryProcessShowsWhatAnotherWrote(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, databaseURL string) {
		ps := startMany(t, databaseURL, 3, "UNDERSTORY_RATE_LIMIT=off")
		ps[0].post(newGuest(), "Ana", "There before.", "")
		for _, p := range ps {
			until(t, 2*time.Second, "the first comment", func() bool { return p.shows("There before.") })
		}
		number := 0
		measure := func(samples int, write func(text string) (by *process)) []time.Duration {
			var took []time.Duration
			for range samples {
				number++
				text := fmt.Sprintf("number-%d.", number)
				by := write(text)
				began := time.Now()
				for _, p := range ps {
					if p == by {
						continue
					}
					until(t, 2*time.Second-time.Since(began), text, func() bool { return p.shows(text) })
					took = append(took, time.Since(began))
				}
			}
			slices.Sort(took)
			return took
		}
		told := measure(20, func(text string) *process {
			ps[number%3].post(newGuest(), "Ana", text, "")
			return ps[number%3]
		})
		untold := measure(8, silently(t, databaseURL))
		median := func(d []time.Duration) time.Duration { return d[len(d)/2].Round(time.Millisecond) }
		t.Logf("shown by another process: %v in the median and %v at most; with the notification lost %v and %v",
			median(told), told[len(told)-1].Round(time.Millisecond), median(untold), untold[len(untold)-1].Round(time.Millisecond))
		if median(told) >= median(untold) {
			t.Error("notifications bring nothing")
		}
	})
}

// silently writes as a process does whose notifications are all lost.
func silently(t *testing.T, databaseURL string) func(text string) *process {
	t.Helper()
	opened, err := store.Open(t.Context(), databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	demo, err := opened.Site(t.Context(), site.DemoKey)
	if err != nil {
		t.Fatal(err)
	}
	page, err := comment.PageOf("story", "", "")
	if err != nil {
		t.Fatal(err)
	}
	comments := &comment.Service{Store: opened, Review: moderation.Policy{}.Review, Now: time.Now}
	return func(text string) *process {
		if _, err := comments.Post(t.Context(), demo, comment.Draft{Page: page, Body: text, Name: "Cyd", Author: [32]byte{1}}); err != nil {
			t.Fatal(err)
		}
		return nil
	}
}

// TestLimitsHoldAcrossThreeProcesses lets fifty clients of one network write through all three as fast as they can.
func TestLimitsHoldAcrossThreeProcesses(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, databaseURL string) {
		ps := startMany(t, databaseURL, 3)
		var accepted, refused atomic.Int64
		began := time.Now()
		ps.fromMany(50, func(client int, p *process) error {
			got, err := p.do("POST", "/api/v1/comments", map[string]any{
				"site": "demo", "thread_id": "story", "url": "http://localhost/story", "name": "Ana", "body": "hello",
			}, "Authorization", newGuest(), "X-Forwarded-For", fmt.Sprintf("198.51.100.%d", client))
			switch {
			case err != nil:
				return err
			case got.status == http.StatusCreated:
				accepted.Add(1)
			case got.status == http.StatusTooManyRequests && got.header.Get("Retry-After") != "":
				refused.Add(1)
			default:
				return fmt.Errorf("status %d\n%s", got.status, got.body)
			}
			return nil
		})
		limit := 10 + time.Since(began).Seconds()/10 // ten at once, then six a minute
		t.Logf("%d of %d accepted, the limit being %.1f", accepted.Load(), accepted.Load()+refused.Load(), limit)
		if float64(accepted.Load()) > limit*1.02 || accepted.Load() < 10 {
			t.Errorf("%d posts were accepted, and the limit is %.1f", accepted.Load(), limit)
		}

		var wrong, stopped atomic.Int64
		ps.fromMany(10, func(_ int, p *process) error {
			got, err := p.do("POST", "/api/v1/session", map[string]any{"email": "owner@example.org", "password": "a guess that is wrong"}, "X-Understory", "1")
			switch {
			case err != nil:
				return err
			case got.status == http.StatusUnauthorized:
				wrong.Add(1)
			case got.status == http.StatusTooManyRequests:
				stopped.Add(1)
			default:
				return fmt.Errorf("status %d\n%s", got.status, got.body)
			}
			return nil
		})
		if wrong.Load() != 10 || stopped.Load() != 20 {
			t.Errorf("%d of 30 guesses were heard and %d refused, want 10 and 20", wrong.Load(), stopped.Load())
		}
	})
}

// fromMany has each of many clients at once ask each process once, beginning with another one each.
func (ps processes) fromMany(clients int, ask func(client int, p *process) error) {
	var asking sync.WaitGroup
	for client := range clients {
		asking.Go(func() {
			for i := range ps {
				if err := ask(client, ps[(client+i)%len(ps)]); err != nil {
					ps[0].t.Error(err)
				}
			}
		})
	}
	asking.Wait()
}

// TestOneKeySentToThreeProcessesAtOnceMakesOneComment sends one request again and again, as a nervous widget behind a
// load balancer would.
func TestOneKeySentToThreeProcessesAtOnceMakesOneComment(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, databaseURL string) {
		ps := startMany(t, databaseURL, 3, "UNDERSTORY_RATE_LIMIT=off")
		guest := newGuest()
		const rounds = 5
		for round := range rounds {
			var mu sync.Mutex
			answers := map[string]int{}
			send := func(_ int, p *process) error {
				got, err := p.do("POST", "/api/v1/comments", map[string]any{
					"site": "demo", "thread_id": "story", "url": "http://localhost/story", "name": "Ana", "body": "once",
				}, "Authorization", guest, "Idempotency-Key", fmt.Sprint("key ", round))
				if err != nil {
					return err
				}
				if got.status == http.StatusConflict && bytes.Contains(got.body, []byte(`"in_progress"`)) {
					return nil // ask again in a moment
				}
				if got.status != http.StatusCreated {
					return fmt.Errorf("status %d\n%s", got.status, got.body)
				}
				mu.Lock()
				defer mu.Unlock()
				answers[string(got.body)]++
				return nil
			}
			ps.fromMany(20, send)
			ps.fromMany(1, send)
			if len(answers) != 1 {
				t.Errorf("round %d: one key has %d answers: %v", round, len(answers), answers)
			}
		}
		var thread struct{ Article struct{ CommentCount int } }
		ps[0].must(200, "GET", "/api/v1/thread?site=demo&thread_id=story&limit=99", nil).json(t, &thread)
		if thread.Article.CommentCount != rounds {
			t.Errorf("%d keys made %d comments", rounds, thread.Article.CommentCount)
		}
	})
}

// TestProcessesWhoseConnectionsAreCutRecoverByThemselves cuts what an operator or a failing switch might.
func TestProcessesWhoseConnectionsAreCutRecoverByThemselves(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, databaseURL string) {
		ps := startMany(t, databaseURL, 2, "UNDERSTORY_RATE_LIMIT=off")
		listening := func() bool { return storetest.Connections(t, databaseURL, "LISTEN%") == len(ps) }
		for round, cut := range []string{"LISTEN%", "%"} {
			until(t, 10*time.Second, "all listen", listening)
			storetest.CutConnections(t, databaseURL, cut)
			for from, to := range []*process{ps[1], ps[0]} {
				text := fmt.Sprintf("after cut %d from %d.", round, from)
				until(t, 5*time.Second, text, func() bool {
					got, err := ps[from].do("POST", "/api/v1/comments", map[string]any{
						"site": "demo", "thread_id": "story", "url": "http://localhost/story", "name": "Ana", "body": text,
					}, "Authorization", newGuest())
					return err == nil && got.status == http.StatusCreated
				})
				until(t, 2*time.Second, text, func() bool { return to.shows(text) })
			}
		}
		until(t, 10*time.Second, "all listen again", listening)
		for i, p := range ps {
			if said := strings.Count(p.log.String(), "are not heard of"); said != 2 {
				t.Errorf("process %d says %d times that it does not hear of changes, want once a cut\n%s", i, said, p.log)
			}
		}
	})
}

// TestNothingAcknowledgedIsLostWhenOneOfThreeIsKilled kills one process after the other under load, while everybody goes
// on through those that are left, and starts it anew.
func TestNothingAcknowledgedIsLostWhenOneOfThreeIsKilled(t *testing.T) {
	t.Parallel()
	rounds := 3
	if os.Getenv("SOAK") != "" {
		rounds = 30
	}
	storetest.OnPostgres(t, func(t *testing.T, databaseURL string) {
		ps := startMany(t, databaseURL, 3, "UNDERSTORY_RATE_LIMIT=off")
		posters := newPosters(16)
		for round := range rounds {
			victim := round % len(ps)
			posters.postAround(ps, victim, 150)
			for i, p := range ps {
				if i != victim && strings.Contains(p.log.String(), `"level":"ERROR"`) {
					t.Fatalf("round %d: process %d had failures while another one died:\n%s", round, i, p.log)
				}
			}
			ps[victim] = start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off")
		}
		for _, p := range ps {
			posters.wantEachOnce(t, p)
		}
		t.Logf("%d comments were acknowledged, and each is there once, while %d processes were killed", len(posters.acknowledged), rounds)
	})
}

// postAround lets everybody post by way of one process after the other, as a load balancer shares them out. The victim
// is killed when a number of further posts is acknowledged, and all go on until as many again are. What is not answered
// is sent to the next process, under the same key.
func (ps *posters) postAround(through processes, victim, further int) {
	first, second := len(ps.acknowledged)+further, len(ps.acknowledged)+2*further
	var turn atomic.Int64
	var posting sync.WaitGroup
	var killing sync.Once
	for _, guest := range ps.guests {
		posting.Go(func() {
			for done := 0; done < second; {
				text, s := ps.next(guest)
				for tries := 0; ; tries++ {
					p := through[int(turn.Add(1))%len(through)]
					got, err := ps.post(p, text, s)
					if err == nil && got.status == http.StatusCreated {
						break
					}
					if tries == 20 {
						p.t.Errorf("%q was never taken: %d, %v\n%s", text, got.status, err, got.body)
						return
					}
				}
				if done = ps.answered(text); done >= first {
					killing.Do(through[victim].kill)
				}
			}
		})
	}
	posting.Wait()
}
