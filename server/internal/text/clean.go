package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Cleaner drops what a reader of a comment must not meet, and nothing that a language needs:
//
//   - control characters except tab and LF,
//   - U+202A to U+202E and U+2066 to U+2069, which reorder the text around them, and their deprecated kin
//     U+206A to U+206F. Right-to-left text itself, U+200E and U+200F stay,
//   - tag characters, which hide messages, except in the three flags that Unicode recommends,
//   - U+FEFF and noncharacters, which XML and some parsers refuse,
//   - accents piled on one base beyond what any language writes.
//
// The zero value is ready. The pile goes on from one call to the next, so that cutting a text into pieces
// does not let it grow; use one Cleaner for each paragraph.
type Cleaner struct {
	pile int // nonspacing marks since the last base; full once one was dropped
}

const full = 1 << 20

// Clean gives the kept part of s in NFC. Cleaning twice changes nothing more.
func (c *Cleaner) Clean(s string) string {
	if plain(s) {
		if s != "" {
			c.pile = 0
		}
		return s
	}
	// The last step is for a mark that now touches the letter after it, with which it can compose.
	return norm.NFC.String(c.limit(norm.NFC.String(strip(s))))
}

// plain reports whether s is ASCII without control characters, which needs no cleaning.
func plain(s string) bool {
	for i := range len(s) {
		if b := s[i]; b >= utf8.RuneSelf || isControl(rune(b)) {
			return false
		}
	}
	return true
}

func strip(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for i, r := range s {
		if n := flagLength(s[i:]); n > 0 {
			out.WriteString(s[i : i+n])
		} else if !harmful(r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// harmful is what no kept text holds. Tag characters are in it: strip writes a whole flag at once, and then
// meets its tags one by one and leaves them out.
func harmful(r rune) bool {
	switch {
	case isControl(r), isBidiControl(r), isTag(r):
		return true
	case 0x206A <= r && r <= 0x206F, r == 0xFEFF:
		return true
	}
	return unicode.Is(unicode.Noncharacter_Code_Point, r)
}

func isBidiControl(r rune) bool {
	return 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069
}

func isTag(r rune) bool { return 0xE0000 <= r && r <= 0xE007F }

// The emoji tag sequences recommended for general interchange: England, Scotland, Wales
// (Unicode Technical Standard 51, emoji-sequences.txt). Any other would be a place to hide text.
var flags = []string{flag("gbeng"), flag("gbsct"), flag("gbwls")}

func flag(region string) string {
	tagged := []rune{0x1F3F4}
	for _, letter := range region {
		tagged = append(tagged, 0xE0000+letter)
	}
	return string(append(tagged, 0xE007F))
}

// flagLength is the number of bytes of the tagged flag that s begins with, or 0.
func flagLength(s string) int {
	for _, f := range flags {
		if strings.HasPrefix(s, f) {
			return len(f)
		}
	}
	return 0
}

// limit drops the marks on top of a full pile. All above the first that is too many go with it, so that what
// stays is the beginning of a normalised sequence.
func (c *Cleaner) limit(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for _, r := range s {
		if !unicode.In(r, unicode.Mn, unicode.Me) {
			c.pile = 0
		} else if c.pile++; c.pile > mostMarks(r) {
			c.pile = full
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// mostMarks is how high nonspacing marks may pile before r itself is too many. Four is more than living
// languages write with marks that any script may borrow. These scripts build syllables or pointed text
// from marks of their own and reach six (Biblical Hebrew: dagesh, shin dot, vowel, meteg, two accents).
func mostMarks(r rune) int {
	if unicode.In(r, unicode.Hebrew, unicode.Tibetan, unicode.Myanmar, unicode.Khmer, unicode.Tai_Tham) {
		return 8
	}
	return 4
}
