package store

import (
	"context"
	"fmt"
	"strconv"

	"understory/server/internal/fault"
)

// oldestProgram names, among the installation's values, the schema that a program must know to run on the database.
// The migrations themselves raise it, in their own transactions, so that it is true from the moment it matters.
const oldestProgram = "oldest_program"

// TooOldError says that a newer program has changed the schema into one that this program would read or write wrongly.
type TooOldError struct {
	Known, Needed int64
}

func (e *TooOldError) Error() string {
	return fmt.Sprintf("the database was made ready for a newer Understory (it takes programs that know its schema %d, this one knows %d): "+
		"start the newer program, or restore a backup from before", e.Needed, e.Known)
}

// Fits says whether this program may run on the database as it is now: newer programs may have brought the schema
// further, as long as they only added to it. It is a *TooOldError when not.
func (s *Store) Fits(ctx context.Context) error {
	kept, err := s.Installation(ctx, oldestProgram)
	if fault.KindOf(err) == fault.NotFound { // no migration has said anything yet
		return nil
	}
	if err != nil {
		return fmt.Errorf("read what programs the schema takes: %w", err)
	}
	needed, err := schemaNumber(kept)
	if err != nil {
		return err
	}
	if needed > s.schema {
		return &TooOldError{Known: s.schema, Needed: needed}
	}
	return nil
}

// schemaNumber reads what is kept under oldestProgram.
func schemaNumber(kept []byte) (int64, error) {
	number, err := strconv.ParseInt(string(kept), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read what programs the schema takes: %w", err)
	}
	return number, nil
}
