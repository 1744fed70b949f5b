package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"understory/server/internal/fault"
)

// How long a password may be, in bytes of UTF-8.
const (
	MinPassword = 12
	MaxPassword = 1000
)

// cost is what one argon2id hash takes. The figures are those of the OWASP Password Storage Cheat Sheet.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

var usualCost = cost{memory: 19 << 10, passes: 2, lanes: 1}

const (
	saltLength = 16
	keyLength  = 32
)

// hashing lets two passwords be hashed at once in this process, so that a flood of sign-ins waits in line
// instead of taking 19 MiB each.
var hashing = make(chan struct{}, 2)

// enter takes a turn. Faults: RateLimited when the context ends before one is free.
func enter(ctx context.Context, turns chan struct{}) error {
	select {
	case turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.Retry(fault.RateLimited, 10*time.Second, "Too many people are signing in just now. Please try again in a moment.")
	}
}

func hashWith(ctx context.Context, password string, salt []byte, c cost, length uint32) ([]byte, error) {
	if err := enter(ctx, hashing); err != nil {
		return nil, err
	}
	defer func() { <-hashing }()
	// The same letters come composed from one keyboard and decomposed from another.
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, c.passes, c.memory, c.lanes, length), nil
}

// hashPassword makes what is kept of a password, in the PHC string format.
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	key, err := hashWith(ctx, password, salt, usualCost, keyLength)
	if err != nil {
		return "", err
	}
	return encodeHash(usualCost, salt, key), nil
}

// nobodysHash fits no password. Those who name an unknown account are compared with it, so that the time
// an answer takes does not tell who has one.
var nobodysHash = encodeHash(usualCost, make([]byte, saltLength), make([]byte, keyLength))

// isPassword compares in constant time.
func isPassword(ctx context.Context, encoded, password string) (bool, error) {
	c, salt, want, err := decodeHash(encoded)
	if err != nil {
		return false, err
	}
	got, err := hashWith(ctx, password, salt, c, uint32(len(want)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

func encodeHash(c cost, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

func decodeHash(encoded string) (c cost, salt, key []byte, err error) {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost{}, nil, nil, errors.New("read password hash: it is not of argon2id")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return cost{}, nil, nil, fmt.Errorf("read cost of password hash: %w", err)
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(saltErr, keyErr); err != nil {
		return cost{}, nil, nil, fmt.Errorf("read password hash: %w", err)
	}
	if c.passes < 1 || c.lanes < 1 || len(key) == 0 {
		return cost{}, nil, nil, errors.New("read password hash: its cost or key is nothing")
	}
	return c, salt, key, nil
}

// checkPassword says whether a password may be chosen. Faults: Invalid with the field password.
func checkPassword(password string) error {
	switch {
	case !utf8.ValidString(password):
		return fault.Field("password", "The password is not valid UTF-8.")
	case len(password) < MinPassword:
		return fault.Field("password", "A password has at least %d characters. Several words are easier to remember than one with digits.", MinPassword)
	case len(password) > MaxPassword:
		return fault.Field("password", "A password may be at most %d bytes long.", MaxPassword)
	}
	return nil
}
