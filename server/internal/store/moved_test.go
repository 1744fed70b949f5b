package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestMovedTellsTheCommitsOfOthersFromOnesOwn(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		one, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer one.Close()
		other, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		on, err := one.AddSite(t.Context(), site.Demo())
		if err != nil {
			t.Fatal(err)
		}
		write := func(s *store.Store) func() error {
			return func() error {
				return s.AddOutbox(t.Context(), on.ID, "kind", uuid.Must(uuid.NewV7()), time.Now())
			}
		}
		read := func() error { _, err := other.Sites(t.Context()); return err }
		for _, step := range []struct {
			name  string
			does  func() error
			moved bool
		}{
			{"nobody was asked before", func() error { return nil }, true},
			{"nothing happened", func() error { return nil }, false},
			{"it wrote itself", write(one), false},
			{"another one read", read, false},
			{"another one wrote", write(other), true},
			{"nothing happened since", func() error { return nil }, false},
		} {
			if err := step.does(); err != nil {
				t.Fatal(err)
			}
			if moved, err := one.Moved(t.Context()); err != nil || moved != (step.moved || one.Shared()) {
				t.Errorf("%s: moved is %v (%v)", step.name, moved, err)
			}
		}
	})
}
