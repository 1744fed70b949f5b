package httpapi

import (
	"context"
	"runtime/debug"
	"time"
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
			a.figures.backgroundPanics.Inc()
			a.Log.Error("background work panicked and begins again", "name", name, "cause", harmless(panicked), "stack", string(debug.Stack()))
		}
	}()
	fn(ctx)
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
