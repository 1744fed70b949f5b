package moderation

import (
	"errors"
	"strings"
	"testing"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
)

func TestWhatADecisionMakesOfAComment(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		action  Action
		status  comment.Status
		reports int64
		want    comment.Status // "" is a conflict
	}{
		{Approve, comment.Held, 0, comment.Published},
		{Approve, comment.Held, 2, comment.Published},
		{Approve, comment.Rejected, 0, comment.Published},
		{Approve, comment.Published, 1, comment.Published},
		{Approve, comment.Published, 0, ""},
		{Approve, comment.Withdrawn, 1, ""},
		{Approve, comment.Erased, 0, ""},
		{Reject, comment.Held, 0, comment.Rejected},
		{Reject, comment.Published, 0, comment.Rejected},
		{Reject, comment.Published, 3, comment.Rejected},
		{Reject, comment.Rejected, 0, ""},
		{Reject, comment.Withdrawn, 0, ""},
		{Reject, comment.Erased, 0, ""},
	} {
		got, err := c.action.outcome(comment.Comment{Status: c.status, ReportCount: c.reports})
		if got != c.want || (err == nil) == (c.want == "") || err != nil && fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s a %s comment with %d reports: got %q, %v, want %q", c.action, c.status, c.reports, got, err, c.want)
		}
	}
}

func TestWhatADecisionMakesOfAnArticle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		action Action
		status comment.ArticleStatus
		want   comment.ArticleStatus
		kind   fault.Kind
	}{
		{Close, comment.Open, comment.Closed, ""},
		{Open, comment.Closed, comment.Open, ""},
		{Close, comment.Closed, "", fault.Conflict},
		{Open, comment.Open, "", fault.Conflict},
		{Approve, comment.Open, "", fault.Invalid},
		{Undo, comment.Closed, "", fault.Invalid},
		{"", comment.Open, "", fault.Invalid},
	} {
		got, err := c.action.outcomeOn(comment.Article{Status: c.status})
		if got != c.want || fault.KindOf(err) != c.kind {
			t.Errorf("%q an %s article: got %q, %v, want %q, %q", c.action, c.status, got, err, c.want, c.kind)
		}
	}
}

func TestARulingIsWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ruling Ruling
		field  string // "" is well
	}{
		{Ruling{Action: Approve, Version: 1}, ""},
		{Ruling{Action: Reject, Reason: Spam, Note: "as before", Version: 7}, ""},
		{Ruling{Action: Reject, Version: 1}, "reason"},
		{Ruling{Action: Reject, Reason: "dislike", Version: 1}, "reason"},
		{Ruling{Action: Approve, Reason: Spam, Version: 1}, "reason"},
		{Ruling{Action: Close, Version: 1}, "action"},
		{Ruling{Action: Undo, Version: 1}, "action"},
		{Ruling{Version: 1}, "action"},
		{Ruling{Action: Approve}, "version"},
		{Ruling{Action: Approve, Version: -1}, "version"},
		{Ruling{Action: Approve, Version: 1, Note: strings.Repeat("é", MaxNote)}, ""},
		{Ruling{Action: Approve, Version: 1, Note: strings.Repeat("é", MaxNote+1)}, "note"},
		{Ruling{Action: Approve, Version: 1, Note: "a\x00b"}, "note"},
	} {
		err := c.ruling.complete()
		refused, _ := errors.AsType[*fault.Error](err)
		if (err == nil) != (c.field == "") || refused != nil && (refused.Field != c.field || refused.Kind != fault.Invalid) {
			t.Errorf("%+v: got %v, want field %q", c.ruling, err, c.field)
		}
	}
}

func TestEveryReasonHasASentenceForTheAuthor(t *testing.T) {
	t.Parallel()
	for _, reason := range []Reason{Abuse, Hate, Threat, Spam, OffTopic, Illegal, Other} {
		if sentence := toAuthor[reason]; !strings.HasPrefix(sentence, "A moderator rejected this comment because ") {
			t.Errorf("%s: the author is told %q", reason, sentence)
		}
	}
	if len(toAuthor) != 7 {
		t.Errorf("%d reasons, want 7", len(toAuthor))
	}
}

func TestAnExcerptIsOneShortLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" two\n\nlines ", "two lines"},
		{strings.Repeat("é", 280), strings.Repeat("é", 280)},
		{strings.Repeat("é", 281), strings.Repeat("é", 279) + "…"},
	} {
		if got := shorten(c.text); got != c.want {
			t.Errorf("shorten(%.20q) = %q, want %q", c.text, got, c.want)
		}
	}
}
