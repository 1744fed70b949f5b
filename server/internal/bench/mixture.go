package main

import (
	"math"
	"math/rand/v2"
	"strings"

	"understory/server/internal/seed"
)

// mixed has comments as a newspaper gets them: most are short and a few are long, some quote, link or list, some are
// respected by many. A browser draws these.
var mixed = manner{
	roots: []int{0, 3, 6, 8},
	write: mixedComment,
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

// mixedComment is a text in Markdown.
func mixedComment(p *seed.Prose) string {
	length := int(min(longestComment, max(shortestComment, spread(p.Random, medianLength))))
	var blocks []string
	for ; length > paragraphLength; length -= paragraphLength {
		blocks = append(blocks, p.Text(paragraphLength))
	}
	blocks = append(blocks, p.Text(max(length, shortestComment)))
	switch chance := p.Random.IntN(100); {
	case chance < 8:
		blocks = append(blocks, "> "+p.Text(80), "["+p.Text(30)+"](https://example.org/"+p.Word()+")")
	case chance < 16:
		blocks[0] += " *" + p.Text(20) + "*"
	case chance < 20:
		blocks = append(blocks, "- "+p.Text(40)+"\n- "+p.Text(40)+"\n- "+p.Text(40))
	case chance < 22:
		blocks[0] += " `" + p.Word() + "`"
	}
	return strings.Join(blocks, "\n\n")
}
