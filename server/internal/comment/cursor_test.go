package comment

import (
	"encoding/base64"
	"testing"

	"github.com/google/uuid"

	"understory/server/internal/fault"
)

// FuzzCursor holds what a cursor promises: one that this installation did not write for a place is refused there,
// and one that it wrote comes back as the position it was written for.
func FuzzCursor(f *testing.F) {
	cursors := Cursors{Secret: []byte("a secret of the tests")}
	at := place{site: 1, article: uuid.MustParse("01a210c3-6fa7-7190-bff8-662de507ea61"), sort: Best}
	f.Add("", int64(0), []byte{})
	f.Add("x", int64(-1), []byte("0123456789abcdef"))
	f.Add(cursors.write(at, Position{Key: 7, ID: at.article}), int64(7), at.article[:])
	f.Add(base64.RawURLEncoding.EncodeToString(make([]byte, cursorPosition+cursorSeal)), int64(1)<<62, make([]byte, 16))
	f.Fuzz(func(t *testing.T, text string, key int64, id []byte) {
		got, err := cursors.read(at, text)
		switch {
		case text == "" && (err != nil || !got.Start()):
			t.Errorf("no cursor: got %v, %v; want the beginning", got, err)
		case text != "" && err == nil && cursors.write(at, got) != text:
			t.Errorf("read(%q) = %v, which is written otherwise", text, got)
		case err != nil && fault.KindOf(err) != fault.BadCursor:
			t.Errorf("read(%q): got %v, want bad_cursor", text, err)
		}
		position := Position{Key: key}
		copy(position.ID[:], id)
		written := cursors.write(at, position)
		if back, err := cursors.read(at, written); err != nil || back != position {
			t.Errorf("%v came back as %v, %v", position, back, err)
		}
		for name, elsewhere := range map[string]place{
			"another site": {site: 2, article: at.article, sort: at.sort}, "another sort": {site: 1, article: at.article, sort: Newest},
			"a branch": {site: 1, article: at.article, parent: at.article}, "another article": {site: 1, sort: at.sort},
		} {
			if _, err := cursors.read(elsewhere, written); fault.KindOf(err) != fault.BadCursor {
				t.Errorf("on %s: got %v, want bad_cursor", name, err)
			}
		}
		if _, err := (Cursors{Secret: []byte("another installation")}).read(at, written); fault.KindOf(err) != fault.BadCursor {
			t.Errorf("with another secret: got %v, want bad_cursor", err)
		}
	})
}
