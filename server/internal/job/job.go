// Package job carries out what follows a write: the rows that a transaction left in the outbox, each at
// least once. It does not know what a kind means; wiring says who handles it.
package job

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/site"
)

// Task is an outbox row: what kind of thing happened, and to which row.
type Task struct {
	Site     site.ID
	ID       uuid.UUID
	Kind     string
	Row      uuid.UUID
	Attempts int // this one included
}

// Outbox is where tasks wait.
type Outbox interface {
	// ClaimDue takes due tasks and puts each off, so that a crash only delays it.
	ClaimDue(ctx context.Context, now, until time.Time, limit int) ([]Task, error)
	// Done forgets tasks that were carried out.
	Done(ctx context.Context, tasks []Task) error
}

// Dispatcher hands waiting tasks to Handle, one process of several at a time each.
type Dispatcher struct {
	Outbox Outbox
	Handle func(context.Context, Task) error
	Log    *slog.Logger
	Now    func() time.Time
	// Panicked is told of each panic that was caught. May be nil.
	Panicked func()
}

const (
	batch    = 100
	idle     = time.Second // how long a task of another process may wait
	patience = time.Minute // until a task that was taken but not done is taken again
)

// Regular is the dispatcher's work: all that is due, every second.
func (d *Dispatcher) Regular() Regular {
	return Regular{Name: "outbox", Every: idle, Panicked: d.Panicked, Do: func(ctx context.Context) error {
		for ctx.Err() == nil && d.Round(ctx) == batch {
			continue
		}
		return nil
	}}
}

// Round carries out one batch and returns how many it took.
func (d *Dispatcher) Round(ctx context.Context) int {
	now := d.Now()
	tasks, err := d.Outbox.ClaimDue(ctx, now, now.Add(patience), batch)
	if err != nil {
		if ctx.Err() == nil {
			d.Log.Warn("outbox does not answer", "error", err)
		}
		return 0
	}
	done := make([]Task, 0, len(tasks))
	for _, task := range tasks {
		if d.carryOut(ctx, task) {
			done = append(done, task)
		}
	}
	if err := d.Outbox.Done(ctx, done); err != nil && ctx.Err() == nil {
		d.Log.Warn("outbox does not forget, its tasks will come again", "error", err)
	}
	return len(tasks)
}

// carryOut says whether a task is done. A panic costs that task alone.
func (d *Dispatcher) carryOut(ctx context.Context, task Task) (done bool) {
	defer func() {
		if cause := recover(); cause != nil {
			d.Log.Error("task panicked", "kind", task.Kind, "row", task.Row, "cause", cause)
			if d.Panicked != nil {
				d.Panicked()
			}
		}
	}()
	err := d.Handle(ctx, task)
	if err != nil && ctx.Err() == nil {
		d.Log.Warn("task not done, will be tried again", "kind", task.Kind, "row", task.Row, "attempts", task.Attempts, "error", err)
	}
	return err == nil
}
