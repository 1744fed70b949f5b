package httpapi

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/markup"
	"understory/server/internal/site"
)

type postJSON struct {
	Site     string `json:"site"`
	URL      string `json:"url"`
	ThreadID string `json:"thread_id"`
	Title    string `json:"title"`
	Parent   string `json:"parent"`
	Body     string `json:"body"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Confirm  bool   `json:"confirm"`
}

// post keeps a comment. Limits are charged once the request could be carried out. What was refused, or was kept before,
// is no further post and counts against the wider limit of attempts alone, so that neither a typing error nor a retry
// over a bad connection uses up what a reader may say.
func (a *api) post(c *fiber.Ctx) error {
	var in postJSON
	on, err := a.decodeFor(c, &in, &in.Site)
	if err != nil {
		return err
	}
	key, err := guestKey(c)
	if err != nil {
		return err
	}
	draft, err := in.draft(c, on, key)
	if err != nil {
		return err
	}
	if err := a.charge(c, on, trying, posting); err != nil {
		return err
	}
	posted, err := a.Comments.Post(requestContext(c), on, draft)
	if err != nil || posted.Replay != nil {
		a.refund(c, on, posting)
	}
	switch {
	case err != nil:
		return err
	case posted.Replay != nil:
		return sendWritten(c, fiber.StatusCreated, posted.Replay)
	}
	return sendPrivate(c, fiber.StatusCreated, ownAnswer(on, posted.Comment))
}

// decodeFor reads a body that names its site, and lets only that site's pages go on.
func (a *api) decodeFor(c *fiber.Ctx, into any, key *string) (site.Site, error) {
	if err := decode(c, into); err != nil {
		return site.Site{}, err
	}
	on, err := a.find(c, *key)
	if err != nil {
		return site.Site{}, err
	}
	return on, a.admit(c, on)
}

func (in postJSON) draft(c *fiber.Ctx, on site.Site, author account.KeyHash) (comment.Draft, error) {
	page, err := in.page(c)
	if err != nil {
		return comment.Draft{}, err
	}
	draft := comment.Draft{Page: page, Body: in.Body, Name: in.Name, Email: in.Email, Confirm: in.Confirm, Author: author}
	if in.Parent != "" {
		id, ok := parseID(in.Parent)
		if !ok {
			return comment.Draft{}, fault.Field("parent", "This is no comment's id.")
		}
		draft.Parent = uuid.NullUUID{UUID: id, Valid: true}
	}
	draft.Once, err = onceOf(c, on)
	return draft, err
}

// page is the article posted to. A page that gives only a thread id is known by its origin, should this be the story's
// first comment: an article must have an address.
func (in postJSON) page(c *fiber.Ctx) (comment.Page, error) {
	page, err := comment.PageOf(in.ThreadID, in.URL, in.Title)
	if err != nil || page.URL != "" {
		return page, err
	}
	origin, err := originOf(c)
	if origin != "" {
		page.URL = origin + "/"
	}
	return page, err
}

// onceOf reads the header Idempotency-Key. Faults: Invalid.
func onceOf(c *fiber.Ctx, on site.Site) (comment.Once, error) {
	keys := c.Request().Header.PeekAll("Idempotency-Key")
	if len(keys) == 0 {
		return comment.Once{}, nil
	}
	if len(keys) > 1 || len(keys[0]) == 0 {
		return comment.Once{}, fault.Field("Idempotency-Key", "An Idempotency-Key is 1 to 200 printable ASCII characters, and there is one.")
	}
	return comment.Once{
		Key: string(keys[0]), Request: sha256.Sum256(c.BodyRaw()),
		Render: func(made comment.Comment) ([]byte, error) { return json.Marshal(ownAnswer(on, made)) },
	}, nil
}

type ownAnswerJSON struct {
	Comment ownCommentJSON `json:"comment"`
}

func ownAnswer(on site.Site, c comment.Comment) ownAnswerJSON {
	return ownAnswerJSON{Comment: ownShape(on, c)}
}

type previewJSON struct {
	Site string `json:"site"`
	Body string `json:"body"`
}

// preview shows a text as it would be read. Nothing is kept, so nobody need be known.
func (a *api) preview(c *fiber.Ctx) error {
	var in previewJSON
	on, err := a.decodeFor(c, &in, &in.Site)
	if err != nil {
		return err
	}
	if err := a.charge(c, on, previewing); err != nil {
		return err
	}
	shown, err := markup.Parse(in.Body)
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusOK, map[string]json.RawMessage{"body": shown.JSON()})
}

type editJSON struct {
	Body    string `json:"body"`
	Confirm bool   `json:"confirm"`
}

func (a *api) edit(c *fiber.Ctx) error {
	var in editJSON
	if err := decode(c, &in); err != nil {
		return err
	}
	on, id, key, err := a.guestAct(c, changing)
	if err != nil {
		return err
	}
	edited, err := a.Comments.Edit(requestContext(c), on, id, key, in.Body, in.Confirm)
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusOK, ownAnswer(on, edited))
}

func (a *api) withdraw(c *fiber.Ctx) error {
	on, id, key, err := a.guestAct(c, changing)
	if err != nil {
		return err
	}
	if err := a.Comments.Withdraw(requestContext(c), on, id, key); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// guestAct is who does something to which comment of which site, charged to the limit of what they do.
func (a *api) guestAct(c *fiber.Ctx, what action) (on site.Site, id comment.ID, key account.KeyHash, err error) {
	if on, err = a.site(c); err != nil {
		return on, id, key, err
	}
	if key, err = guestKey(c); err != nil {
		return on, id, key, err
	}
	if id, err = idInPath(c); err != nil {
		return on, id, key, err
	}
	return on, id, key, a.charge(c, on, what)
}
