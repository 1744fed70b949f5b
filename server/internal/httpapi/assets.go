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
	return a.assets.send(c, c.Params("name"), a.lifetime(c))
}

// secondHalf ends the name of the texts that the second half of the widget needs: de-write.js beside de.js.
const secondHalf = "-write"

// texts are the words of a language, or of that nearest to it, so that the widget can ask in the page's own words and
// carries no list of languages.
func (a *api) texts(c *fiber.Ctx) error {
	fromAnyPage(c)
	stem, isScript := strings.CutSuffix(c.Params("name"), ".js")
	tag, isSecond := strings.CutSuffix(stem, secondHalf)
	if !isScript || !languageTag.MatchString(tag) {
		return fiber.ErrNotFound
	}
	name := "texts/" + nearestLanguage(tag, a.languages)
	if isSecond {
		name += secondHalf
	}
	return a.assets.send(c, name+".js", a.lifetime(c))
}

// lifetime is the Cache-Control of a file, by the build in its address.
func (a *api) lifetime(c *fiber.Ctx) string {
	if c.Params("build") == a.build {
		return forEver
	}
	return askFirst
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
