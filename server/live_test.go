package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"understory/server/internal/storetest"
)

// TestAStoryIsFollowedUntilTheProgramStops is about the parts together: a post and a decision come out of the stream of
// the built program, and its end does not wait for the reader.
func TestAStoryIsFollowedUntilTheProgramStops(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		p := start(t, databaseURL)
		stream := p.follow("/api/v1/live?site=demo&thread_id=story")
		ana := newGuest()
		id := p.post(ana, "Ana", "The first word.", "")
		stream.until(t, `"added":[{"id":"`+id+`","parent":null}]`)
		p.decide(p.setUp(), id, "reject")
		stream.until(t, `"removed":["`+id+`"]`)
		begun := time.Now()
		if err := p.stop(syscall.SIGTERM); err != nil {
			t.Errorf("stopped: %v", err)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("it took %v to stop", took)
		}
		rest, err := io.ReadAll(stream)
		if err != nil || !strings.Contains(string(rest), "retry: ") {
			t.Errorf("the stream ends with %q (%v), want when to come back", rest, err)
		}
	})
}

type stream struct{ *bufio.Reader }

func (p *process) follow(path string) stream {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	p.t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = response.Body.Close() })
	if response.StatusCode != http.StatusOK {
		p.t.Fatalf("a stream is answered with %d", response.StatusCode)
	}
	return stream{bufio.NewReader(response.Body)}
}

// until reads up to the line that holds some words.
func (s stream) until(t *testing.T, words string) {
	t.Helper()
	for {
		line, err := s.ReadString('\n')
		if err != nil {
			t.Fatalf("the stream ended before it said %s: %v", words, err)
		}
		if strings.Contains(line, words) {
			return
		}
	}
}
