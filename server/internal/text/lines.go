package text

import (
	"strings"
	"unicode/utf8"

	"understory/server/internal/fault"
)

// Lines is a text of several lines with at most maxRunes code points, such as the detail of a report.
// Its characters are treated as in [Body], white space around it is trimmed, and empty is allowed.
func Lines(field, s string, maxRunes int) (string, error) {
	s, err := sound(field, lineEnds.Replace(s))
	if err != nil {
		return "", err
	}
	var c Cleaner
	s = strings.TrimSpace(c.Clean(s))
	if n := utf8.RuneCountInString(s); n > maxRunes {
		return "", fault.Field(field, "This may be at most %d characters long, and has %d.", maxRunes, n)
	}
	return s, nil
}
