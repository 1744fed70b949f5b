package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"understory/server/internal/fault"
)

// MaxName is the most code points that a name may have.
const MaxName = 100

// Name is a name that a person goes by: one line, trimmed, single spaces, NFC.
// Unlike in a body nothing is dropped from it in silence. A name stands beside other people's, and one that
// holds what cannot be seen could pass for another; the person is told and picks again.
func Name(s string) (string, error) {
	s, err := soundLine("name", s)
	if err != nil {
		return "", err
	}
	s = oneSpace(norm.NFC.String(s))
	if s == "" {
		return "", fault.Field("name", "Please enter a name.")
	}
	if n := utf8.RuneCountInString(s); n > MaxName {
		return "", fault.Field("name", "A name may be at most %d characters long, and this one has %d.", MaxName, n)
	}
	if err := nameHolds([]rune(s)); err != nil {
		return "", err
	}
	return s, nil
}

func nameHolds(name []rune) error {
	named, pile := false, 0
	for i, r := range name {
		if err := nameRune(name, i); err != nil {
			return err
		}
		if !unicode.In(r, unicode.Mn, unicode.Me) {
			pile = 0
		} else if pile++; pile > mostNameMarks(r) {
			return fault.Field("name", "This name has too many accents on one letter. Please use fewer.")
		}
		named = named || unicode.In(r, unicode.L, unicode.N) && !unseen(r) || pictograph(r)
	}
	if !named {
		return fault.Field("name", "A name needs at least one letter, digit or emoji.")
	}
	return nil
}

// nameRune says what is wrong with the character at i, if anything.
func nameRune(name []rune, i int) error {
	r := name[i]
	switch {
	case r == ' ':
		return nil
	case isBidiControl(r):
		return fault.Field("name", "A name may not hold characters that turn the direction of writing (U+%04X). Please type it anew.", r)
	case isJoiner(r) && joins(name, i), unicode.Is(unicode.Variation_Selector, r) && varies(name, i):
		return nil
	case isTag(r) && inFlag(name, i):
		return nil
	case unseen(r) || isTag(r):
		return fault.Field("name", "A name may not hold invisible characters (U+%04X). Please type it anew.", r)
	case unicode.Is(unicode.M, r) && (i == 0 || name[i-1] == ' '):
		return fault.Field("name", "This name has an accent without a letter (U+%04X). Please type it anew.", r)
	case unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S) && r != unicode.ReplacementChar, pictograph(r):
		return nil
	}
	return fault.Field("name", "A name may not hold the character U+%04X, which many devices cannot show.", r)
}

// mostNameMarks is stricter than mostMarks: a name is short, and stands in one line with others'.
// Vowel signs of Arabic belong to every script on paper; three are written on one letter at most.
func mostNameMarks(r rune) int {
	switch {
	case 0x064B <= r && r <= 0x065F, r == 0x0670:
		return 3
	case unicode.In(r, unicode.Inherited, unicode.Common):
		return 2
	case mostMarks(r) > 4:
		return 6
	}
	return 3
}
