package seed

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
)

// newRandom is chance that can be repeated, of its own for each purpose, so that what one part draws moves no other.
func newRandom(seed uint64, purpose string) *rand.Rand {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(purpose))               // never fails
	return rand.New(rand.NewPCG(seed, hash.Sum64())) //nolint:gosec // no secrets here
}

// ID is a UUIDv7 (RFC 9562 section 5.7) of a time, so that ids lie in the index as if they had been made then. Its next
// bits after the milliseconds count microseconds, so that ids of one thread sort as their times do.
func ID(random *rand.Rand, at time.Time) uuid.UUID {
	var id uuid.UUID
	part := uint64(at.UnixMicro()%1000) << 2 // of 12 bits
	binary.BigEndian.PutUint64(id[:8], uint64(at.UnixMilli())<<16|0x7000|part)
	binary.BigEndian.PutUint64(id[8:], 1<<63|random.Uint64N(1<<62))
	return id
}
