package httpapi

import (
	"syscall"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"fmt"
	"understory/server/internal/storetest"
)

func request1(path string) *fasthttp.RequestCtx {
	rc := new(fasthttp.RequestCtx)
	rc.Request.SetRequestURI(path)
	rc.Request.Header.SetMethod("GET")
	rc.Request.Header.SetHost("localhost")
	rc.Request.Header.Set("Accept-Encoding", "gzip, deflate, br")
	return rc
}

func BenchmarkHot(b *testing.B) {
	r := start(b, storetest.New(b), func(c *Config) { c.RateLimitOff = true })
	for i := range 60 {
		r.post("ada", page1, fmt.Sprintf("comment %d and words to make it longer than it would be", i))
	}
	path := "/api/v1/thread?site=demo&url=http%3A%2F%2Flocalhost%3A3000%2Fstory-1"
	h := r.app.Server().Handler
	rc := request1(path)
	for range 5 {
		h(rc)
	}
	constant := append([]byte{}, rc.Response.Body()...)
	b.Run("ours", func(b *testing.B) {
		cpu0 = cpu()
		for b.Loop() {
			rc.ResetUserValues()
			rc.Response.Reset()
			h(rc)
		}
		report(b)
		if rc.Response.StatusCode() != 200 {
			b.Fatal(rc.Response.StatusCode())
		}
		b.Log(len(rc.Response.Body()))
	})
	app := fiber.New(fiber.Config{Immutable: true, CaseSensitive: true, StrictRouting: true, DisableStartupMessage: true})
	app.Get("/api/v1/thread", func(c *fiber.Ctx) error { return c.Send(constant) })
	bh := app.Handler()
	b.Run("fiber", func(b *testing.B) {
		cpu0 = cpu()
		rc := request1(path)
		for b.Loop() {
			rc.ResetUserValues()
			rc.Response.Reset()
			bh(rc)
		}
		report(b)
	})
}

var cpu0 int64

func cpu() int64 {
	var u syscall.Rusage
	syscall.Getrusage(0, &u)
	return u.Utime.Nano() + u.Stime.Nano()
}
func report(b *testing.B) { b.ReportMetric(float64(cpu()-cpu0)/float64(b.N), "cpu-ns/op") }
