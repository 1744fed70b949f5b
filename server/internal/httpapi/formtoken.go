package httpapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/site"
)

// A form token says that this server drew a form: when, for which article, and for whose browser. It needs no memory,
// and it seconds the check of the Origin, which is what keeps other pages from sending our forms.
//
// A page that caches share is drawn for no browser in particular, so its token is good in any. One that was drawn for
// a guest is good for that guest alone.

const (
	// tokenLife is how long a form may stand open.
	tokenLife = 12 * time.Hour
	// tokenStep is how exact a token's time is: within it a page stays the same, byte by byte, to those who keep it.
	tokenStep = 10 * time.Minute

	tokenTime = 8
)

// formToken is the token of a form on an article, drawn for a guest or, the zero hash, for anybody.
func (a *api) formToken(on site.Site, at comment.Page, guest account.KeyHash) string {
	drawn := binary.BigEndian.AppendUint64(nil, uint64(a.Now().Truncate(tokenStep).Unix()))
	return base64.RawURLEncoding.EncodeToString(append(drawn, a.sealForm(drawn, on, at, guest)...))
}

// goodToken says whether a form that a guest sends is one of ours, on this article, and not too old.
func (a *api) goodToken(text string, on site.Site, at comment.Page, guest account.KeyHash) bool {
	token, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(token) != tokenTime+sha256.Size {
		return false
	}
	drawn, seal := token[:tokenTime], token[tokenTime:]
	mine := hmac.Equal(seal, a.sealForm(drawn, on, at, guest))
	anybodys := hmac.Equal(seal, a.sealForm(drawn, on, at, account.KeyHash{}))
	age := a.Now().Sub(time.Unix(int64(binary.BigEndian.Uint64(drawn)), 0))
	return (mine || anybodys) && age < tokenLife+tokenStep
}

func (a *api) sealForm(drawn []byte, on site.Site, at comment.Page, guest account.KeyHash) []byte {
	mac := hmac.New(sha256.New, a.Secret)
	mac.Write([]byte("form/1"))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(on.ID)))
	mac.Write(drawn)
	mac.Write(guest[:])
	mac.Write([]byte(at.Identity))
	return mac.Sum(nil)
}
