package httpapi

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"understory/server/internal/storetest"
)

// say sends bytes over a connection of their own and gives the answers that come until the server closes it, or until
// enough have come.
func (r *running) say(bytes string, enough int) []answer {
	r.t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		r.t.Fatalf("dial: %v", err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	go func() { _, _ = io.WriteString(conn, bytes) }() // the server may answer before it has read all
	var answers []answer
	for reader := bufio.NewReader(conn); len(answers) < enough; {
		next, err := readAnswer(reader)
		if err != nil {
			return answers
		}
		answers = append(answers, next)
	}
	return answers
}

// readAnswer reads the next response of a connection.
func readAnswer(reader *bufio.Reader) (answer, error) {
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(body)}, err
}

const (
	alive  = "GET /livez HTTP/1.1\r\nHost: x\r\n"
	posted = "POST /api/v1/preview HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
)

func TestRequestsThatTwoReadersMayReadDifferentlyAreRefused(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	const hidden = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n" // must never be answered as a request of its own
	for name, sent := range map[string]string{
		"two lengths":                 posted + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + hidden,
		"a length and chunks":         posted + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"chunks and a length":         posted + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + hidden,
		"chunks of another kind":      posted + "Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + hidden,
		"a chunk extension with LF":   posted + "Transfer-Encoding: chunked\r\n\r\n0;a\n\r\n\r\n" + hidden,
		"two hosts":                   "GET /livez HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
		"no host":                     "GET /livez HTTP/1.1\r\n\r\n",
		"NUL in a header":             alive + "X-A: a\x00b\r\n\r\n",
		"CR in a header":              alive + "X-A: a\rb\r\n\r\n",
		"a space before the colon":    alive + "Content-Length : 4\r\n\r\n",
		"a negative length":           posted + "Content-Length: -1\r\n\r\n",
		"a length with a sign":        posted + "Content-Length: +2\r\n\r\n{}",
		"a length that is no number":  posted + "Content-Length: two\r\n\r\n{}",
		"nonsense":                    "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
		"a request line of two words": "GET /livez\r\n\r\n",
	} {
		answers := r.say(sent, 3)
		for _, got := range answers {
			if got.status == 200 && strings.HasPrefix(got.body, "ok") {
				t.Errorf("%s: what was hidden behind it is answered", name)
			}
			if got.status >= 400 {
				checkProblem(t, name, got)
			}
		}
		if len(answers) > 1 {
			t.Errorf("%s: %d answers on one connection", name, len(answers))
		}
		if len(answers) == 1 && answers[0].status < 400 && name != "a length and chunks" && name != "chunks and a length" {
			t.Errorf("%s is answered with %d", name, answers[0].status)
		}
	}
}

func TestRefusalsBeforeARouteAreProblemDocumentsThatRepeatNothing(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	for name, tt := range map[string]struct {
		sent   string
		status int
		kind   string
	}{
		"no HTTP":             {"canary canary canary\r\nCookie: canary\r\n\r\n", 400, "invalid"},
		"an unknown method":   {"CANARY /livez HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method"},
		"TRACE":               {"TRACE /livez HTTP/1.1\r\nHost: x\r\nCookie: canary\r\n\r\n", 405, "method"},
		"CONNECT":             {"CONNECT canary:443 HTTP/1.1\r\nHost: canary:443\r\n\r\n", 405, "method"},
		"a head of 20 KB":     {alive + "Cookie: canary" + strings.Repeat("x", 20<<10) + "\r\n\r\n", 431, "too_large"},
		"an address of 20 KB": {"GET /canary" + strings.Repeat("x", 20<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431, "too_large"},
		"2,000 headers":       {alive + strings.Repeat("A: canary\r\n", 2000) + "\r\n", 431, "too_large"},
		"a body of 300 KB":    {posted + fmt.Sprintf("Content-Length: %d\r\n\r\n", 300<<10) + strings.Repeat("canary", 300<<10/6), 413, "too_large"},
		"chunks of 300 KB":    {posted + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1000\r\n"+strings.Repeat("c", 4096)+"\r\n", 75) + "0\r\n\r\n", 413, "too_large"},
	} {
		answers := r.say(tt.sent, 1)
		if len(answers) != 1 {
			t.Errorf("%s: %d answers", name, len(answers))
			continue
		}
		got := answers[0]
		checkProblem(t, name, got)
		if wrong := got.lacks(fmt.Sprintf(`{"kind":%q,"status":%d}`, tt.kind, tt.status)); wrong != "" {
			t.Errorf("%s: %s\n%s", name, wrong, got.body)
		}
		if strings.Contains(strings.ToLower(got.body+fmt.Sprint(got.header)), "canary") {
			t.Errorf("%s: the answer repeats what was sent: %s", name, got.body)
		}
		if got.header.Get("X-Request-Id") == "" {
			t.Errorf("%s: no X-Request-Id", name)
		}
	}
}

func TestCompressedBodiesAreRefusedUnread(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	bomb := make([]byte, 64<<20)
	for range 2 {
		var packed bytes.Buffer
		writer := gzip.NewWriter(&packed)
		if _, err := writer.Write(bomb); err != nil {
			t.Fatal(err)
		}
		if err := writer.Close(); err != nil {
			t.Fatal(err)
		}
		bomb = packed.Bytes()
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun := time.Now()
	for _, encoding := range []string{"gzip, gzip", "gzip", "br", "deflate", "identity", "gzip,gzip,gzip,gzip"} {
		got := r.ask("POST", "/api/v1/preview", string(bomb), jsonType, "Content-Encoding: "+encoding)
		if got.status != 415 {
			t.Errorf("%s is %d", encoding, got.status)
		}
		checkProblem(t, encoding, got)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 48<<20 { // other tests run beside this one
		t.Logf("%d MB were allocated meanwhile", grown>>20)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("six bombs took %v", took)
	}
}

func TestFiberIsConfiguredAsItsTrapsDemand(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), nil)
	config := r.app.Config()
	if !config.Immutable || !config.CaseSensitive || !config.StrictRouting || config.UnescapePath || config.ProxyHeader != "" ||
		!config.EnableTrustedProxyCheck || !config.DisablePreParseMultipartForm || config.ETag || config.Prefork {
		t.Errorf("the configuration is %+v", config)
	}
}

func TestWhatOneRequestLeavesBehindIsNotOverwrittenByTheNext(t *testing.T) {
	t.Parallel()
	r := start(t, storetest.New(t), func(c *Config) { c.RateLimitOff = true })
	conn, err := net.Dial("tcp", r.addr) // one connection, so that one buffer is used again and again
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	reader := bufio.NewReader(conn)
	ids := make(map[string]string)
	for i := range 30 {
		name := fmt.Sprintf("name-%02d", i)
		body := mustJSON(t, map[string]string{"site": "demo", "url": page1 + "/" + name, "title": "title-" + name, "body": "text-" + name, "name": name})
		fmt.Fprintf(conn, "POST /api/v1/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Guest %s\r\nIdempotency-Key: key-%s\r\n%s\r\nContent-Length: %d\r\n\r\n%s",
			guestKeyOf(name), name, jsonType, len(body), body)
		got, err := readAnswer(reader)
		if err != nil || got.status != 201 {
			t.Fatalf("%s is %d %s (%v)", name, got.status, got.body, err)
		}
		if ids[name], err = at(got.body, "comment.id"); err != nil {
			t.Fatal(err)
		}
		r.ask("GET", "/api/v1/thread?site=demo&url="+page1+"/"+name, "") // its address is remembered
	}
	for name, id := range ids {
		for _, address := range []string{"/api/v1/thread?site=demo&url=" + page1 + "/" + name, "/api/v1/comments/" + id + "?site=demo"} {
			got := r.ask("GET", address, "")
			for _, kept := range []string{`"` + name + `"`, "text-" + name, "title-" + name, page1 + "/" + name, id} {
				if !strings.Contains(got.body, kept) {
					t.Errorf("%s has lost %s: %s", address, kept, got.body)
				}
			}
		}
	}
}

func TestServerThatIsShutDownAsItBeginsEnds(t *testing.T) {
	t.Parallel()
	for range 50 {
		server, err := New(Config{Assets: testAssets, Texts: testTexts, Log: slog.New(slog.DiscardHandler), Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		served := make(chan error, 1)
		go func() { served <- server.Serve(listener) }()
		if err := server.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := <-served; err != nil {
			t.Fatal(err)
		}
	}
}

func TestRequestsUnderWayAreFinishedAtShutdown(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan struct{}), make(chan struct{})
	r := start(t, storetest.New(t), func(c *Config) { c.Comments.Review = pausing(begun, goOn) })
	var got answer
	var asking sync.WaitGroup
	asking.Go(func() { got = r.post("ada", page1, "the last word") })
	<-begun
	ended := make(chan error, 1)
	go func() { ended <- r.Shutdown(t.Context()) }()
	select {
	case err := <-ended:
		t.Errorf("shutdown did not wait (%v)", err)
	case <-time.After(200 * time.Millisecond):
	}
	close(goOn)
	asking.Wait()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got.status != 201 {
		t.Errorf("the request under way was answered with %d %s", got.status, got.body)
	}
}
