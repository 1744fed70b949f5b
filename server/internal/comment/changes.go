package comment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/site"
)

// ChangeLife is how long is kept what a version changed.
const ChangeLife = 10 * time.Minute

// Changes are what one version of an article changed in its public thread. All lists are empty when it was about the
// article itself.
type Changes struct {
	Version int64
	Added   []Added // became part of it, what is answered before its answers
	Changed []ID    // text, respects or status of what is still part of it; counts of replies are told by those
	Removed []ID    // no longer part of it
}

// Added is a comment that became part of a thread, and where.
type Added struct {
	ID     ID
	Parent uuid.NullUUID
}

// tell notes what became of one comment.
func (c *Changes) tell(before, after Comment) {
	switch {
	case before.Shown && after.Shown:
		c.Changed = append(c.Changed, after.ID)
	case before.Shown:
		c.Removed = append(c.Removed, after.ID)
	case after.Shown: // told from below upwards
		c.Added = slices.Insert(c.Added, 0, Added{after.ID, after.Parent})
	}
}

// keepChanges writes down what an article's new version changed, in the transaction that raised it.
func (s *Service) keepChanges(ctx context.Context, on site.ID, a Article, c Changes) error {
	c.Version = a.Version
	if err := s.Store.AddChanges(ctx, on, a.ID, c, s.now()); err != nil {
		return fmt.Errorf("keep changes of version %d: %w", a.Version, err)
	}
	return nil
}
