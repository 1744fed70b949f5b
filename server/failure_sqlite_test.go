package main

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestFailureSQLiteIsLockedByAnotherProcess(t *testing.T) {
	t.Parallel()
	held := 5 * time.Second
	if soaking() {
		held = time.Minute
	}
	databaseURL := storetest.SQLite(t)
	s := besiege(t, start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off"), 8)
	s.writing(20, 10*time.Second)
	release := lock(t, databaseURL)
	s.passes(held)
	if s.refusedWith(503) == 0 {
		t.Error("nobody was told that writing does not work")
	}
	release()
	if took := s.writing(20, 10*time.Second); took > recovered {
		t.Errorf("the first post after the lock was released took %v", took)
	}
	s.end()
}

// lock holds a file's write lock, as a backup program may, and gives what releases it.
func lock(t *testing.T, databaseURL string) (release func()) {
	t.Helper()
	other, err := store.Open(t.Context(), databaseURL)
	must(t, err)
	locked, done := make(chan struct{}), make(chan error, 1)
	ctx, letGo := context.WithCancel(t.Context())
	errReleased := errors.New("released")
	go func() {
		done <- other.InTx(context.WithoutCancel(ctx), func(context.Context) error {
			close(locked)
			<-ctx.Done()
			return errReleased
		})
	}()
	select {
	case <-locked:
	case err := <-done:
		t.Fatalf("lock the file: %v", err)
	}
	return func() {
		letGo()
		if err := <-done; !errors.Is(err, errReleased) {
			t.Errorf("release the file: %v", err)
		}
		must(t, other.Close())
	}
}

func TestFailureSQLiteDiskIsFull(t *testing.T) {
	t.Parallel()
	if !mayMount() {
		return
	}
	disk := smallDisk(t, "16m")
	s := besiege(t, start(t, "sqlite:"+filepath.Join(disk, "full.db"), "UNDERSTORY_RATE_LIMIT=off"), 8)
	s.fillsUp(disk)
	s.end()
}
