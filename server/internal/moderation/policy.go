package moderation

import (
	"context"
	"errors"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

// Policy judges what readers send. It is the one place where what detectors saw becomes what happens.
type Policy struct{}

// reading is a draft as detectors see it.
type reading struct {
	site  site.Site
	body  string   // as sent: spans count its code points
	name  string   // its author's
	links []string // addresses that the text links to
}

// rule says what follows when a detector saw something. Detectors are pure and all of them run.
type rule struct {
	detector string
	see      func(reading) []comment.Finding
	then     comment.Action
	toAuthor string
}

var rules = []rule{
	{"links", seeLinks, comment.Hold, "Comments with many links are read by a moderator before they appear."},
	{"shouting", seeShouting, comment.Nudge, "Most of this is in capitals, which reads as shouting. If you leave it so, a moderator reads it before it appears."},
	{"blocked_words", seeBlocked, comment.Reject, "This holds words that the site does not allow. Please put it differently."},
}

// severity orders what findings may ask for.
var severity = map[comment.Action]int{comment.Publish: 0, comment.Nudge: 1, comment.Hold: 2, comment.Reject: 3}

// Review is a comment.Review. The severest of what the findings ask for happens; where they ask for nothing, the
// site's way with guests decides. On a site that only records, findings are kept and ask for nothing.
func (Policy) Review(_ context.Context, on site.Site, d comment.Draft) (comment.Verdict, error) {
	if d.Read.Empty() {
		return comment.Verdict{}, errors.New("review a draft that nobody read")
	}
	draft := reading{site: on, body: d.Body, name: d.Name, links: d.Read.Links()}
	asked := comment.Verdict{Action: comment.Publish}
	var findings []comment.Finding
	for _, r := range rules {
		seen := r.see(draft)
		for i := range seen {
			seen[i].Detector = r.detector
		}
		findings = append(findings, seen...)
		if len(seen) > 0 && severity[r.then] > severity[asked.Action] && !on.Settings.RecordOnly {
			asked = comment.Verdict{Action: r.then, Reason: r.toAuthor}
		}
	}
	if asked.Action == comment.Publish {
		asked = guestVerdict(on)
	}
	asked.Findings = findings
	return asked, nil
}

func guestVerdict(on site.Site) comment.Verdict {
	if on.Settings.Guests == site.GuestsPublish {
		return comment.Verdict{Action: comment.Publish}
	}
	return comment.Verdict{Action: comment.Hold, Reason: "Comments by guests are read by a moderator before they appear."}
}
