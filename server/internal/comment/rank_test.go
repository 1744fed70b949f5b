package comment_test

import (
	"testing"
	"testing/quick"
	"time"

	"understory/server/internal/comment"
)

func TestTenTimesTheScoreIsWorthTwelveAndAHalfHours(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		respects, repliers int64
		later              time.Duration
	}{{0, 0, 0}, {9, 0, 12*time.Hour + 30*time.Minute}, {5, 2, 12*time.Hour + 30*time.Minute}, {99, 0, 25 * time.Hour}} {
		if got, want := comment.Rank(at, c.respects, c.repliers), comment.Rank(at.Add(c.later), 0, 0); got != want {
			t.Errorf("%d respects and %d repliers rank %d, want that of a bare comment %v later, %d", c.respects, c.repliers, got, c.later, want)
		}
	}
}

func TestMoreApprovalNeverRanksLower(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	rises := func(respects, repliers uint16) bool {
		here := comment.Rank(at, int64(respects), int64(repliers))
		return comment.Rank(at, int64(respects)+1, int64(repliers)) >= here && comment.Rank(at, int64(respects), int64(repliers)+1) >= here
	}
	if err := quick.Check(rises, nil); err != nil {
		t.Error(err)
	}
}
