package httpapi

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/valyala/fasthttp"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/live"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

const storyLive = "/api/v1/live?site=demo&url=http%3A%2F%2Flocalhost%3A3000%2Fstory-1"

// following is a client of a stream.
type following struct {
	net.Conn
	t      testing.TB
	head   answer // without a body
	reader *bufio.Reader
	raw    strings.Builder // all that was read beyond the head
}

// event is what a client hears; a comment line is none.
type event struct{ name, id, data, retry string }

// follow opens a stream, or gets the refusal in its place.
func (r *running) follow(target string, headers ...string) *following {
	r.t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		r.t.Fatalf("dial: %v", err)
	}
	r.t.Cleanup(func() { _ = conn.Close() })
	return r.followOn(conn, "GET "+target+" HTTP/1.1\r\nHost: x\r\n"+strings.Join(append(headers, "\r\n"), "\r\n"))
}

func (r *running) followOn(conn net.Conn, request string) *following {
	r.t.Helper()
	f := &following{Conn: conn, t: r.t, reader: bufio.NewReader(conn)}
	if _, err := io.WriteString(conn, request); err != nil {
		r.t.Fatalf("ask for a stream: %v", err)
	}
	response, err := http.ReadResponse(f.reader, nil) //nolint:bodyclose // the connection is closed in its place
	if err != nil {
		r.t.Fatalf("read the head of a stream: %v", err)
	}
	f.head = answer{status: response.StatusCode, header: response.Header}
	if response.StatusCode != 200 {
		body, err := io.ReadAll(response.Body)
		if err != nil {
			r.t.Fatal(err)
		}
		f.head.body = string(body)
	}
	return f
}

// next is the next event, or what goes before the first; io.EOF when the stream has ended.
func (f *following) next() (e event, err error) {
	if err := f.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return e, err
	}
	for {
		line, err := f.reader.ReadString('\n')
		f.raw.WriteString(line)
		if err != nil {
			return e, err
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch name {
		case "event":
			e.name = value
		case "id":
			e.id = value
		case "data":
			e.data = value
		case "retry":
			e.retry = value
		case "":
			if e != (event{}) {
				return e, nil
			}
		}
	}
}

// begins wants the stream to begin at a version.
func (f *following) begins(version string) *following {
	f.t.Helper()
	if f.head.status != 200 {
		f.t.Fatalf("refused with %d %s", f.head.status, f.head.body)
	}
	if e, err := f.next(); err != nil || e.retry == "" || e.id != version || e.name+e.data != "" {
		f.t.Fatalf("the stream begins with %+v (%v), want version %s", e, err, version)
	}
	return f
}

// hears wants the next event to be this one.
func (f *following) hears(name, id, data string) {
	f.t.Helper()
	if e, err := f.next(); err != nil || e != (event{name: name, id: id, data: data}) {
		f.t.Fatalf("heard %+v (%v), want %s %s %s", e, err, name, id, data)
	}
}

// change is the data of an event, with ids as JSON lists.
func change(version, count int, added, changed, removed string) string {
	return fmt.Sprintf(`{"version":%d,"count":%d,"added":[%s],"changed":[%s],"removed":[%s]}`, version, count, added, changed, removed)
}

func quoted(id string) string { return `"` + id + `"` }

func root(id string) string { return `{"id":"` + id + `","parent":null}` }

func answering(id, parent string) string { return `{"id":"` + id + `","parent":"` + parent + `"}` }

// postID posts and gives the comment's id.
func (r *running) postID(guest, url, text string) string {
	r.t.Helper()
	return r.idIn(r.post(guest, url, text))
}

func (r *running) idIn(got answer) string {
	r.t.Helper()
	id, err := at(got.body, "comment.id")
	if err != nil {
		r.t.Fatalf("%d %s: %v", got.status, got.body, err)
	}
	return id
}

func (r *running) reply(guest, parent, text string) string {
	r.t.Helper()
	body := mustJSON(r.t, map[string]string{"site": "demo", "url": page1, "body": text, "name": guest, "parent": parent})
	return r.idIn(r.ask("POST", "/api/v1/comments", body, jsonType, "Authorization: Guest "+guestKeyOf(guest)))
}

func (r *running) does(guest, method, target string) {
	r.t.Helper()
	if got := r.ask(method, target, "", "Authorization: Guest "+guestKeyOf(guest)); got.status >= 300 {
		r.t.Fatalf("%s %s is %d %s", method, target, got.status, got.body)
	}
}

func TestAStreamTellsFromTheFirstCommentOn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := start(t, s, func(c *Config) { c.RateLimitOff = true })
		one := r.follow(storyLive, "Accept-Encoding: gzip, br", "Accept: text/event-stream").begins("0")
		two := r.follow(storyLive+"&since=0", "Connection: close").begins("0")
		for name, want := range map[string]string{
			"Content-Type": "text/event-stream", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", "X-Accel-Buffering": "no",
			"Content-Encoding": "", "Content-Length": "", "Transfer-Encoding": "", "Etag": "", "Set-Cookie": "",
		} {
			if got := one.head.header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if one.head.header.Get("X-Request-Id") == "" {
			t.Error("a stream has no X-Request-Id")
		}
		ada := r.postID("ada", page1, "the first")
		one.hears("change", "1", change(1, 1, root(ada), "", ""))
		bob := r.reply("bob", ada, "the second")
		one.hears("change", "2", change(2, 2, answering(bob, ada), "", ""))
		r.does("bob", "PUT", "/api/v1/comments/"+ada+"/respect?site=demo")
		one.hears("change", "3", change(3, 2, "", quoted(ada), ""))
		r.does("ada", "DELETE", "/api/v1/comments/"+ada+"?site=demo")
		one.hears("change", "4", change(4, 1, "", quoted(ada), "")) // a tombstone
		r.does("bob", "DELETE", "/api/v1/comments/"+bob+"?site=demo")
		one.hears("change", "5", change(5, 0, "", "", quoted(bob)+","+quoted(ada)))
		for range 5 {
			if _, err := two.next(); err != nil {
				t.Fatal(err)
			}
		}
		_, first, _ := strings.Cut(one.raw.String(), "\n\n")
		if _, second, _ := strings.Cut(two.raw.String(), "\n\n"); first != second {
			t.Errorf("one heard\n%s\nand another\n%s", first, second)
		}
	})
}

func TestAStreamResumesWithinTheLogAndReloadsBeyondIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := start(t, s, func(c *Config) { c.RateLimitOff = true })
		var ids []string
		for i := range 4 {
			ids = append(ids, r.postID("ada", page1, fmt.Sprint("comment ", i)))
		}
		r.follow(storyLive, "Last-Event-ID: 2").begins("2").hears("change", "4", change(4, 4, root(ids[2])+","+root(ids[3]), "", ""))
		r.follow(storyLive+"&since=3").begins("3").hears("change", "4", change(4, 4, root(ids[3]), "", ""))
		r.follow(storyLive+"&since=0", "Last-Event-ID: 3").begins("3").hears("change", "4", change(4, 4, root(ids[3]), "", ""))
		r.follow(storyLive+"&since=7").begins("7").hears("reload", "4", `{"version":4}`)
		present := r.follow(storyLive).begins("4")
		if err := s.ForgetChanges(t.Context(), time.Now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		r.follow(storyLive+"&since=3").begins("3").hears("reload", "4", `{"version":4}`)
		last := r.postID("ada", page1, "one more")
		present.hears("change", "5", change(5, 5, root(last), "", ""))
	})
}

func TestAVersionOfAnOlderReleaseIsToldAsReload(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := start(t, s, nil)
		r.post("ada", page1, "hello")
		f := r.follow(storyLive + "&since=1").begins("1")
		demo, article := r.siteOf("demo"), r.article(page1)
		var err error
		if article, err = s.LockArticle(t.Context(), demo.ID, article.ID, comment.Touch{Visible: true}); err != nil { // and no word of it
			t.Fatal(err)
		}
		r.Changed(demo.ID, article)
		f.hears("reload", "2", `{"version":2}`)
		id := r.postID("bob", page1, "and on")
		f.hears("change", "3", change(3, 2, root(id), "", ""))
	})
}

func TestAnotherProcessIsHeardWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		r := start(t, openStore(t, address), nil)
		other := openStore(t, address)
		elsewhere := &comment.Service{Store: other, Review: judge, Now: time.Now}
		demo := r.siteOf("demo")
		page, err := comment.PageOf("", page1, "")
		if err != nil {
			t.Fatal(err)
		}
		f := r.follow(storyLive).begins("0") // the story is unknown as yet
		for version := 1; version <= 2; version++ {
			posted, err := elsewhere.Post(t.Context(), demo, comment.Draft{Page: page, Body: "hello", Name: "Bob", Author: [32]byte{1}})
			if err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			f.hears("change", fmt.Sprint(version), change(version, version, root(posted.Comment.ID.String()), "", ""))
			if took := time.Since(begun); took > 2*time.Second {
				t.Errorf("it took %v", took)
			}
		}
		// The page that is asked for after an event shows what the event told, here too.
		if got := r.ask("GET", storyThread, ""); got.lacks(`{"version":2}`) != "" {
			t.Errorf("got %s", got.body)
		}
	})
}

func TestAHintIsEnoughToLook(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	r := start(t, s, func(c *Config) {
		c.Versions = func(context.Context, site.ID, []string) (map[string]int64, error) { // no poll finds anything
			return map[string]int64{}, nil
		}
	})
	r.postID("ada", page1, "hello")
	f := r.follow(storyLive + "&since=1").begins("1")
	elsewhere := &comment.Service{Store: s, Review: judge, Now: time.Now}
	page, err := comment.PageOf("", page1, "")
	if err != nil {
		t.Fatal(err)
	}
	demo := r.siteOf("demo")
	posted, err := elsewhere.Post(t.Context(), demo, comment.Draft{Page: page, Body: "hello", Name: "Bob", Author: [32]byte{1}})
	if err != nil {
		t.Fatal(err)
	}
	r.Hint(t.Context(), demo.ID, []comment.ArticleID{posted.Comment.Article})
	f.hears("change", "2", change(2, 2, root(posted.Comment.ID.String()), "", ""))
}

func TestStreamsWaitWhileTheLogCannotBeRead(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	var away atomic.Bool
	var log logbook
	r := start(t, s, func(c *Config) {
		c.Log = log.at(slog.LevelWarn)
		c.Changes = func(ctx context.Context, on site.ID, identity string, after int64, most int) (live.Reading, error) {
			if away.Load() {
				return live.Reading{}, fault.Retry(fault.ReadOnly, time.Second, "The database does not answer.")
			}
			return s.Changes(ctx, on, identity, after, most)
		}
	})
	f := r.follow(storyLive).begins("0")
	away.Store(true)
	id := r.postID("ada", page1, "hello")
	for _, address := range []string{storyLive, storyLive + "&once=1&since=0"} {
		if got := r.ask("GET", address, ""); got.status != 503 || got.header.Get("Retry-After") != "1" {
			t.Errorf("%s is %d %s", address, got.status, got.body)
		}
	}
	resumed := r.follow(storyLive + "&since=0").begins("0") // who knows where it is can wait
	within(t, 2*time.Second, func() bool { return strings.Contains(log.String(), "streams wait") })
	away.Store(false)
	f.hears("change", "1", change(1, 1, root(id), "", ""))
	resumed.hears("change", "1", change(1, 1, root(id), "", ""))
	if warned := strings.Count(log.String(), "streams wait"); warned != 1 {
		t.Errorf("it warned %d times", warned)
	}
}

func TestStreamsHaveTheirBounds(t *testing.T) {
	t.Parallel()
	var log logbook
	r := start(t, storetest.New(t), func(c *Config) { c.Log = log.at(slog.LevelWarn) })
	r.api.streams.Each = 2
	one := r.follow(storyLive).begins("0")
	r.follow(storyLive).begins("0")
	refused := r.follow(storyLive).head
	checkProblem(t, "the third", refused)
	if wrong := refused.lacks(`{"status":503,"kind":"busy","retryAfter":60}`); wrong != "" || refused.header.Get("Retry-After") != "60" {
		t.Errorf("the third of a network: %s %v\n%s", wrong, refused.header, refused.body)
	}
	for name, header := range map[string]string{"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"} {
		if got := refused.header.Get(name); got != header {
			t.Errorf("a refusal says %s: %q", name, got)
		}
	}
	if log.String() != "" {
		t.Errorf("a full house is no fault of ours: %s", log.String())
	}
	if got := r.ask("GET", storyLive+"&once=1", ""); got.status != 200 {
		t.Errorf("asking once is %d", got.status)
	}
	other := r.follow("/api/v1/live?site=courier&thread_id=a").begins("0") // counts apart
	_ = one.Close()
	within(t, 2*time.Second, func() bool { return r.api.streams.Open() == 2 })
	r.follow(storyLive).begins("0")
	r.api.streams.Most = 3
	if got := r.follow("/api/v1/live?site=members&thread_id=a").head; got.status != 503 {
		t.Errorf("the fourth of a process is %d", got.status)
	}
	_ = other.Close()
	within(t, 2*time.Second, func() bool { return r.api.streams.Open() == 2 })
	r.follow("/api/v1/live?site=members&thread_id=a").begins("0")
}

func TestStreamsLeaveHalfOfTheOpenFilesToEverythingElse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		files uint64
		known bool
		want  int
	}{
		{1024, true, 512}, {40_000, true, 20_000}, {1 << 20, true, 20_000}, {1<<64 - 1, true, 20_000}, {0, false, 20_000},
	} {
		if got := roomForStreams(tt.files, tt.known); got != tt.want {
			t.Errorf("of %d files (known %v) %d are for streams, want %d", tt.files, tt.known, got, tt.want)
		}
	}
	if most, known := openFiles(); runtime.GOOS == "linux" && (!known || most < 100) {
		t.Errorf("this process may have %d files open (known %v)", most, known)
	}
}

func TestAReaderWhoLeavesIsForgottenAtOnce(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	for range 3 {
		_ = r.follow(storyLive).begins("0").Close()
	}
	talking := r.follow(storyLive).begins("0")
	if _, err := io.WriteString(talking, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := talking.next(); err == nil {
		t.Error("a stream goes on after more was asked on it")
	}
	within(t, 2*time.Second, func() bool { return r.api.streams.Open() == 0 })
}

func TestOldClientsGetStreamsToo(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	f := r.followOn(conn, "GET "+storyLive+" HTTP/1.0\r\nHost: x\r\n\r\n").begins("0")
	id := r.postID("ada", page1, "hello")
	f.hears("change", "1", change(1, 1, root(id), "", ""))
}

func TestStreamsAreToldToComeBackWhenTheServerStops(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	var all []*following
	for range 5 {
		all = append(all, r.follow(storyLive).begins("0"))
	}
	if got := r.figure("understory_streams"); got != "5" {
		t.Errorf("%s streams are told, want 5", got)
	}
	begun := time.Now()
	if err := r.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	for _, f := range all {
		if e, err := f.next(); err != nil || e.retry == "" {
			t.Errorf("heard %+v (%v), want when to come back", e, err)
		}
		if e, err := f.next(); !errors.Is(err, io.EOF) {
			t.Errorf("then heard %+v (%v), want the end", e, err)
		}
	}
}

// TestAClientWhoNeverReadsIsCutOff fills the buffers between the server and a client that takes nothing from them.
func TestAClientWhoNeverReadsIsCutOff(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	r := start(t, s, nil)
	r.post("ada", page1, "hello")
	attentive := r.follow(storyLive + "&since=1").begins("1")
	mute, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	if err := mute.(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(mute, "GET "+storyLive+"&since=1 HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	within(t, 2*time.Second, func() bool { return r.api.streams.Open() == 2 })
	begun := time.Now()
	for i := range 12 { // 20 KB each, and one at a time
		raise(t, r, 500)
		if e, err := attentive.next(); err != nil || e.name != "change" {
			t.Fatalf("after %d events who reads hears %+v (%v)", i, e, err)
		}
	}
	within(t, 30*time.Second-time.Since(begun), func() bool { return r.api.streams.Open() == 1 })
	if dropped := r.api.streams.Dropped.Value(); dropped != 1 {
		t.Errorf("%d clients were dropped, want 1", dropped)
	}
}

// article is that of a page on the demo site.
func (r *running) article(address string) comment.Article {
	r.t.Helper()
	page, err := comment.PageOf("", address, "")
	if err != nil {
		r.t.Fatal(err)
	}
	found, err := r.store.ArticleByIdentity(context.Background(), r.siteOf("demo").ID, page.Identity)
	if err != nil {
		r.t.Fatal(err)
	}
	return found
}

// raise makes a version of the story that changed so many comments, and tells of it.
func raise(t *testing.T, r *running, comments int) {
	t.Helper()
	demo, article := r.siteOf("demo"), r.article(page1)
	err := r.store.InTx(t.Context(), func(ctx context.Context) error {
		var err error
		if article, err = r.store.LockArticle(ctx, demo.ID, article.ID, comment.Touch{Visible: true}); err != nil {
			return err
		}
		changes := comment.Changes{Version: article.Version}
		for range comments {
			changes.Changed = append(changes.Changed, uuid.Must(uuid.NewV7()))
		}
		return r.store.AddChanges(ctx, demo.ID, article.ID, changes, time.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Changed(demo.ID, article)
}

// TestAPanicAfterAConnectionWasTakenOverEndsItAlone is about what comes between a request and its stream.
func TestAPanicAfterAConnectionWasTakenOverEndsItAlone(t *testing.T) {
	t.Parallel()
	var log logbook
	a := &api{Config: Config{Log: log.at(slog.LevelInfo)}, figures: newFigures(nil)}
	server := &fasthttp.Server{KeepHijackedConns: true, Logger: quiet{}, Handler: func(rc *fasthttp.RequestCtx) {
		if string(rc.Path()) == "/bad" {
			a.takeOver(rc, "test", func(net.Conn) { panic("secret value") })
		}
	}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	r := &running{t: t, addr: listener.Addr().String()}
	if got := r.say("GET /bad HTTP/1.1\r\nHost: x\r\n\r\n", 1); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if got := r.ask("GET", "/good", ""); got.status != 200 {
		t.Errorf("the next request is %d", got.status)
	}
	within(t, 5*time.Second, func() bool { return strings.Contains(log.String(), "panicked") }) // the connection ends first
	if text := log.String(); strings.Count(text, "panicked") != 1 || strings.Contains(text, "secret") || a.figures.backgroundPanics.Value() != 1 {
		t.Errorf("%d panics are counted, and the log is %s", a.figures.backgroundPanics.Value(), text)
	}
	if err := server.Shutdown(); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// TestNobodyMissesAnything has eight writers post, answer and withdraw by two processes, and clients who lose their
// connections again and again. In the end each knows exactly the comments that are there.
func TestNobodyMissesAnything(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		first := start(t, openStore(t, address), func(c *Config) { c.RateLimitOff = true })
		processes := []*running{first, beside(t, first, openStore(t, address))}
		var clients sync.WaitGroup
		last := make(chan struct{}) // closed when the writers are done
		seen := make([]map[string]bool, 6)
		for i := range seen {
			clients.Go(func() { seen[i] = wander(t, processes, rand.New(rand.NewPCG(1, uint64(i))), last) })
		}
		var writers sync.WaitGroup
		for i := range 8 {
			writers.Go(func() { write(processes[i%2], fmt.Sprint("writer-", i)) })
		}
		writers.Wait()
		close(last)
		clients.Wait()
		want := map[string]bool{}
		for _, id := range first.shown() {
			want[id] = true
		}
		for i, ids := range seen {
			if !maps.Equal(ids, want) {
				t.Errorf("client %d knows %d comments, and %d are there", i, len(ids), len(want))
			}
		}
		if len(want) < 8*20 {
			t.Errorf("only %d comments are there", len(want))
		}
	})
}

// beside is another process on the same database.
func beside(t *testing.T, first *running, s *store.Store) *running {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	config := first.api.Config
	config.Comments = &comment.Service{Store: s, Cursors: config.Comments.Cursors, Review: judge, Now: time.Now}
	config.Sites, config.Versions, config.Changes, config.Ping = &site.Directory{Store: s, Now: time.Now}, s.Versions, s.Changes, s.Ping
	r := &running{t: t, store: s, addr: listener.Addr().String()}
	if r.Server, err = New(config); err != nil {
		t.Fatal(err)
	}
	config.Comments.Changed = r.Changed
	served := make(chan error, 1)
	go func() { served <- r.Serve(listener) }()
	t.Cleanup(func() {
		if err := r.Shutdown(context.Background()); err != nil {
			t.Errorf("shut down: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return r
}

// write posts comments, answers some and withdraws some.
func write(r *running, name string) {
	for i := range 25 {
		id := r.postID(name, page1, fmt.Sprintf("%s: comment %d", name, i))
		if i%3 == 0 {
			r.reply(name, id, "an answer")
		}
		if i%4 == 1 {
			r.does(name, "DELETE", "/api/v1/comments/"+id+"?site=demo")
		}
	}
}

// wander follows by one process and then the other, for a few events each, until nothing more comes after the last
// write. It gives the comments that were told of.
func wander(t *testing.T, processes []*running, random *rand.Rand, last <-chan struct{}) map[string]bool {
	known, version := map[string]bool{}, "0"
	for {
		r := processes[random.IntN(len(processes))]
		f := r.follow(storyLive, "Last-Event-ID: "+version).begins(version)
		for range 1 + random.IntN(4) {
			select {
			case <-last:
				if now := r.ask("GET", storyLive+"&once=1", ""); now.lacks(`{"version":`+version+`}`) == "" {
					_ = f.Close()
					return known
				}
			default:
			}
			e, err := f.next()
			if errors.Is(err, os.ErrDeadlineExceeded) { // it knew of everything before the last was said to be written
				break
			}
			if err != nil || e.name != "change" {
				t.Errorf("at version %s: %+v (%v)", version, e, err)
				return known
			}
			var told changesJSON
			if err := json.Unmarshal([]byte(e.data), &told); err != nil {
				t.Error(err)
				return known
			}
			for _, added := range told.Added {
				known[added.ID.String()] = true
			}
			for _, id := range told.Changed {
				if !known[id.String()] {
					t.Errorf("version %s changed a comment that was never told of", e.id)
				}
			}
			for _, id := range told.Removed {
				delete(known, id.String())
			}
			version = e.id
		}
		_ = f.Close()
	}
}

// shown are the ids of all that the thread holds.
func (r *running) shown() (ids []string) {
	r.t.Helper()
	var collect func([]commentJSON)
	collect = func(comments []commentJSON) {
		for _, c := range comments {
			ids = append(ids, c.ID.String())
			collect(c.Replies)
		}
	}
	cursor := ""
	for {
		var page struct {
			Comments []commentJSON
			Next     string
		}
		got := r.ask("GET", storyThread+"&sort=oldest&limit=100"+cursor, "")
		if err := json.Unmarshal([]byte(got.body), &page); err != nil {
			r.t.Fatal(err)
		}
		collect(page.Comments)
		if page.Next == "" {
			slices.Sort(ids)
			return ids
		}
		cursor = "&cursor=" + page.Next
	}
}
