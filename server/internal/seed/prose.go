package seed

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prose writes texts of frequent words and made-up ones. Like those of a language they are few and frequent or many and
// rare (Zipf's law), so that the texts compress about as well as what people write. The same seed gives the same texts.
type Prose struct {
	Random   *rand.Rand // what it draws from
	language Language
	rank     *rand.Zipf
	words    []string
}

const vocabulary = 4_000

// NewProse makes up a language's rare words.
func NewProse(random *rand.Rand, in Language) *Prose {
	p := &Prose{language: in, Random: random, rank: rand.NewZipf(random, 1.2, 4, vocabulary-1), words: in.words()}
	for len(p.words) < vocabulary {
		p.words = append(p.words, p.Word())
	}
	return p
}

// Word strings one to four syllables together.
func (p *Prose) Word() string {
	consonants, vowels := []rune(p.language.consonants), []rune(p.language.vowels)
	var word strings.Builder
	for range 1 + p.Random.IntN(4) {
		word.WriteRune(consonants[p.Random.IntN(len(consonants))])
		word.WriteRune(vowels[p.Random.IntN(len(vowels))])
		if p.Random.IntN(3) == 0 {
			word.WriteRune(consonants[p.Random.IntN(len(consonants))])
		}
	}
	return word.String()
}

// Text is sentences of length characters in all.
func (p *Prose) Text(length int) string {
	var text strings.Builder
	for utf8.RuneCountInString(text.String()) < length {
		p.sentence(&text)
		text.WriteByte(' ')
	}
	cut := strings.TrimRight(string([]rune(text.String())[:length-1]), " .")
	return cut + strings.Repeat(".", length-utf8.RuneCountInString(cut))
}

// Sentence is five to sixteen words.
func (p *Prose) Sentence() string {
	var text strings.Builder
	p.sentence(&text)
	return text.String()
}

func (p *Prose) sentence(to *strings.Builder) {
	p.phrase(to, 5+p.Random.IntN(12))
	to.WriteString(p.language.stop)
}

// Title is a few words, as above a story.
func (p *Prose) Title() string {
	var text strings.Builder
	p.phrase(&text, 3+p.Random.IntN(6))
	return text.String()
}

func (p *Prose) phrase(to *strings.Builder, words int) {
	for i := range words {
		word := []rune(p.words[p.rank.Uint64()])
		if i == 0 {
			word[0] = unicode.ToUpper(word[0])
		} else {
			to.WriteString(p.language.between)
		}
		to.WriteString(string(word))
	}
}
