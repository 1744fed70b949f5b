package moderation

import (
	"fmt"
	"math"
	"unicode"
	"unicode/utf8"

	"understory/server/internal/comment"
)

// Below so many letters capitals may be names and headlines; above that share of all letters they are a voice.
const (
	shoutLetters = 50
	shoutShare   = 0.7
)

// seeShouting sees long texts mostly in capitals. Letters of scripts without case count as not capital, so
// that abbreviations in a Japanese or Arabic text are no shouting; addresses are nobody's voice.
func seeShouting(r reading) []comment.Finding {
	letters, capitals := 0, 0
	for _, c := range addressInText.ReplaceAllLiteralString(r.body, "") {
		if unicode.IsLetter(c) {
			letters++
		}
		if unicode.IsUpper(c) {
			capitals++
		}
	}
	share := float64(capitals) / float64(max(letters, 1))
	if letters < shoutLetters || share < shoutShare {
		return nil
	}
	return []comment.Finding{{
		Reason: fmt.Sprintf("%.0f %% of the letters are capitals", math.Floor(100*share)),
		End:    utf8.RuneCountInString(r.body), Weight: share,
	}}
}
