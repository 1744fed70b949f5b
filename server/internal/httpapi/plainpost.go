package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"mime"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/drawn"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// sentForm is what a form of ours brings, beside where it stood.
type sentForm struct {
	text, name, parent, token string
	confirm                   bool
	withdraw                  string // the comment that is taken back; "" when one is posted
}

// plainPost answers POST /t/: a form of ours, sent by a browser. It posts by the same rules as the API.
func (a *api) plainPost(c *fiber.Ctx) error {
	p := &plainPage{api: a, c: c}
	p.speak()
	sent, err := p.readForm()
	if err != nil {
		return p.refuse(err)
	}
	p.speak()
	if sent.withdraw != "" {
		return p.takeBack(sent)
	}
	id, err := p.post(sent)
	switch {
	case err != nil:
		return p.showAgain(sent, err)
	case id == uuid.Nil: // the browser comes again, with a key
		return nil
	}
	return p.goOn(p.at.with(changed{"posted": id.String()}) + "#c-" + id.String())
}

// goOn leads the browser from a form that was taken to the page that shows what became of it.
func (p *plainPage) goOn(address string) error {
	p.c.Set(fiber.HeaderLocation, address)
	return p.c.SendStatus(fiber.StatusSeeOther)
}

// readForm reads the form, and what it says of the page that it stood on. Only pages of ours may send one.
// Faults: Origin, Unsupported, BadQuery.
func (p *plainPage) readForm() (sent sentForm, err error) {
	origin, err := originOf(p.c)
	if err != nil {
		return sent, err
	}
	if !p.ours(origin) {
		return sent, errOrigin()
	}
	kind, _, err := mime.ParseMediaType(p.c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEApplicationForm {
		return sent, fault.New(fault.Unsupported, "This address takes what the forms on its own pages send.")
	}
	body := string(p.c.BodyRaw())
	fields, err := url.ParseQuery(body)
	if err != nil || !validUTF8(fields) {
		return sent, badQuery("", "The form did not arrive as it was filled in. Go back and send it again.")
	}
	if p.at, err = query(fields).address(plainPlaces...); err != nil {
		return sent, err
	}
	p.at["reply"] = fields.Get("parent")
	return sentForm{
		text: fields.Get("body"), name: fields.Get("name"), parent: fields.Get("parent"), token: fields.Get("token"),
		confirm: fields.Get("confirm") == "true", withdraw: fields.Get("withdraw"),
	}, nil
}

func validUTF8(fields url.Values) bool {
	for _, values := range fields {
		for _, value := range values {
			if !utf8.ValidString(value) {
				return false
			}
		}
	}
	return true
}

// open finds out where a form belongs, and whether it is one of ours. Faults: NotFound, Invalid, Origin, Forbidden.
func (p *plainPage) open(sent sentForm) (at comment.Page, err error) {
	if p.on, err = p.namedSite(); err != nil {
		return at, err
	}
	if at, err = comment.PageOf(p.at["thread_id"], p.at["url"], ""); err != nil {
		return at, err
	}
	if at.URL != "" && !p.on.AllowsPage(at.URL) {
		return at, errOrigin()
	}
	p.guest = guestHere(p.c, p.on)
	if !p.goodToken(sent.token, p.on, at, p.guest) {
		return at, worded{fault.New(fault.Forbidden, "The form is too old, or not one of ours."), p.said.Page.Say("formExpired")}
	}
	return at, nil
}

// post keeps what was sent and gives its id; none when the browser was told to send it again.
func (p *plainPage) post(sent sentForm) (uuid.UUID, error) {
	at, err := p.open(sent)
	if err != nil {
		return uuid.Nil, err
	}
	if p.guest == (account.KeyHash{}) {
		if p.guest, err = p.newGuestHere(p.c, p.on); err != nil || p.sendsAgain() {
			return uuid.Nil, err
		}
	}
	draft, err := sent.draft(p.on, at, p.guest)
	if err != nil {
		return uuid.Nil, err
	}
	return p.keep(draft)
}

// takeBack withdraws a comment, and shows the page without it, or with the reason why it stays.
func (p *plainPage) takeBack(sent sentForm) error {
	err := p.withdrawOwn(sent)
	if err == nil {
		return p.goOn(p.at.with(changed{"withdrawn": sent.withdraw}))
	}
	status := p.noteRefusal(err)
	if p.read() != nil {
		p.drawn = drawn.Page{Words: p.said}
	}
	p.drawn.Refusal = &drawn.Refusal{Why: p.why(err)}
	return p.send(status)
}

func (p *plainPage) withdrawOwn(sent sentForm) error {
	if _, err := p.open(sent); err != nil {
		return err
	}
	id, ok := parseID(sent.withdraw)
	if !ok {
		return fault.Field("withdraw", "This is no comment's id.")
	}
	if err := p.charge(p.c, p.on, changing); err != nil {
		return err
	}
	return p.Comments.Withdraw(requestContext(p.c), p.on, id, p.guest)
}

// sendsAgain has a browser without a key send its form once more, now with the key that this answer brings. Else two
// presses of one button would be two people, and post twice. Only browsers that repeat a form without asking are sent
// round: they all send Upgrade-Insecure-Requests, and those that read text do not. One that keeps no cookies is let
// through the second time.
func (p *plainPage) sendsAgain() bool {
	isSecond := string(p.c.Context().URI().QueryString()) == "again"
	if isSecond || p.c.Get("Upgrade-Insecure-Requests") == "" {
		return false
	}
	p.c.Set(fiber.HeaderLocation, "/t/?again")
	p.c.Status(fiber.StatusTemporaryRedirect)
	return true
}

func (s sentForm) draft(on site.Site, at comment.Page, guest account.KeyHash) (comment.Draft, error) {
	draft := comment.Draft{Page: at, Body: s.text, Name: s.name, Confirm: s.confirm, Author: guest}
	if s.parent != "" {
		id, ok := parseID(s.parent)
		if !ok {
			return draft, fault.Field("parent", "This is no comment's id.")
		}
		draft.Parent = uuid.NullUUID{UUID: id, Valid: true}
	}
	// The same words from the same form are the same comment, however often the button was pressed.
	same := sha256.Sum256([]byte(strings.Join([]string{s.token, s.parent, s.name, s.text}, "\x00")))
	draft.Once = comment.Once{
		Key: "form " + base64.RawURLEncoding.EncodeToString(same[:]), Request: same,
		Render: func(made comment.Comment) ([]byte, error) { return json.Marshal(ownAnswer(on, made)) },
	}
	return draft, nil
}

// keep posts under the limits of the API: what was refused, or was kept before, is no further post.
func (p *plainPage) keep(draft comment.Draft) (uuid.UUID, error) {
	if err := p.charge(p.c, p.on, trying, posting); err != nil {
		return uuid.Nil, err
	}
	posted, err := p.postPatiently(requestContext(p.c), draft)
	if err != nil || posted.Replay != nil {
		p.refund(p.c, p.on, posting)
	}
	if err != nil || posted.Replay == nil {
		return posted.Comment.ID, err
	}
	var kept struct{ Comment struct{ ID uuid.UUID } }
	if err := json.Unmarshal(posted.Replay, &kept); err != nil {
		return uuid.Nil, fmt.Errorf("read kept answer: %w", err)
	}
	return kept.Comment.ID, nil
}

// postPatiently waits for a first press of the button when this is the second.
func (p *plainPage) postPatiently(ctx context.Context, draft comment.Draft) (comment.Posted, error) {
	for {
		posted, err := p.Comments.Post(ctx, p.on, draft)
		if fault.KindOf(err) != fault.InProgress || ctx.Err() != nil {
			return posted, err
		}
		pause(ctx, 50*time.Millisecond)
	}
}

// showAgain draws the page with the form as it was sent, and why it was not taken.
func (p *plainPage) showAgain(sent sentForm, refusal error) error {
	status := p.noteRefusal(refusal)
	if err := p.read(); err != nil { // what was answered is gone, or more than that: the text is kept in any case
		p.at["reply"], p.at["branch"], p.at["cursor"] = "", "", ""
		p.drawn = drawn.Page{Words: p.said}
		if err := p.read(); err != nil {
			p.drawn = drawn.Page{Words: p.said}
		}
	}
	form := p.filled()
	form.Text, form.Name = sent.text, sent.name
	form.Refusal = &drawn.Refusal{What: p.said.Page.Say("notPosted"), Why: p.whyNot(sent, refusal)}
	if fault.KindOf(refusal) == fault.Nudge {
		form.Confirm = p.said.Page.Say("postAnyway")
	}
	return p.send(status)
}

// whyNot is why a form was not taken. A field left empty is the one mistake that there are words for in every language.
func (p *plainPage) whyNot(sent sentForm, refusal error) []drawn.Said {
	if fault.KindOf(refusal) == fault.Invalid {
		switch {
		case strings.TrimSpace(sent.name) == "":
			return []drawn.Said{{Text: p.said.Writing.Say("emptyName")}}
		case strings.TrimSpace(sent.text) == "":
			return []drawn.Said{{Text: p.said.Writing.Say("emptyBody")}}
		}
	}
	return p.why(refusal)
}
