package httpapi

import (
	"slices"
	"strings"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/drawn"
)

// readGuest reads whose browser it is, and what they did here. When the database does not answer, the page goes without.
func (p *plainPage) readGuest() {
	p.guest = guestHere(p.c, p.on)
	if p.guest == (account.KeyHash{}) {
		return
	}
	var err error
	if p.seen, err = p.Comments.Viewer(requestContext(p.c), p.on, p.asked.Page, p.guest); err != nil {
		current(p.c).cause = err
	}
}

// drawOwn adds what only its author sees: comments that wait or were rejected, and those so new that they are not on
// this page yet.
func (p *plainPage) drawOwn() error {
	p.tellDone()
	for _, own := range slices.Backward(p.seen.Own) { // oldest first
		if own.Status == comment.Withdrawn || own.Status == comment.Erased {
			continue
		}
		one, err := drawnComment(ownShape(p.on, own).commentJSON)
		if err != nil {
			return err
		}
		one.Here = drawn.Here{IsOwn: true, Note: p.noteOn(own)}
		p.offerToWithdraw(&one.Here, own)
		p.placeOwn(one, own)
	}
	return nil
}

// placeOwn puts a comment where it belongs: in place of its tombstone, below what it answers, else above all.
func (p *plainPage) placeOwn(one drawn.Comment, own comment.Comment) {
	if there := findDrawn(p.drawn.Comments, one.ID); there != nil {
		one.Replies, one.More, one.Here.Reply, one.Here.Rest = there.Replies, there.More, there.Here.Reply, there.Here.Rest
		*there = one
		return
	}
	if parent := findDrawn(p.drawn.Comments, own.Parent.UUID.String()); parent != nil {
		parent.Replies = append(parent.Replies, one)
		return
	}
	isFirst := p.at["cursor"] == "" && p.at["branch"] == ""
	if isFirst || one.ID == p.at["posted"] {
		p.drawn.Elsewhere = slices.Insert(p.drawn.Elsewhere, 0, one)
	}
}

// noteOn is what the author of a comment must know about it.
func (p *plainPage) noteOn(own comment.Comment) string {
	say := p.said.Writing.Say
	switch own.Status {
	case comment.Held:
		return sentences(say("held"), isolated(own.Reason), say("heldWhy"))
	case comment.Rejected:
		return sentences(say("notPublished"), isolated(own.Reason), say("notPublishedWhy"))
	}
	return ""
}

// isolated keeps the full stop of a sentence in its place where the words around it run the other way.
func isolated(sentence string) string {
	if sentence == "" {
		return ""
	}
	return "\u2068" + sentence + "\u2069"
}

func sentences(all ...string) string {
	return strings.Join(slices.DeleteFunc(all, func(one string) bool { return one == "" }), " ")
}

// offerToWithdraw lets an author take a comment back as long as the site allows. It is asked about first.
func (p *plainPage) offerToWithdraw(here *drawn.Here, own comment.Comment) {
	isOpen := own.Status == comment.Published || own.Status == comment.Held
	if !isOpen || p.Now().After(own.EditableUntil(p.on)) {
		return
	}
	id := own.ID.String()
	if p.at["withdraw"] != id {
		here.Withdraw = p.at.with(changed{"withdraw": id}) + "#withdraw"
		return
	}
	here.Asking = &drawn.Asking{Hidden: p.hidden(drawn.Field{Name: "withdraw", Value: id}), Keep: p.at.with(nil) + "#c-" + id}
}

// tellDone says what became of the comment that was just posted, or withdrawn.
func (p *plainPage) tellDone() {
	if _, ok := parseID(p.at["withdrawn"]); ok {
		p.drawn.Status = p.said.Writing.Say("withdrawn")
	}
	id, ok := parseID(p.at["posted"])
	if !ok {
		return
	}
	status := comment.Held // what nobody else can see yet
	at := slices.IndexFunc(p.seen.Own, func(own comment.Comment) bool { return own.ID == id })
	if at >= 0 {
		status = p.seen.Own[at].Status
	} else if shown, err := p.Comments.Shown(requestContext(p.c), p.on, []comment.ID{id}); err == nil && len(shown) > 0 {
		status = comment.Published
	}
	switch status {
	case comment.Published:
		p.drawn.Status = p.said.Page.Say("posted")
	case comment.Held:
		p.drawn.Status = p.said.Page.Say("postedHeld")
	}
}
