package comment

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// AnswerLife is how long an idempotency key answers for.
const AnswerLife = 24 * time.Hour

// Key is an idempotency key in its scope.
type Key struct {
	Actor account.KeyHash
	Route string
	Text  string // 1 to 200 printable ASCII characters
}

// Answer is what a key stands for: the request it came with and what was answered.
type Answer struct {
	Request [sha256.Size]byte
	Body    []byte
	At      time.Time
}

// Once asks that a request be carried out at most once. The zero Once asks for nothing.
type Once struct {
	Key     string
	Request [sha256.Size]byte
	Render  func(Comment) ([]byte, error) // the answer to keep
}

func (o Once) check() error {
	if len(o.Key) > 200 {
		return errKey()
	}
	for _, c := range []byte(o.Key) {
		if c < ' ' || c > '~' {
			return errKey()
		}
	}
	return nil
}

func errKey() error {
	return fault.Field("Idempotency-Key", "An Idempotency-Key is 1 to 200 printable ASCII characters.")
}

// replay finds the answer already given to this key, nil when there is none. Faults: KeyReused.
func (s *Service) replay(ctx context.Context, on site.ID, k Key, o Once) ([]byte, error) {
	kept, err := s.Store.Answer(ctx, on, k)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up idempotency key: %w", err)
	}
	if s.now().Sub(kept.At) > AnswerLife {
		return nil, nil
	}
	if !bytes.Equal(kept.Request[:], o.Request[:]) {
		return nil, fault.New(fault.KeyReused, "This Idempotency-Key came with another text before. Send the new text with a new key.")
	}
	return kept.Body, nil
}

// running knows the keys whose requests this process is carrying out.
type running struct {
	mu   sync.Mutex
	keys map[runningKey]struct{}
}

type runningKey struct {
	site site.ID
	key  Key
}

// enter says whether nobody else is at it, and gives the function that leaves.
func (r *running) enter(on site.ID, k Key) (leave func(), ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := runningKey{on, k}
	if _, taken := r.keys[at]; taken {
		return nil, false
	}
	if r.keys == nil {
		r.keys = make(map[runningKey]struct{})
	}
	r.keys[at] = struct{}{}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.keys, at)
	}, true
}
