package moderation

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	"understory/server/internal/comment"
)

// manyLinks is how many links to other sites make a comment look like advertising.
const manyLinks = 3

// addressInText finds where links stand in a source. How many there are, the parsed text knows better.
var addressInText = regexp.MustCompile(`(?i)(?:https?://|www\.|mailto:)[^\s<>()\[\]]+`)

// seeLinks sees many links that lead away from the site.
func seeLinks(r reading) []comment.Finding {
	away := 0
	for _, link := range r.links {
		if !r.site.AllowsPage(link) {
			away++
		}
	}
	if away < manyLinks {
		return nil
	}
	found := comment.Finding{Reason: fmt.Sprintf("%d links to other sites", away), Weight: 0.5}
	if places := addressInText.FindAllStringIndex(r.body, -1); len(places) > 0 {
		found.Start = utf8.RuneCountInString(r.body[:places[0][0]])
		found.End = utf8.RuneCountInString(r.body[:places[len(places)-1][1]])
	}
	return []comment.Finding{found}
}
