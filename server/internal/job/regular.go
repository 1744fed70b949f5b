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
	// Turns makes it the work of all processes together, done by one of them each time; without, every process does it.
	Turns Turns
	// Panicked is told of each panic that was caught. May be nil.
	Panicked func()
}

// Turns says which process does what is due.
type Turns interface {
	// TakeTurn says whether it is this process's: whether no process has taken one for so long.
	TakeTurn(ctx context.Context, name string, every time.Duration) (bool, error)
	// ReturnTurn lets it be taken again at once, because the work was not done.
	ReturnTurn(ctx context.Context, name string) error
}

// looks is how often a process asks within a period whether it is its turn: the work is late by a tenth at most.
const looks = 10

// Run does it at once and then every so often, until the context ends. Neither an error nor a panic ends it.
func (r Regular) Run(ctx context.Context, log *slog.Logger) {
	every := r.Every
	if r.Turns != nil {
		every /= looks
	}
	timer := time.NewTicker(every)
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
			if r.Panicked != nil {
				r.Panicked()
			}
		}
	}()
	if err := r.inTurn(ctx); err != nil && ctx.Err() == nil {
		log.Warn("regular work not done", "name", r.Name, "error", err)
	}
}

// inTurn does it if it is this process's turn. A process that is killed meanwhile leaves it to the next turn.
func (r Regular) inTurn(ctx context.Context) error {
	if r.Turns == nil {
		return r.Do(ctx)
	}
	ours, err := r.Turns.TakeTurn(ctx, r.Name, r.Every)
	if err != nil || !ours {
		return err
	}
	done := false
	defer func() { // after a panic too
		if !done {
			r.giveBack(ctx)
		}
	}()
	err = r.Do(ctx)
	done = err == nil
	return err
}

// giveBack lets another process try. Where that cannot be said, the work waits for the next turn.
func (r Regular) giveBack(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = r.Turns.ReturnTurn(ctx, r.Name)
}
