package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"understory/server/internal/fault"
)

// SessionLife is how long a staff session lasts, whatever is done in it.
const SessionLife = 12 * time.Hour

// clockSlack is by how much the clocks of two processes, or one that was set, may differ. A session that would last for
// longer than a whole life and this was opened while the clock was ahead, and does not count.
const clockSlack = 15 * time.Minute

// Token is a secret handed out once: 32 random bytes in unpadded base64url. It opens a session or the setup.
type Token string

// TokenHash is the SHA-256 of a token's bytes, the only form in which one is kept.
// A token has 256 random bits, so a plain hash cannot be searched backwards.
type TokenHash [sha256.Size]byte

// Session is a signed-in browser.
type Session struct {
	Hash      TokenHash
	Account   ID
	CreatedAt time.Time
	ExpiresAt time.Time
}

const tokenLength = 32

func newToken() (Token, TokenHash) {
	secret := make([]byte, tokenLength)
	_, _ = rand.Read(secret) // never fails
	return Token(base64.RawURLEncoding.EncodeToString(secret)), sha256.Sum256(secret)
}

// hash says whether t can be a token at all.
func (t Token) hash() (TokenHash, bool) {
	if len(t) != base64.RawURLEncoding.EncodedLen(tokenLength) { // the decoder passes over line breaks
		return TokenHash{}, false
	}
	secret, err := base64.RawURLEncoding.Strict().DecodeString(string(t))
	if err != nil || len(secret) != tokenLength {
		return TokenHash{}, false
	}
	return sha256.Sum256(secret), true
}

func newSession(of ID, now time.Time) (Token, Session) {
	token, hash := newToken()
	return token, Session{Hash: hash, Account: of, CreatedAt: now, ExpiresAt: now.Add(SessionLife)}
}

func errSignedOut() error {
	return fault.New(fault.SignIn, "You are not signed in, or your session has ended. Please sign in.")
}
