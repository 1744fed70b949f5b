package httpapi

import (
	"encoding/json"
	"fmt"

	"github.com/gofiber/fiber/v2"
)

// sendReady answers with bytes from memory.
func sendReady(c *fiber.Ctx, b *body) error {
	current(c).routine = true
	return sendBody(c, b)
}

// sendPublic answers what is the same for everybody, not from memory.
func sendPublic(c *fiber.Ctx, shape any) error {
	plain, err := json.Marshal(shape)
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return sendBody(c, newBody(plain))
}

func sendBody(c *fiber.Ctx, b *body) error {
	setLines(&c.Response().Header, publicJSONLines)
	b.send(c.Context())
	return nil
}

// sendPublicHTML answers with HTML that is the same for everybody.
func sendPublicHTML(c *fiber.Ctx, html []byte) error {
	header := &c.Response().Header
	setLines(header, publicJSONLines)
	header.SetContentType(fiber.MIMETextHTMLCharsetUTF8)
	newBody(html).send(c.Context())
	return nil
}

// sendPrivate answers one reader or member of staff.
func sendPrivate(c *fiber.Ctx, status int, shape any) error {
	answer, err := json.Marshal(shape)
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return sendWritten(c, status, answer)
}

func sendWritten(c *fiber.Ctx, status int, answer []byte) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Status(status).Send(answer)
}
