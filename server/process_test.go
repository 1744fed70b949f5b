package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is the built program, running as an owner would run it.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	base  string        // http://127.0.0.1:port
	first string        // what it said before it was ready
	ended chan struct{} // closed when it has
	end   error         // how, from then on
	log   *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// binary builds the program once for all tests that run it.
var binary = sync.OnceValues(func() (string, error) { return build("understory") })

// build makes the program under a name, with further flags.
func build(name string, flags ...string) (string, error) {
	folder, err := built()
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, name)
	args := append([]string{"build", "-o", path}, flags...)
	out, err := exec.CommandContext(context.Background(), "go", append(args, ".")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
}

// built is the folder of what was built, to clear away at the end.
var built = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "understory-test-") })

func TestMain(m *testing.M) {
	code := m.Run()
	if folder, err := built(); err == nil {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

// start runs the program in an empty folder on a free port and waits until it says that it is ready.
func start(t *testing.T, databaseURL string, env ...string) *process {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	p, err := launch(t, path, databaseURL, env...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// launch is start for any build of the program, and for those who expect that it does not.
func launch(t *testing.T, path, databaseURL string, env ...string) (*process, error) {
	p := &process{t: t, cmd: exec.CommandContext(context.Background(), path), ended: make(chan struct{}), log: new(lockedBuffer)}
	p.cmd.Dir = t.TempDir()
	p.cmd.Env = append([]string{"DATABASE_URL=" + databaseURL, "UNDERSTORY_ADDR=127.0.0.1:0", "UNDERSTORY_LOG_FORMAT=json"}, env...)
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	t.Cleanup(p.kill)
	greeted := make(chan struct{})
	go func() { // the one reader of what it says, and the one who waits for its end
		p.first = greeting(out)
		close(greeted)
		_, _ = io.Copy(io.Discard, out)
		p.end = p.cmd.Wait()
		close(p.ended)
	}()
	<-greeted
	p.base = strings.Replace(readyAt.FindString(p.first), "[::]", "127.0.0.1", 1)
	if p.base == "" {
		<-p.ended
		return nil, fmt.Errorf("the program did not say where it is, and ended: %w\n%s\n%s", p.end, p.first, p.log)
	}
	return p, nil
}

var readyAt = regexp.MustCompile(`http://(?:[0-9.]+|\[::\]):\d+`)

// greeting is what the program says until it is ready, which it ends with an empty line.
func greeting(out io.Reader) string {
	var said strings.Builder
	line := bufio.NewReader(out)
	for {
		text, err := line.ReadString('\n')
		said.WriteString(text)
		if err != nil || strings.TrimSpace(text) == "" {
			return said.String()
		}
	}
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// stop asks the program to end and returns how it did.
func (p *process) stop(with syscall.Signal) error {
	p.t.Helper()
	if err := p.cmd.Process.Signal(with); err != nil {
		return err
	}
	select {
	case <-p.ended:
		return p.end
	case <-time.After(15 * time.Second):
		return errors.New("still there 15 s after the signal")
	}
}

// client gives up in time, so that a hanging server fails a test and does not stop it.
var client = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// answer is a response, read.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) json(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal(a.body, into); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, a.body)
	}
}

func (p *process) do(method, path string, body any, header ...string) (answer, error) {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return answer{}, err
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(context.Background(), method, p.base+path, sent)
	if err != nil {
		return answer{}, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, read}, err
}

// must is do for what has to be answered with a status.
func (p *process) must(status int, method, path string, body any, header ...string) answer {
	p.t.Helper()
	got, err := p.do(method, path, body, header...)
	if err != nil {
		p.t.Fatalf("%s %s: %v\n%s", method, path, err, p.log)
	}
	if got.status != status {
		p.t.Fatalf("%s %s: status %d, want %d\n%s\n%s", method, path, got.status, status, got.body, p.log)
	}
	return got
}
