package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"understory/server/internal/account"
)

type neededJSON struct {
	Needed bool `json:"needed"`
}

type setupJSON struct {
	Token    string `json:"token"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// setupNeeded answers whether the installation still waits for its owner.
func (a *api) setupNeeded(c *fiber.Ctx) error {
	needed, err := a.Accounts.NeedsSetup(requestContext(c))
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusOK, neededJSON{needed})
}

// setUp makes the first owner, whose browser has the token from the link, and signs them in.
func (a *api) setUp(c *fiber.Ctx) error {
	var in setupJSON
	if err := decode(c, &in); err != nil {
		return err
	}
	opened, err := a.Accounts.SetUp(requestContext(c), account.Token(in.Token), in.Email, in.Password)
	if err != nil {
		return err
	}
	return a.sendSession(c, fiber.StatusCreated, opened)
}
