package moderation

import (
	"fmt"

	"understory/server/internal/comment"
)

// blockedShown is how many places of blocked words are told; a text may hold thousands.
const blockedShown = 20

// phrase is an entry of the site's list and the words it is made of.
type phrase struct {
	entry string
	words []word
}

// phrases are the blocked ones by their first word.
type phrases map[string][]phrase

func blockedPhrases(blocked []string) phrases {
	all := make(phrases)
	for _, entry := range blocked {
		if made := words(entry); len(made) > 0 {
			all[made[0].text] = append(all[made[0].text], phrase{entry, made})
		}
	}
	return all
}

// seeBlocked sees the words and phrases that a site does not allow, whole, in the text and in the author's name.
func seeBlocked(r reading) []comment.Finding {
	if len(r.site.Settings.Blocked) == 0 {
		return nil
	}
	blocked := blockedPhrases(r.site.Settings.Blocked)
	found := blocked.in(words(r.body))
	for _, inName := range blocked.in(words(r.name)) {
		found = append(found, comment.Finding{Reason: inName.Reason + " in the name", Weight: 1})
	}
	return found[:min(len(found), blockedShown)]
}

func (p phrases) in(text []word) []comment.Finding {
	var found []comment.Finding
	for i, first := range text {
		for _, blocked := range p[first.text] {
			if blocked.begins(text[i:]) {
				last := text[i+len(blocked.words)-1]
				found = append(found, comment.Finding{Reason: fmt.Sprintf("%q is blocked", blocked.entry), Start: first.start, End: last.end, Weight: 1})
			}
		}
	}
	return found
}

func (p phrase) begins(text []word) bool {
	if len(text) < len(p.words) {
		return false
	}
	for i, want := range p.words {
		if text[i].text != want.text {
			return false
		}
	}
	return true
}
