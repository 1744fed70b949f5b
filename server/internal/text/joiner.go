package text

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

const (
	nonJoiner = '\u200C' // ZWNJ: keeps two letters apart, as in Persian می‌شود
	joiner    = '\u200D' // ZWJ: binds two letters or emoji, as in Sinhala ශ්‍රී and 👩‍🚀
)

func isJoiner(r rune) bool { return r == nonJoiner || r == joiner }

// joinerScripts are those in whose words a joiner changes what is seen. Elsewhere it is only invisible.
var joinerScripts = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Nko, unicode.Mongolian, unicode.Phags_Pa, unicode.Adlam,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
}

// viramas end a consonant without a vowel; with ZWJ after one, even the last letter of a word takes its
// half form (Malayalam chillu, Bengali khanda ta in older spelling).
var viramas = []rune{0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0BCD, 0x0C4D, 0x0CCD, 0x0D4D, 0x0DCA}

// joins reports whether the joiner at i does something to be seen: between two letters of one script that
// needs joiners, after a virama, or between two emoji. It is the rule of RFC 5892 appendix A.1 and A.2,
// without the joining types of Arabic letters, which people do not keep to.
func joins(s []rune, i int) bool {
	if i == 0 {
		return false
	}
	last := i == len(s)-1 || s[i+1] == ' '
	if last {
		return s[i] == joiner && slices.Contains(viramas, s[i-1])
	}
	if s[i] == joiner && pictograph(s[i+1]) {
		return pictograph(emojiBefore(s, i))
	}
	before := letterBefore(s, i)
	return slices.ContainsFunc(joinerScripts, func(script *unicode.RangeTable) bool {
		return unicode.Is(script, before) && unicode.Is(script, s[i+1]) && unicode.In(s[i+1], unicode.L, unicode.M)
	})
}

// letterBefore is the last rune before i that belongs to one script: Arabic vowel signs belong to none.
func letterBefore(s []rune, i int) rune {
	for i--; i > 0 && unicode.Is(unicode.Inherited, s[i]) && !isJoiner(s[i]); i-- {
	}
	if !unicode.In(s[i], unicode.L, unicode.M) {
		return 0
	}
	return s[i]
}

// emojiBefore is the emoji before i, past its skin tone and its wish for colour (U+FE0F).
func emojiBefore(s []rune, i int) rune {
	for i--; i > 0 && (s[i] == 0xFE0F || skinTone(s[i])); i-- {
	}
	return s[i]
}

// varies reports whether the variation selector at i stands after something that has variants: an emoji,
// a symbol or digit that can be one, a Han ideograph (as in the Japanese name 辻󠄀), a Mongolian letter.
func varies(s []rune, i int) bool {
	if i == 0 {
		return false
	}
	before, vs := s[i-1], s[i]
	switch {
	case vs == 0xFE0E || vs == 0xFE0F:
		return pictograph(before) || unicode.In(before, unicode.Sm, unicode.Nd) || before == '#' || before == '*' ||
			before == 0x203C || before == 0x2049 // ‼ and ⁉
	case vs >= 0xE0100:
		return unicode.Is(unicode.Han, before)
	}
	return unicode.Is(unicode.Mongolian, vs) && unicode.Is(unicode.Mongolian, before)
}

// inFlag reports whether the tag at i belongs to one of the flags that Unicode recommends.
func inFlag(s []rune, i int) bool {
	start := i
	for start > 0 && isTag(s[start]) {
		start--
	}
	flag := string(s[start:])
	return i-start < utf8.RuneCountInString(flag[:flagLength(flag)])
}
