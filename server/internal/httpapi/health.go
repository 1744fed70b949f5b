package httpapi

import (
	"context"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/fault"
)

// live says that the process runs.
func (a *api) live(c *fiber.Ctx) error { return healthy(c) }

// readyToServe says whether the database answers as well. Ready pages are served even when it does not.
func (a *api) readyToServe(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(requestContext(c), time.Second)
	defer cancel()
	if err := a.Ping(ctx); err != nil {
		refusal := fault.Retry(fault.ReadOnly, 2*time.Second, "The database does not answer.")
		return fmt.Errorf("%w: %w", refusal, err)
	}
	return healthy(c)
}

func healthy(c *fiber.Ctx) error {
	current(c).routine = true // asked every few seconds
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return c.SendString("ok\n")
}
