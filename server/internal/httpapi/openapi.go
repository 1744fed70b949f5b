package httpapi

import (
	_ "embed"

	"github.com/gofiber/fiber/v2"
)

// openapi.yaml is written by hand and read by people; openapi.json is made from it, which a test holds.
//
//go:embed openapi.json
var openAPIDocument []byte

func (a *api) openAPI(c *fiber.Ctx) error { return sendBody(c, a.contract) }
