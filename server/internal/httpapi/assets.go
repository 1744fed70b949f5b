package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

const (
	shortLived = "public, max-age=300, stale-while-revalidate=86400"
	forEver    = "public, max-age=31536000, immutable"
	askFirst   = "no-cache"
)

// embed is the loader, at the one address that stands in owners' pages for years.
func (a *api) embed(c *fiber.Ctx) error {
	fromAnyPage(c)
	return a.assets.send(c, "embed.js", shortLived)
}

// asset is a file of the front end. An address of an earlier build gets the current file, so that a page which was
// opened before a deploy goes on working; only the current address promises to stay the same.
func (a *api) asset(c *fiber.Ctx) error {
	fromAnyPage(c)
	if c.Params("build") == a.build {
		return a.assets.send(c, c.Params("name"), forEver)
	}
	return a.assets.send(c, c.Params("name"), askFirst)
}

func fromAnyPage(c *fiber.Ctx) {
	c.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	c.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

func (a *api) toDashboard(c *fiber.Ctx) error {
	c.Set(fiber.HeaderLocation, "/dashboard/")
	return c.SendStatus(fiber.StatusPermanentRedirect)
}

// dashboardPolicy lets the page run our own files and nothing else, wherever a text from a stranger might end up.
const dashboardPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

func (a *api) dashboard(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, dashboardPolicy)
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	if strings.HasPrefix(a.PublicURL, "https://") {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=63072000")
	}
	return a.assets.send(c, "dashboard.html", "no-store")
}
