package httpapi

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestReadyzSaysInWordsWhatIsWrong(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := start(t, s, nil)
		ask := func(target string) answer {
			r.api.readiness.until = time.Time{} // as if five seconds had passed
			return r.ask("GET", target, "")
		}
		wants := func(what string, status int, kind, words string) {
			t.Helper()
			got := ask("/readyz")
			if got.status != status || !strings.Contains(got.body, words) || status != 200 && !strings.Contains(got.body, `"kind":"`+kind+`"`) {
				t.Errorf("%s: %d %s", what, got.status, got.body)
			}
			if status != 200 && got.header.Get("Retry-After") == "" {
				t.Errorf("%s: no Retry-After", what)
			}
			if got := ask("/readyz?exclude=database"); got.status != 200 {
				t.Errorf("%s: without the database it is %d", what, got.status)
			}
		}
		writer, _ := s.Pools()
		order := func(statement string) {
			t.Helper()
			if _, err := writer.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		wants("all is well", 200, "", "ok")
		order("ALTER TABLE installation RENAME TO elsewhere")
		wants("it cannot be written", 503, "read_only", "cannot be written")
		order("ALTER TABLE elsewhere RENAME TO installation")
		order("DELETE FROM goose_db_version WHERE version_id > 0")
		wants("the schema is of an older program", 503, "schema", "schema is 0")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		wants("it is gone", 503, "read_only", "does not answer")
		r.Drain()
		if got := ask("/readyz?exclude=database"); got.status != 503 || !strings.Contains(got.body, `"kind":"draining"`) {
			t.Errorf("while it drains it is %d %s", got.status, got.body)
		}
		if got := ask("/livez"); got.status != 200 {
			t.Errorf("/livez is %d", got.status)
		}
	})
}

func TestReadyzFindsADiskThatIsFull(t *testing.T) {
	t.Parallel()
	s, r := bounded(t)
	fillBounded(t, r)
	r.api.readiness.until = time.Time{}
	if got := r.ask("GET", "/readyz", ""); got.status != 507 && got.status != 200 { // the one row that it writes may have had its place
		t.Errorf("/readyz is %d %s", got.status, got.body)
	}
	unbound(t, s)
	r.api.readiness.until = time.Time{}
	if got := r.ask("GET", "/readyz", ""); got.status != 200 {
		t.Errorf("with room again /readyz is %d %s", got.status, got.body)
	}
}

func TestADiskThatIsFullIsToldToWritersAndNotToReaders(t *testing.T) {
	t.Parallel()
	s, r := bounded(t)
	kept := fillBounded(t, r)
	for _, target := range []string{storyThread, storyThread + "&limit=20", "/api/v1/counts?site=demo&url=" + page1, "/api/v1/viewer?site=demo&url=" + page1} {
		if got := r.ask("GET", target, "", "Authorization: Guest "+guestKeyOf("ada")); got.status != 200 {
			t.Errorf("%s is %d %s", target, got.status, got.body)
		}
	}
	unbound(t, s)
	if got := r.post("ada", page1, "there is room again"); got.status != 201 {
		t.Errorf("with room again a post is %d %s", got.status, got.body)
	}
	if got := r.ask("GET", storyThread, ""); got.lacks(mustJSON(t, map[string]any{"article": map[string]any{"commentCount": kept + 1}})) != "" {
		t.Errorf("%d were kept, and the thread is %s", kept+1, got.body)
	}
}

// bounded is a server on a SQLite file that may not grow, which SQLite says just as when the disk is full.
func bounded(t *testing.T) (*store.Store, *running) {
	t.Helper()
	s, err := store.Open(t.Context(), storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	r := start(t, s, func(c *Config) { c.RateLimitOff = true })
	writer, _ := s.Pools()
	if _, err := writer.ExecContext(t.Context(), "PRAGMA max_page_count = 1"); err != nil { // never less than there are
		t.Fatal(err)
	}
	return s, r
}

func unbound(t *testing.T, s *store.Store) {
	t.Helper()
	writer, _ := s.Pools()
	if _, err := writer.ExecContext(t.Context(), "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
}

// fillBounded posts until there is no room, and gives how many comments were kept.
func fillBounded(t *testing.T, r *running) (kept int) {
	t.Helper()
	for ; kept < 1000; kept++ {
		got := r.post("ada", page1, strings.Repeat("words ", 100))
		if got.status == 201 {
			continue
		}
		checkProblem(t, "a full disk", got)
		if got.status != 507 || !strings.Contains(got.body, `"kind":"storage_full"`) || got.header.Get("Retry-After") == "" {
			t.Fatalf("a full disk is answered with %d %s", got.status, got.body)
		}
		return kept
	}
	t.Fatal("the file grew on")
	return 0
}

func TestTheDatabaseIsAskedOnceHoweverManyAskWhetherWeAreReady(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r readiness
		var asked atomic.Int64
		gone := errors.New("gone")
		said := error(nil)
		ask := func(context.Context) error {
			asked.Add(1)
			return said
		}
		crowd := func() {
			var asking sync.WaitGroup
			for range 100 {
				asking.Go(func() {
					if got := r.of(ask); !errors.Is(got, said) {
						t.Errorf("it says %v, want %v", got, said)
					}
				})
			}
			asking.Wait()
		}
		crowd()
		crowd()
		if asked.Load() != 1 {
			t.Errorf("it was asked %d times", asked.Load())
		}
		pause(t.Context(), readyFor)
		said = gone
		crowd()
		pause(t.Context(), unreadyFor) // what is wrong is soon asked for again
		said = nil
		crowd()
		if asked.Load() != 3 {
			t.Errorf("it was asked %d times, want 3", asked.Load())
		}
	})
}

func TestConnectionsAreClosedAfterTheirNextAnswerWhileWeDrain(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	reader := bufio.NewReader(conn)
	exchange := func() (status int, closing bool) {
		if _, err := io.WriteString(conn, alive+"\r\n"); err != nil {
			t.Fatal(err)
		}
		got, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		_, _ = io.Copy(io.Discard, got.Body)
		return got.StatusCode, got.Close
	}
	if status, closing := exchange(); status != 200 || closing {
		t.Errorf("before, the answer is %d, closing %v", status, closing)
	}
	r.Drain()
	if status, closing := exchange(); status != 200 || !closing {
		t.Errorf("while it drains, the answer is %d, closing %v", status, closing)
	}
	if _, err := reader.ReadByte(); err != io.EOF {
		t.Errorf("the connection is still open: %v", err)
	}
	if got := r.ask("GET", storyThread, ""); got.status != 200 {
		t.Errorf("while it drains, a new connection gets %d", got.status)
	}
}
