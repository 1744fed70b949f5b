package httpapi

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
)

// queue answers a page of comments that wait, or of the newest.
func (a *api) queue(c *fiber.Ctx) error {
	_, on, err := a.moderating(c)
	if err != nil {
		return err
	}
	q, err := parseQuery(c)
	if err != nil {
		return err
	}
	which, err := q.one("queue")
	if err != nil {
		return err
	}
	cursor, err := q.one("cursor")
	if err != nil {
		return err
	}
	page, err := a.Moderation.Queue(requestContext(c), on, moderation.Queue(which), cursor)
	if err != nil {
		return err
	}
	shape := queueJSON{Items: make([]itemJSON, len(page.Items)), Next: page.Next, Counts: countsJSON(page.Counts)}
	for i, item := range page.Items {
		if shape.Items[i], err = itemShape(item); err != nil {
			return err
		}
	}
	return sendPrivate(c, fiber.StatusOK, shape)
}

type rulingJSON struct {
	Action  string `json:"action"`
	Reason  string `json:"reason"`
	Note    string `json:"note"`
	Version int64  `json:"version"`
}

func (a *api) decide(c *fiber.Ctx) error {
	who, on, id, err := a.ruling(c)
	if err != nil {
		return err
	}
	var in rulingJSON
	if err := decode(c, &in); err != nil {
		return err
	}
	made, err := a.Moderation.Decide(requestContext(c), on, who, id, moderation.Ruling{
		Action: moderation.Action(in.Action), Reason: moderation.Reason(in.Reason), Note: in.Note, Version: in.Version,
	})
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusCreated, outcomeShape(made))
}

func (a *api) undo(c *fiber.Ctx) error {
	who, on, id, err := a.ruling(c)
	if err != nil {
		return err
	}
	undone, err := a.Moderation.Undo(requestContext(c), on, who, id)
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusOK, outcomeShape(undone))
}

type articleRulingJSON struct {
	Action string `json:"action"`
}

func (a *api) decideArticle(c *fiber.Ctx) error {
	who, on, id, err := a.ruling(c)
	if err != nil {
		return err
	}
	var in articleRulingJSON
	if err := decode(c, &in); err != nil {
		return err
	}
	made, err := a.Moderation.DecideArticle(requestContext(c), on, who, id, moderation.Action(in.Action))
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusCreated, outcomeShape(made))
}

// listedArticles answers a page of the site's articles.
func (a *api) listedArticles(c *fiber.Ctx) error {
	_, on, err := a.moderating(c)
	if err != nil {
		return err
	}
	cursor, err := cursorOf(c)
	if err != nil {
		return err
	}
	articles, next, err := a.Moderation.Articles(requestContext(c), on, cursor)
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusOK, articlesJSON{Articles: listedShapes(articles), Next: next})
}

// decisions answers a page of the log.
func (a *api) decisions(c *fiber.Ctx) error {
	_, on, err := a.moderating(c)
	if err != nil {
		return err
	}
	cursor, err := cursorOf(c)
	if err != nil {
		return err
	}
	entries, next, err := a.Moderation.Log(requestContext(c), on, cursor)
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusOK, logJSON{Decisions: entryShapes(entries), Next: next})
}

// ruling is who decides on which row of which site. Faults: SignIn, NotFound.
func (a *api) ruling(c *fiber.Ctx) (who account.Account, on site.Site, id uuid.UUID, err error) {
	if who, on, err = a.moderating(c); err != nil {
		return who, on, id, err
	}
	id, err = idInPath(c)
	return who, on, id, err
}

// cursorOf is where a list goes on, "" for its beginning.
func cursorOf(c *fiber.Ctx) (string, error) {
	q, err := parseQuery(c)
	if err != nil {
		return "", err
	}
	return q.one("cursor")
}
