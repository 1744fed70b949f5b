package httpapi

import (
	"understory/server/internal/account"
	"understory/server/internal/drawn"
	"understory/server/internal/site"
)

// The ids of the two forms that a page can hold.
const (
	storyPlace = "write"
	replyPlace = "reply"
)

func (p *plainPage) storyForm() *drawn.Form {
	return p.form(storyPlace, p.said.Page.Say("write"), p.said.Page.Say("postComment"))
}

func (p *plainPage) replyForm(to *drawn.Comment) *drawn.Form {
	form := p.form(replyPlace, p.said.Page.Say("replyTo", "name", to.Name), p.said.Page.Say("postReply"))
	form.Hidden = append(form.Hidden, drawn.Field{Name: "parent", Value: to.ID})
	form.Cancel = p.at.with(nil) + "#c-" + to.ID
	return form
}

func (p *plainPage) form(place, label, submit string) *drawn.Form {
	return &drawn.Form{
		Place: place, Label: label, Submit: submit, Hidden: p.hidden(), Name: p.seen.Reader.Name,
		Rules: p.on.Settings.Rules, IsHeld: p.on.Settings.Guests == site.GuestsHold, IsNew: p.guest == account.KeyHash{},
	}
}

// hidden is what goes along with every form: its token, and the page on which it stands.
func (p *plainPage) hidden(more ...drawn.Field) []drawn.Field {
	fields := append([]drawn.Field{{Name: "token", Value: p.formToken(p.on, p.asked.Page, p.guest)}}, more...)
	for _, name := range plainPlaces {
		if p.at[name] != "" {
			fields = append(fields, drawn.Field{Name: name, Value: p.at[name]})
		}
	}
	return fields
}

// placeReplyForm opens the form below the comment that the address says is answered. Where that is not on the page, its
// branch is shown instead.
func (p *plainPage) placeReplyForm() error {
	id := p.at["reply"]
	if id == "" {
		return nil
	}
	found := findDrawn(p.drawn.Comments, id)
	if found == nil && p.at["branch"] != id {
		p.at["branch"], p.at["cursor"], p.asked.Cursor = id, "", ""
		p.drawn = drawn.Page{Words: p.said}
		if err := p.readBranch(id); err != nil {
			return err
		}
		found = findDrawn(p.drawn.Comments, id)
	}
	if found != nil && found.Here.Reply != "" {
		found.Here.Form = p.replyForm(found)
		found.Here.Reply = ""
	}
	return nil
}

// filled is the form on the page that a refused text goes into. A text is kept even where nobody can write any more,
// so that it can be copied.
func (p *plainPage) filled() *drawn.Form {
	if answered := findDrawn(p.drawn.Comments, p.at["reply"]); answered != nil && answered.Here.Form != nil {
		return answered.Here.Form
	}
	if p.drawn.Write == nil {
		p.drawn.Write = p.storyForm()
	}
	return p.drawn.Write
}
