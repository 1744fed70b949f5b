package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/valyala/fasthttp"
)

// TestTheCeilingRepeatsAnAnswerWithItsHeaders goes from one server's answer to the same answer by the ceiling.
func TestTheCeilingRepeatsAnAnswerWithItsHeaders(t *testing.T) {
	t.Parallel()
	c := newClient(answering(t, func(c *fasthttp.RequestCtx) {
		c.SetContentType("application/json")
		c.Response.Header.Set("ETag", `"abc-gz"`)
		c.Response.Header.Set("Content-Encoding", "gzip")
		c.SetBodyString("packed")
	}), true)
	defer c.close()
	original := c.asking("/api/v1/thread?site=demo")
	if _, err := original.ask(); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(constantOf(&original.response))
	if err != nil {
		t.Fatal(err)
	}

	ctx, stop := context.WithCancel(t.Context())
	said, saying := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serveConstant(ctx, bytes.NewReader(text), saying) }()
	base, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()

	repeating := newClient(strings.TrimSpace(base), true)
	repeated := repeating.asking("/api/v1/thread?site=demo")
	if _, err := repeated.ask(); err != nil {
		t.Fatal(err)
	}
	original.response.Header.Del("Date")
	repeated.response.Header.Del("Date")
	if got, want := repeated.response.String(), original.response.String(); got != want {
		t.Errorf("the ceiling answers\n%s\nwant\n%s", got, want)
	}
	repeating.close()
	stop()
	if err := <-ended; err != nil {
		t.Errorf("the ceiling ended with %v", err)
	}
}

func TestTheCeilingWantsAnAnswerToGive(t *testing.T) {
	t.Parallel()
	if err := serveConstant(t.Context(), strings.NewReader("no JSON"), io.Discard); err == nil {
		t.Error("got no error")
	}
}
