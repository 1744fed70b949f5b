package comment

import (
	"math"
	"time"
)

// rankDecade is how much newer a comment must be to stand level with one of ten times its score.
const rankDecade = 45_000 * time.Second

// Rank orders roots by "best", greatest first, in milliseconds since 1970.
//
// It is the creation time moved forward by 12.5 hours for every factor of ten in the score
// 1 + respects + 2 × repliers, so that no clock is needed to read it and a cursor stays true: only a change
// to the comment itself moves it. A distinct person who answers counts for two respects, because an answer
// takes more than a press. The form, a logarithm of approval beside a linear age, and the figure of 45,000
// seconds are those of Reddit's published "hot" sort (reddit/r2/lib/db/_sorts.pyx, 2010 to 2017).
func Rank(created time.Time, respects, repliers int64) int64 {
	score := float64(1 + respects + 2*repliers)
	return created.UnixMilli() + int64(math.Round(math.Log10(score)*float64(rankDecade.Milliseconds())))
}

func (c *Comment) rerank() { c.Rank = Rank(c.CreatedAt, c.Respects, c.Repliers) }
