package comment

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"github.com/google/uuid"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// Sort is the order of a thread's roots. Replies are always oldest first.
type Sort string

// The sorts.
const (
	Best   Sort = "best"
	Newest Sort = "newest"
	Oldest Sort = "oldest"
)

// Position is where a page ended: the sort key of its last comment. The zero Position is the beginning.
type Position struct {
	Key int64 // rank, or microseconds since 1970
	ID  ID
}

// Start says whether p is the beginning.
func (p Position) Start() bool { return p.ID == uuid.Nil }

// place is what a cursor is bound to: a list of roots, or the replies to one comment.
type place struct {
	site    site.ID
	article ArticleID
	parent  ID   // nil for roots
	sort    Sort // "" for replies
}

const (
	cursorPosition = 24 // key and id
	cursorSeal     = 12
)

// Cursors makes and reads cursors sealed with the installation's secret, so that one place's cursor
// is worth nothing in another and a made-up one is refused before it reaches the database.
type Cursors struct{ Secret []byte }

func (c Cursors) seal(at place, position []byte) []byte {
	mac := hmac.New(sha256.New, c.Secret)
	mac.Write([]byte("cursor/1"))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(at.site)))
	mac.Write(at.article[:])
	mac.Write(at.parent[:])
	mac.Write([]byte(at.sort))
	mac.Write(position)
	return mac.Sum(nil)[:cursorSeal]
}

// WriteFor makes a cursor for another feature's list on a site. Its name is a word that is no sort.
func (c Cursors) WriteFor(on site.ID, list string, after Position) string {
	return c.write(place{site: on, sort: Sort(list)}, after)
}

// ReadFor gives the beginning for an empty cursor. Faults: BadCursor.
func (c Cursors) ReadFor(on site.ID, list, text string) (Position, error) {
	return c.read(place{site: on, sort: Sort(list)}, text)
}

func (c Cursors) write(at place, after Position) string {
	out := make([]byte, 0, cursorPosition+cursorSeal)
	out = binary.BigEndian.AppendUint64(out, uint64(after.Key))
	out = append(out, after.ID[:]...)
	out = append(out, c.seal(at, out)...)
	return base64.RawURLEncoding.EncodeToString(out)
}

// read gives the beginning for an empty cursor. Faults: BadCursor.
func (c Cursors) read(at place, text string) (Position, error) {
	if text == "" {
		return Position{}, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != cursorPosition+cursorSeal {
		return Position{}, errBadCursor()
	}
	position, seal := raw[:cursorPosition], raw[cursorPosition:]
	if !hmac.Equal(seal, c.seal(at, position)) {
		return Position{}, errBadCursor()
	}
	return Position{Key: int64(binary.BigEndian.Uint64(position)), ID: ID(position[8:])}, nil
}

func errBadCursor() error {
	return fault.New(fault.BadCursor, "This cursor belongs to another list. Start again without one.")
}
