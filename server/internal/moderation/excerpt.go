package moderation

import (
	"fmt"
	"strings"

	"understory/server/internal/comment"
	"understory/server/internal/markup"
)

// excerptLength is how many code points of a comment stand for the whole.
const excerptLength = 280

// Excerpt is the beginning of a comment's text, in one line. An erased comment has none.
func Excerpt(c comment.Comment) (string, error) {
	if c.Status == comment.Erased {
		return "", nil
	}
	read, err := markup.Decode(c.Tree)
	if err != nil {
		return "", fmt.Errorf("read text of comment %s: %w", c.ID, err)
	}
	return shorten(read.Text()), nil
}

func shorten(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) <= excerptLength {
		return string(line)
	}
	return strings.TrimSpace(string(line[:excerptLength-1])) + "…"
}
