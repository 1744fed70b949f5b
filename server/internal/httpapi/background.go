package httpapi

import (
	"context"
	"net"
	"runtime/debug"
	"time"

	"github.com/valyala/fasthttp"
)

// background runs fn beside the requests until the context ends. A panic there would end the whole process, so it is
// caught, logged, and fn begins again a second later. No other goroutine is started in this package, which a test holds.
func (a *api) background(ctx context.Context, name string, fn func(context.Context)) {
	go func() {
		for ctx.Err() == nil {
			a.survive(ctx, name, fn)
			pause(ctx, time.Second)
		}
	}()
}

func (a *api) survive(ctx context.Context, name string, fn func(context.Context)) {
	defer func() {
		if panicked := recover(); panicked != nil {
			a.logPanic("background work panicked and begins again", name, panicked)
		}
	}()
	fn(ctx)
}

// takeOver gives fn the bare connection of a request once its handler is done, instead of sending an answer. fn runs
// where no request's panic is caught, so one is caught here and ends the connection.
func (a *api) takeOver(rc *fasthttp.RequestCtx, name string, fn func(net.Conn)) {
	rc.HijackSetNoResponse(true)
	rc.Hijack(func(conn net.Conn) {
		defer func() {
			if panicked := recover(); panicked != nil {
				_ = conn.Close()
				a.logPanic("a connection that was taken over panicked and is closed", name, panicked)
			}
		}()
		if wrapped, ok := conn.(interface{ UnsafeConn() net.Conn }); ok {
			conn = wrapped.UnsafeConn() // the wrapper holds the buffer of what was read
		}
		fn(conn)
	})
}

// logPanic counts and logs a panic outside of a request.
func (a *api) logPanic(message, name string, panicked any) {
	a.figures.backgroundPanics.Inc()
	a.Log.Error(message, "name", name, "cause", harmless(panicked), "stack", string(debug.Stack()))
}

// pause waits, unless the context ends first.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
