package job_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"understory/server/internal/job"
)

func TestRegularWorkGoesOnAfterAnErrorAndAPanic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		done := 0
		regular := job.Regular{Name: "test", Every: time.Hour, Do: func(context.Context) error {
			done++
			switch done {
			case 1:
				return errors.New("not now")
			case 2:
				panic("oh")
			case 4:
				stop()
			}
			return nil
		}}
		began := time.Now()
		regular.Run(ctx, slog.New(slog.DiscardHandler))
		if took := time.Since(began); done != 4 || took != 3*time.Hour {
			t.Errorf("done %d times in %v, want 4 times in 3 h", done, took)
		}
	})
}
