package main

import (
	"math"
	"math/rand/v2"
	"strings"
)

// mixed has comments as a newspaper gets them: most are short and a few are long, some quote, link or list, some are
// respected by many. A browser draws these.
var mixed = manner{
	roots: []int{0, 3, 6, 8},
	write: (*prose).comment,
	liked: func(random *rand.Rand) int64 { return int64(spread(random, 2)) },
}

// Lengths in characters. Those of mixed comments are log-normal: half are below the median, one in forty above seven
// times that.
const (
	medianLength    = 200
	shortestComment = 15
	longestComment  = 3_000
	paragraphLength = 400
)

// spread is log-normal, with the standard deviation of one in the logarithm.
func spread(random *rand.Rand, median float64) float64 {
	return median * math.Exp(random.NormFloat64())
}

// comment is a text in Markdown.
func (p *prose) comment() string {
	length := int(min(longestComment, max(shortestComment, spread(p.random, medianLength))))
	var blocks []string
	for ; length > paragraphLength; length -= paragraphLength {
		blocks = append(blocks, p.text(paragraphLength))
	}
	blocks = append(blocks, p.text(max(length, shortestComment)))
	switch chance := p.random.IntN(100); {
	case chance < 8:
		blocks = append(blocks, "> "+p.text(80), "["+p.text(30)+"](https://example.org/"+p.newWord()+")")
	case chance < 16:
		blocks[0] += " *" + p.text(20) + "*"
	case chance < 20:
		blocks = append(blocks, "- "+p.text(40)+"\n- "+p.text(40)+"\n- "+p.text(40))
	case chance < 22:
		blocks[0] += " `" + p.newWord() + "`"
	}
	return strings.Join(blocks, "\n\n")
}
