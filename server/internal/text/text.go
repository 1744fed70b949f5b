// Package text says which characters a person's words may hold.
//
// Each function takes a value as it was sent and gives back the form that is kept, or a [fault.Error] of
// kind Invalid that names the field and says what to change. A kept value given in again comes back unchanged.
// The package does not know Markdown, languages or who is writing.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"understory/server/internal/fault"
)

// Body is a text of several lines, its line ends made LF and its letters NFC.
// Control characters are refused; what could reorder, hide or pile up text is dropped (see [Cleaner]).
// An empty body is not refused here, because only its Markdown tells whether anything is to be seen.
func Body(s string) (string, error) {
	s, err := sound("body", lineEnds.Replace(s))
	if err != nil {
		return "", err
	}
	var c Cleaner
	return c.Clean(s), nil
}

// U+2028 and U+2029 arrive from word processors and would break JavaScript and feeds.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// Line is a text of one line with at most maxRunes code points, such as a title or a reason.
// White space is trimmed and each run of it becomes one space; line breaks and control characters are refused.
// What is dropped is the same as in [Body]. An empty line is not refused: the caller knows whether it is needed.
func Line(field, s string, maxRunes int) (string, error) {
	s, err := soundLine(field, s)
	if err != nil {
		return "", err
	}
	var c Cleaner
	s = c.Clean(oneSpace(s))
	s = oneSpace(s) // what was dropped may have stood between two spaces
	if n := utf8.RuneCountInString(s); n > maxRunes {
		return "", fault.Field(field, "This may be at most %d characters long, and has %d.", maxRunes, n)
	}
	return s, nil
}

// Visible reports whether s shows anything to a person: white space, format characters, variation
// selectors, lone accents and letters that are drawn as nothing do not count.
func Visible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !unseen(r) && !unicode.Is(unicode.M, r) })
}

// sound refuses what no text may hold: bytes that are not UTF-8, and control characters but tab and LF.
func sound(field, s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.Field(field, "This is not valid UTF-8. Please send it as UTF-8.")
	}
	for _, r := range s {
		if isControl(r) {
			return "", fault.Field(field, "This holds a control character (U+%04X). Please remove it.", r)
		}
	}
	return s, nil
}

func soundLine(field, s string) (string, error) {
	if strings.ContainsAny(s, "\r\n\u2028\u2029") {
		return "", fault.Field(field, "This must be a single line. Please remove the line break.")
	}
	return sound(field, s)
}

func isControl(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\n'
}

// oneSpace trims white space and makes each run of it one U+0020.
func oneSpace(s string) string {
	return strings.Join(strings.Fields(s), " ")
}
