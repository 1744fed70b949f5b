package account

import (
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/fault"
)

// ReaderID names a reader of one site.
type ReaderID = uuid.UUID

// Reader is a person who writes on a site. A guest is a reader known by a device key alone.
type Reader struct {
	ID        ReaderID
	KeyHash   KeyHash
	Name      string // as last used
	Email     string // unverified: grants nothing
	CreatedAt time.Time
}

// KeyHash is the SHA-256 of a guest's device key, the only form in which it is kept.
// The key has 256 random bits, so a plain hash cannot be searched backwards.
type KeyHash [sha256.Size]byte

// ParseGuestKey reads the 32 bytes that a widget made, in unpadded base64url, and hashes them. Faults: SignIn.
func ParseGuestKey(text string) (KeyHash, error) {
	key, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(key) != 32 {
		return KeyHash{}, fault.New(fault.SignIn, "The guest key is not one of ours. Reload the page and try again.")
	}
	return sha256.Sum256(key), nil
}
