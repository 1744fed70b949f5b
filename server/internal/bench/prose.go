package main

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// prose writes texts of made-up words. Like those of a language they are few and frequent or many and rare (Zipf's
// law), so that the texts compress about as well as what people write. The same seed gives the same texts.
type prose struct {
	random *rand.Rand
	rank   *rand.Zipf
	words  []string
}

const vocabulary = 4_000

func newProse(random *rand.Rand) *prose {
	p := &prose{random: random, rank: rand.NewZipf(random, 1.2, 4, vocabulary-1), words: make([]string, vocabulary)}
	for i := range p.words {
		p.words[i] = p.newWord()
	}
	return p
}

// newWord strings one to four syllables together.
func (p *prose) newWord() string {
	const consonants, vowels = "bdfghklmnprstvw", "aeiou"
	var word strings.Builder
	for range 1 + p.random.IntN(4) {
		word.WriteByte(consonants[p.random.IntN(len(consonants))])
		word.WriteByte(vowels[p.random.IntN(len(vowels))])
		if p.random.IntN(3) == 0 {
			word.WriteByte(consonants[p.random.IntN(len(consonants))])
		}
	}
	return word.String()
}

// text is sentences of length characters in all.
func (p *prose) text(length int) string {
	var text strings.Builder
	for text.Len() < length {
		p.sentence(&text)
	}
	cut := strings.TrimRight(text.String()[:length-1], " .")
	return cut + strings.Repeat(".", length-len(cut))
}

func (p *prose) sentence(to *strings.Builder) {
	for i := range 5 + p.random.IntN(12) {
		word := []rune(p.words[p.rank.Uint64()])
		if i == 0 {
			word[0] = unicode.ToUpper(word[0])
		} else {
			to.WriteByte(' ')
		}
		to.WriteString(string(word))
	}
	to.WriteString(". ")
}
