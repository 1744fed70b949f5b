package moderation

import (
	"strings"
	"testing"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

const (
	threeLinks = "See https://one.example and https://two.example and https://three.example."
	shout      = "THIS IS WHAT I HAVE ALWAYS SAID ABOUT THE HARBOUR AND NOBODY LISTENS"
	quiet      = "I walked by the harbour yesterday and saw nothing of the kind."
)

func policySite(guests site.Guests, recordOnly bool) site.Site {
	settings := site.Defaults()
	settings.Guests, settings.RecordOnly, settings.Blocked = guests, recordOnly, []string{"gadzooks"}
	return site.Site{Key: "courier", Settings: settings, Origins: []site.OriginPattern{"https://courier.example"}}
}

func TestThePolicyTurnsFindingsIntoAVerdict(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		body       string
		guests     site.Guests
		recordOnly bool
		want       comment.Action
		detectors  string
	}{
		{quiet, site.GuestsPublish, false, comment.Publish, ""},
		{quiet, site.GuestsHold, false, comment.Hold, ""},
		{quiet, site.GuestsOff, false, comment.Hold, ""},
		{threeLinks, site.GuestsPublish, false, comment.Hold, "links"},
		{threeLinks, site.GuestsHold, false, comment.Hold, "links"},
		{shout, site.GuestsPublish, false, comment.Nudge, "shouting"},
		{shout, site.GuestsHold, false, comment.Nudge, "shouting"}, // confirmed, it is held as all are
		{"Gadzooks!", site.GuestsPublish, false, comment.Reject, "blocked_words"},
		{"Gadzooks!", site.GuestsHold, false, comment.Reject, "blocked_words"},
		{shout + " " + shout + " " + threeLinks, site.GuestsPublish, false, comment.Hold, "links shouting"},
		{shout + " GADZOOKS " + shout + threeLinks, site.GuestsPublish, false, comment.Reject, "links shouting blocked_words"},
		{"Gadzooks!", site.GuestsPublish, true, comment.Publish, "blocked_words"},
		{threeLinks, site.GuestsPublish, true, comment.Publish, "links"},
		{shout, site.GuestsHold, true, comment.Hold, "shouting"},
	} {
		verdict, err := Policy{}.Review(t.Context(), policySite(c.guests, c.recordOnly), comment.Draft{Body: c.body, Read: parse(t, c.body), Name: "Ruth"})
		if err != nil {
			t.Fatalf("%q: %v", c.body, err)
		}
		var detectors []string
		for _, f := range verdict.Findings {
			detectors = append(detectors, f.Detector)
		}
		if got := strings.Join(detectors, " "); verdict.Action != c.want || got != c.detectors {
			t.Errorf("%q, guests %s, record only %v: got %s by %q, want %s by %q", c.body, c.guests, c.recordOnly, verdict.Action, got, c.want, c.detectors)
		}
		if (verdict.Reason == "") != (verdict.Action == comment.Publish) {
			t.Errorf("%q: %s with the reason %q", c.body, verdict.Action, verdict.Reason)
		}
	}
}

func TestGuestsAreToldWhyTheyWait(t *testing.T) {
	t.Parallel()
	verdict, err := Policy{}.Review(t.Context(), policySite(site.GuestsHold, false), comment.Draft{Body: quiet, Read: parse(t, quiet)})
	if want := "Comments by guests are read by a moderator before they appear."; err != nil || verdict.Reason != want {
		t.Errorf("got %q, %v, want %q", verdict.Reason, err, want)
	}
}

func TestADraftThatCannotBeReadIsNoPublication(t *testing.T) {
	t.Parallel()
	verdict, err := Policy{}.Review(t.Context(), policySite(site.GuestsPublish, false), comment.Draft{Body: "\xff"})
	if err == nil || verdict.Action == comment.Publish {
		t.Errorf("got %q, %v, want an error", verdict.Action, err)
	}
}
