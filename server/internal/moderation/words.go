package moderation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// word is a run of letters, digits and their accents, as compared and where it stands.
type word struct {
	text       string // NFKC with case folded
	start, end int    // code points of the text it came from
}

// unspaced are scripts that write no spaces between words. Each of their letters counts as a word, so that a
// phrase is found wherever it stands.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// words cuts a text into words. Wide, circled and otherwise dressed-up letters count as the plain ones, and what
// cannot be seen inside a word counts as nothing.
func words(text string) []word {
	var w wordCutter
	at := 0
	for _, r := range text {
		for _, part := range plainly(r) {
			w.take(part, at)
		}
		at++
	}
	w.close()
	return w.out
}

// plainly takes a character apart as NFKD does.
func plainly(r rune) []rune {
	if r < utf8.RuneSelf {
		return []rune{r}
	}
	return []rune(norm.NFKD.String(string(r)))
}

type wordCutter struct {
	out    []word
	open   []rune
	start  int
	end    int
	single bool // the open word takes no further letter
}

func (w *wordCutter) take(r rune, at int) {
	switch {
	case unicode.Is(unicode.Cf, r): // soft hyphens, joiners
		return
	case unicode.IsMark(r) && len(w.open) > 0:
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		alone := unicode.In(r, unspaced...)
		if alone || w.single {
			w.close()
		}
		w.single = alone
	default:
		w.close()
		return
	}
	if len(w.open) == 0 {
		w.start = at
	}
	w.open = append(w.open, r)
	w.end = at + 1
}

func (w *wordCutter) close() {
	if len(w.open) > 0 {
		w.out = append(w.out, word{text: fold(string(w.open)), start: w.start, end: w.end})
	}
	w.open, w.single = w.open[:0], false
}

func fold(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return norm.NFKC.String(cases.Fold().String(text))
	}
	return strings.ToLower(text)
}
