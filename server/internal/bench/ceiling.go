package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"understory/server/internal/subprocess"
)

// ceilingCommand is the word that makes this program the ceiling, in a process of its own.
const ceilingCommand = "serve-constant-bytes"

// constant is an answer that the ceiling repeats to whatever it is asked.
type constant struct {
	Headers [][2]string
	Body    []byte
}

// constantOf is the answer that the server just gave, less what every answer gets on its own.
func constantOf(response *fasthttp.Response) constant {
	var copied constant
	for name, value := range response.Header.All() {
		switch string(name) {
		case fasthttp.HeaderDate, fasthttp.HeaderContentLength, fasthttp.HeaderConnection:
		default:
			copied.Headers = append(copied.Headers, [2]string{string(name), string(value)})
		}
	}
	copied.Body = append(copied.Body, response.Body()...)
	return copied
}

// ceiling starts this very program as a bare Fiber server that knows one answer.
func (b *bench) ceiling(ctx context.Context, answer constant) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, fmt.Errorf("write the answer: %w", err)
	}
	cmd := subprocess.Command(ctx, b.scratch, nil, self, ceilingCommand)
	cmd.Stdin = bytes.NewReader(text)
	return b.run(cmd)
}

// serveConstant is the ceiling: it reads the answer, says where it is and serves until ctx ends.
func serveConstant(ctx context.Context, in io.Reader, out io.Writer) error {
	var answer constant
	if err := json.NewDecoder(in).Decode(&answer); err != nil {
		return fmt.Errorf("read the answer to give: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	app := answer.app()
	fmt.Fprintf(out, "http://%s\n\n", listener.Addr())
	stop := context.AfterFunc(ctx, func() { _ = app.Shutdown() }) // Listener returns then, with what there is to say
	defer stop()
	return app.Listener(listener)
}

// app is Fiber as it comes, with one handler.
func (k constant) app() *fiber.App {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/api/v1/thread", func(c *fiber.Ctx) error {
		response := c.Response()
		for _, header := range k.Headers {
			response.Header.Set(header[0], header[1])
		}
		response.SetBodyRaw(k.Body)
		return nil
	})
	return app
}
