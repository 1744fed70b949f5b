package httpapi

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"mime"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/plain"
	"understory/server/internal/site"
)

// formLife is how long a form may stand open.
const formLife = 12 * time.Hour

// plainPost answers POST /t/: a form of ours, sent by a browser. It posts as the API does, under the same rules.
func (a *api) plainPost(c *fiber.Ctx) error {
	p := &plainPage{api: a, c: c}
	p.drawn.Words = p.words("")
	sent, err := p.sentForm()
	if err != nil {
		return p.refuse(err)
	}
	made, err := p.post(sent)
	if err != nil {
		return p.showAgain(sent, err)
	}
	p.rememberGuest()
	c.Set(fiber.HeaderLocation, p.address(changed{"posted": string(made.Status), "cursor": "", "branch": made.branch()})+"#c-"+made.ID.String())
	return c.SendStatus(fiber.StatusSeeOther)
}

// sentForm reads the form, whose address is this page's. Only pages of ours may send it.
// Faults: Origin, Unsupported, BadQuery.
func (p *plainPage) sentForm() (url.Values, error) {
	origin, err := originOf(p.c)
	if err != nil {
		return nil, err
	}
	if !p.ours(origin) {
		return nil, errOrigin()
	}
	kind, _, err := mime.ParseMediaType(p.c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEApplicationForm {
		return nil, fault.New(fault.Unsupported, "This address takes what the forms on its own pages send.")
	}
	body := string(p.c.BodyRaw())
	sent, err := url.ParseQuery(body)
	if err != nil || !utf8.ValidString(body) {
		return nil, badQuery("", "The form did not arrive whole. Go back and send it again.")
	}
	where := query{}
	for _, name := range []string{"site", "url", "thread_id", "lang", "sort"} {
		if value := sent.Get(name); value != "" {
			where[name] = []string{value}
		}
	}
	current(p.c).query = where
	p.drawn.Words = p.words(sent.Get("lang"))
	return sent, nil
}

// madeComment is what is needed of a new comment, read back from its answer where it was posted before.
type madeComment struct {
	ID     uuid.UUID      `json:"id"`
	Parent *uuid.UUID     `json:"parent"`
	Status comment.Status `json:"status"`
}

// branch is where a reply is sure to be shown: below what it answers.
func (m madeComment) branch() string {
	if m.Parent == nil {
		return ""
	}
	return m.Parent.String()
}

func (p *plainPage) post(sent url.Values) (made madeComment, err error) {
	if p.on, err = p.site(p.c); err != nil {
		return made, p.unknownSite(err)
	}
	draft, err := p.draft(sent)
	if err != nil {
		return made, err
	}
	if err := p.charge(p.c, p.on, trying, posting); err != nil {
		return made, err
	}
	posted, err := p.Comments.Post(requestContext(p.c), p.on, draft)
	if err != nil || posted.Replay != nil {
		p.refund(p.c, p.on, posting)
	}
	if err != nil {
		return made, err
	}
	if posted.Replay != nil {
		var answer struct{ Comment madeComment }
		err = json.Unmarshal(posted.Replay, &answer)
		return answer.Comment, err
	}
	made = madeComment{ID: posted.Comment.ID, Status: posted.Comment.Status}
	if posted.Comment.Parent.Valid {
		made.Parent = &posted.Comment.Parent.UUID
	}
	return made, nil
}

func (p *plainPage) draft(sent url.Values) (draft comment.Draft, err error) {
	if draft.Page, err = query(sent).page(); err != nil {
		return draft, err
	}
	nonce, err := p.openToken(sent.Get("token"), draft.Page)
	if err != nil {
		return draft, err
	}
	if draft.Author, err = p.keyOf(nonce); err != nil {
		return draft, err
	}
	draft.Body = strings.ReplaceAll(sent.Get("body"), "\r\n", "\n")
	draft.Name, draft.Confirm = sent.Get("name"), sent.Get("confirm") == "true"
	if parent := sent.Get("parent"); parent != "" {
		id, ok := parseID(parent)
		if !ok {
			return draft, fault.Field("parent", "This is no comment's id.")
		}
		draft.Parent = uuid.NullUUID{UUID: id, Valid: true}
	}
	// The form's own number is the idempotency key, so that pressing twice posts once.
	draft.Once = comment.Once{
		Key:     base64.RawURLEncoding.EncodeToString(nonce),
		Request: sha256.Sum256([]byte(strings.Join([]string{draft.Body, draft.Name, sent.Get("parent"), sent.Get("confirm")}, "\x00"))),
		Render:  func(made comment.Comment) ([]byte, error) { return json.Marshal(ownAnswer(p.on, made)) },
	}
	return draft, nil
}

// showAgain draws the page with the form as it was sent, and why it was not taken.
func (p *plainPage) showAgain(sent url.Values, refusal error) error {
	why := problemOf(refusal)
	if why.Status >= fiber.StatusInternalServerError {
		current(p.c).cause = refusal
	}
	parent := sent.Get("parent")
	if parent != "" {
		current(p.c).query["branch"], current(p.c).query["reply"] = []string{parent}, []string{"1"}
	}
	err := p.read()
	if err != nil && parent != "" { // what was answered is gone: the text is kept in the form for the story
		delete(current(p.c).query, "branch")
		err = p.read()
	}
	if err != nil {
		p.drawn = plain.Page{Words: p.drawn.Words}
	}
	p.drawn.Problem = why.Detail + " " + p.drawn.Say("notPosted")
	form := p.shownForm()
	form.Body, form.Name = sent.Get("body"), sent.Get("name")
	if why.Kind == fault.Nudge {
		p.drawn.Problem, form.Confirm = p.drawn.Say("nudge"), p.drawn.Say("postAnyway")
	}
	if why.RetryAfter > 0 {
		p.c.Set(fiber.HeaderRetryAfter, p.drawn.Number(int64(why.RetryAfter)))
	}
	return p.send(why.Status)
}

// shownForm is the one on the page. A text is kept even where nobody can write any more, so that it can be copied.
func (p *plainPage) shownForm() *plain.Form {
	if p.drawn.Write != nil {
		return p.drawn.Write
	}
	if len(p.drawn.Comments) > 0 && p.drawn.Comments[0].Form != nil {
		return p.drawn.Comments[0].Form
	}
	p.drawn.Write = p.form(p.drawn.Say("write"), p.drawn.Say("postComment"), "")
	return p.drawn.Write
}

func (p *plainPage) form(label, submit, parent string) *plain.Form {
	form := &plain.Form{
		Label: label, Submit: submit, Rules: p.on.Settings.Rules, Hold: p.on.Settings.Guests == site.GuestsHold,
		Hidden: []plain.Field{{Name: "token", Value: p.token()}, {Name: "lang", Value: p.drawn.Lang}},
	}
	for _, name := range []string{"site", "url", "thread_id", "sort"} {
		if value := p.query().Get(name); value != "" {
			form.Hidden = append(form.Hidden, plain.Field{Name: name, Value: value})
		}
	}
	if parent != "" {
		form.Hidden = append(form.Hidden, plain.Field{Name: "parent", Value: parent})
	}
	return form
}

// A token says that this server drew a form, when, on which article and for whose browser: seconds, a number of its
// own, and the seal of all that. It needs no memory.
const (
	tokenTime  = 8
	tokenNonce = 16
)

func (p *plainPage) token() string {
	head := binary.BigEndian.AppendUint64(nil, uint64(p.Now().Unix()))
	nonce := make([]byte, tokenNonce)
	_, _ = rand.Read(nonce) // never fails
	head = append(head, nonce...)
	return base64.RawURLEncoding.EncodeToString(append(head, p.seal(head, p.asked.Page, p.guest)...))
}

// openToken gives a form's own number. Faults: Forbidden when the form is not ours, or too old.
func (p *plainPage) openToken(text string, at comment.Page) ([]byte, error) {
	refusal := fault.New(fault.Forbidden, "%s", p.drawn.Say("formExpired"))
	token, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(token) != tokenTime+tokenNonce+sha256.Size {
		return nil, refusal
	}
	head := token[:tokenTime+tokenNonce]
	if !hmac.Equal(token[len(head):], p.seal(head, at, p.guestOf())) {
		return nil, refusal
	}
	drawn := time.Unix(int64(binary.BigEndian.Uint64(head)), 0)
	if age := p.Now().Sub(drawn); age < -time.Minute || age > formLife {
		return nil, refusal
	}
	return head[tokenTime:], nil
}

func (p *plainPage) seal(head []byte, at comment.Page, guest account.KeyHash) []byte {
	mac := hmac.New(sha256.New, p.Secret)
	mac.Write([]byte("form\x00"))
	mac.Write(head)
	mac.Write(guest[:])
	mac.Write([]byte(p.on.Key + "\x00" + at.Identity))
	return mac.Sum(nil)
}

// cookieName keeps the guest's key of one site.
func (p *plainPage) cookieName() string { return "understory-" + p.on.Key }

// guestOf is whose browser it is: zero where no cookie says so.
func (p *plainPage) guestOf() account.KeyHash {
	hash, err := account.ParseGuestKey(p.c.Cookies(p.cookieName()))
	if err != nil {
		return account.KeyHash{}
	}
	return hash
}

// keyOf is the guest's key; a new guest's is made of the form's number, so that pressing twice is one guest.
func (p *plainPage) keyOf(nonce []byte) (account.KeyHash, error) {
	if known := p.guestOf(); known != (account.KeyHash{}) {
		return known, nil
	}
	mac := hmac.New(sha256.New, p.Secret)
	mac.Write([]byte("guest\x00" + p.on.Key + "\x00"))
	mac.Write(nonce)
	p.newKey = base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	return account.ParseGuestKey(p.newKey)
}

// rememberGuest sets the one cookie there is, once a new guest's comment is kept.
func (p *plainPage) rememberGuest() {
	if p.newKey == "" {
		return
	}
	p.c.Cookie(&fiber.Cookie{
		Name: p.cookieName(), Value: p.newKey, Path: "/t/", HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
		Secure: strings.HasPrefix(p.PublicURL, "https:"), MaxAge: int((400 * 24 * time.Hour).Seconds()),
	})
}
