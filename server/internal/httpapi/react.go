package httpapi

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/site"
)

type respectJSON struct {
	Respects  int64 `json:"respects"`
	Respected bool  `json:"respected"`
}

func (a *api) respect(c *fiber.Ctx) error {
	return a.setRespect(c, true, a.Comments.Respect)
}

func (a *api) takeBackRespect(c *fiber.Ctx) error {
	return a.setRespect(c, false, a.Comments.TakeBackRespect)
}

type setRespect func(context.Context, site.Site, comment.ID, account.KeyHash) (int64, error)

func (a *api) setRespect(c *fiber.Ctx, respected bool, set setRespect) error {
	on, id, key, err := a.guestAct(c, reacting)
	if err != nil {
		return err
	}
	respects, err := set(requestContext(c), on, id, key)
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusOK, respectJSON{Respects: respects, Respected: respected})
}

type reportJSON struct {
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

// report flags a comment for the moderators. Doing so again counts nothing and is no mistake.
func (a *api) report(c *fiber.Ctx) error {
	var in reportJSON
	if err := decode(c, &in); err != nil {
		return err
	}
	on, id, key, err := a.guestAct(c, reacting)
	if err != nil {
		return err
	}
	first, err := a.Comments.Report(requestContext(c), on, id, key, in.Reason, in.Detail)
	if err != nil {
		return err
	}
	status := fiber.StatusOK
	if first {
		status = fiber.StatusCreated
	}
	return sendPrivate(c, status, struct{}{})
}
