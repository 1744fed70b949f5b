package main

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"understory/server/internal/markup"
	"understory/server/internal/seed"
)

// A conversation is the comments that a thread is made of, over and over, so that the pages of a long thread and of a
// short one hold the same. Replies go down to the sixth level.
const (
	conversationSize    = 1_000
	tinySize            = 100
	rootsOfConversation = 300
	deepest             = 6
	textLength          = 200 // characters
	repliesLookBack     = 40  // comments, among which one to answer is looked for
	readers             = 200
)

// utterance is a comment of a conversation, by its place there.
type utterance struct {
	parent   int // its place, -1 for a root
	level    int
	reader   int
	respects int64
	source   string
	tree     []byte // JsonML
}

// manner is how the comments of a conversation are written.
type manner struct {
	roots []int // places among every ten comments; the others are answers
	write func(*seed.Prose) string
	liked func(*rand.Rand) int64 // respects of a comment
}

// evenly has comments of one length, so that pages of equal numbers have equal bytes.
var evenly = manner{
	roots: []int{0, 3, 6},
	write: func(words *seed.Prose) string { return words.Text(textLength) },
	liked: func(*rand.Rand) int64 { return 0 },
}

// conversation is always the same one.
func conversation(size int) ([]utterance, error) { return evenly.conversation(size) }

func (m manner) conversation(size int) ([]utterance, error) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // chance that can be repeated is what is wanted
	words := seed.NewProse(random, seed.Invented)
	all := make([]utterance, 0, size)
	for i := range size {
		u := utterance{parent: m.answered(random, all), level: 1, reader: random.IntN(readers), source: m.write(words), respects: m.liked(random)}
		parsed, err := markup.Parse(u.source)
		if err != nil {
			return nil, fmt.Errorf("parse text %d: %w", i, err)
		}
		u.tree = parsed.JSON()
		if u.parent >= 0 {
			u.level = all[u.parent].level + 1
		}
		all = append(all, u)
	}
	return all, nil
}

// answered is the place of a comment that the next one answers, -1 for none.
func (m manner) answered(random *rand.Rand, all []utterance) int {
	if slices.Contains(m.roots, len(all)%10) {
		return -1
	}
	for {
		parent := len(all) - 1 - random.IntN(min(len(all), repliesLookBack))
		if all[parent].level < deepest {
			return parent
		}
	}
}
