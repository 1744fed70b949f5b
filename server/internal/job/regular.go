package job

import (
	"context"
	"log/slog"
	"time"
)

// Regular is work that is due again and again, such as forgetting what has had its time.
type Regular struct {
	Name  string
	Every time.Duration
	Do    func(ctx context.Context) error
}

// Run does it at once and then every so often, until the context ends. Neither an error nor a panic ends it.
func (r Regular) Run(ctx context.Context, log *slog.Logger) {
	timer := time.NewTicker(r.Every)
	defer timer.Stop()
	for {
		r.once(ctx, log)
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
	}
}

func (r Regular) once(ctx context.Context, log *slog.Logger) {
	defer func() {
		if cause := recover(); cause != nil {
			log.Error("regular work panicked", "name", r.Name, "cause", cause)
		}
	}()
	if err := r.Do(ctx); err != nil && ctx.Err() == nil {
		log.Warn("regular work not done", "name", r.Name, "error", err)
	}
}
