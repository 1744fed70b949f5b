package seed

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"understory/server/internal/markup"
)

// How much a phrasebook holds.
const (
	sentencesOfBook = 1_500
	blocksOfBook    = 80
)

// Lengths in characters. They are log-normal: half are below the median, one in forty above seven times that.
const (
	medianLength    = 150
	longestComment  = 3_000
	paragraphLength = 400
)

// phrasebook writes comments of sentences and blocks that were read as Markdown once, beforehand: reading every comment
// by itself would take several times as long as keeping it.
type phrasebook struct {
	prose     *Prose
	sentences []phrase
	blocks    []phrase
}

// phrase is a piece of Markdown with what it says as JsonML: of a sentence the text, of a block the element.
type phrase struct {
	source, tree string
	length       int
}

func newPhrasebook(seed uint64, in Language) (*phrasebook, error) {
	random := newRandom(seed, "phrases "+in.Tag)
	b := &phrasebook{prose: NewProse(random, in)}
	for range sentencesOfBook {
		made, err := read(b.prose.Sentence())
		if err != nil {
			return nil, err
		}
		made.tree = strings.TrimSuffix(strings.TrimPrefix(made.tree, `["p","`), `"]`)
		b.sentences = append(b.sentences, made)
	}
	for i := range blocksOfBook {
		made, err := read(b.prose.block(i))
		if err != nil {
			return nil, err
		}
		b.blocks = append(b.blocks, made)
	}
	return b, nil
}

// block is a quotation, a link, a list, stressed words or code.
func (p *Prose) block(i int) string {
	switch i % 5 {
	case 0:
		return "> " + p.Sentence()
	case 1:
		return "[" + p.Title() + "](https://example.org/" + fmt.Sprint(i) + ")"
	case 2:
		return "- " + p.Title() + "\n- " + p.Title() + "\n- " + p.Title()
	case 3:
		return "*" + p.Title() + "* " + p.Sentence()
	}
	return "`" + p.Title() + "` " + p.Sentence()
}

// read parses a block of Markdown by itself.
func read(source string) (phrase, error) {
	parsed, err := markup.Parse(source)
	if err != nil {
		return phrase{}, fmt.Errorf("parse a phrase: %w", err)
	}
	list := string(parsed.JSON())
	return phrase{source: source, tree: list[1 : len(list)-1], length: utf8.RuneCountInString(source)}, nil
}

// comment is a text in Markdown and as JsonML.
func (b *phrasebook) comment(random *rand.Rand) (source string, tree []byte) {
	left := int(min(longestComment, medianLength*math.Exp(random.NormFloat64())))
	var sources, trees []string
	for left > 0 || len(sources) == 0 {
		made := b.paragraph(random, min(left, paragraphLength))
		sources, trees = append(sources, made.source), append(trees, `["p","`+made.tree+`"]`)
		left -= made.length
	}
	if random.IntN(6) == 0 {
		block := b.blocks[random.IntN(len(b.blocks))]
		sources, trees = append(sources, block.source), append(trees, block.tree)
	}
	return strings.Join(sources, "\n\n"), []byte("[" + strings.Join(trees, ",") + "]")
}

// paragraph is sentences of about so many characters, one at least.
func (b *phrasebook) paragraph(random *rand.Rand, length int) phrase {
	made := b.sentences[random.IntN(len(b.sentences))]
	for made.length < length {
		next := b.sentences[random.IntN(len(b.sentences))]
		made = phrase{made.source + " " + next.source, made.tree + " " + next.tree, made.length + 1 + next.length}
	}
	return made
}
