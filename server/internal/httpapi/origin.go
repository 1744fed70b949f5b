package httpapi

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// class says from which pages a route may be used, and what all its answers carry.
type class int

const (
	open      class = iota // assets, pages, health: sets its own headers
	public                 // the same for everybody, from any page, without credentials
	guest                  // a reader's, from the pages of the site that the address names
	guestBody              // the same, but the site stands in the body: the handler calls admit
	staff                  // the dashboard's, from our own pages only
	form                   // pages without script: their handlers check where a form comes from
)

// enter sets what all answers of a route's class carry and refuses a foreign page, before the route has any effect.
func (a *api) enter(c *fiber.Ctx, k class) error {
	switch k {
	case public:
		setPublic(c)
		return nil
	case guest:
		setPrivate(c, "cross-origin")
		on, err := a.site(c)
		if err != nil {
			return err
		}
		if err := a.admit(c, on); err != nil {
			return err
		}
		return bodyIsJSON(c)
	case guestBody:
		setPrivate(c, "cross-origin")
		return bodyIsJSON(c)
	case form:
		setPrivate(c, "same-origin")
	case staff:
		setPrivate(c, "same-origin")
		if err := a.fromOurPage(c); err != nil {
			return err
		}
		return bodyIsJSON(c)
	}
	return nil
}

func setPublic(c *fiber.Ctx) { setLines(&c.Response().Header, publicLines) }

func setPrivate(c *fiber.Ctx, resourcePolicy string) {
	setLines(&c.Response().Header, privateLines)
	c.Set("Cross-Origin-Resource-Policy", resourcePolicy)
}

// bodyIsJSON refuses a body of any other type, also where the route reads none.
func bodyIsJSON(c *fiber.Ctx) error {
	if len(c.Request().Body()) == 0 && c.Get(fiber.HeaderContentType) == "" {
		return nil
	}
	return wantJSON(c)
}

// site is the site that the address names. Faults: NotFound, BadQuery.
func (a *api) site(c *fiber.Ctx) (site.Site, error) {
	r := current(c)
	if r.site != nil {
		return *r.site, nil
	}
	query, err := parseQuery(c)
	if err != nil {
		return site.Site{}, err
	}
	key, err := query.one("site")
	if err != nil {
		return site.Site{}, err
	}
	return a.find(c, key)
}

func (a *api) find(c *fiber.Ctx, key string) (site.Site, error) {
	found, err := a.Sites.Find(requestContext(c), key)
	if err != nil {
		return site.Site{}, err
	}
	current(c).site = &found
	return found, nil
}

// admit lets a site's own pages, and ours, read the answer and refuses all others. Without an Origin it was no page of
// a browser that asked, and a page cannot leave it out where it matters. Faults: Origin.
func (a *api) admit(c *fiber.Ctx, on site.Site) error {
	origin, err := originOf(c)
	if err != nil || origin == "" {
		return err
	}
	if !on.AllowsOrigin(origin) && !a.ours(origin) {
		return errOrigin()
	}
	c.Set(fiber.HeaderAccessControlAllowOrigin, origin)
	c.Set(fiber.HeaderAccessControlExposeHeaders, "Retry-After, X-Request-Id")
	return nil
}

// fromOurPage guards what a cookie opens. The header X-Understory cannot be sent by a form, nor by a foreign page
// without a preflight that is refused; Sec-Fetch-Site tells on a foreign page that sends no Origin.
// Faults: Origin, Forbidden.
func (a *api) fromOurPage(c *fiber.Ctx) error {
	origin, err := originOf(c)
	if err != nil {
		return err
	}
	if origin != "" && !a.ours(origin) {
		return errOrigin()
	}
	from := c.Get("Sec-Fetch-Site")
	if from != "" && from != "same-origin" && from != "none" {
		return errOrigin()
	}
	if safe(c.Method()) {
		return nil
	}
	if c.Get(fiber.HeaderCookie) != "" && c.Get("X-Understory") != "1" {
		return fault.New(fault.Forbidden, "Send the header X-Understory: 1 with every change.")
	}
	return nil
}

func safe(method string) bool { return method == fiber.MethodGet || method == fiber.MethodHead }

// originOf is the page's origin, "" when the header is not there. Two of them are a trick.
func originOf(c *fiber.Ctx) (string, error) {
	all := c.Request().Header.PeekAll(fiber.HeaderOrigin)
	switch len(all) {
	case 0:
		return "", nil
	case 1:
		return string(all[0]), nil
	}
	return "", errOrigin()
}

func (a *api) ours(origin string) bool { return slices.Contains(a.OwnOrigins, strings.ToLower(origin)) }

func errOrigin() error {
	return fault.New(fault.Origin, "This page may not be used with this site. Its owner can add the page's origin to the site's list.")
}

// preflight answers a browser that asks whether a page may send a request. A preflight has no effect and shows nothing,
// and no credentials come with the request that follows, so that it is enough to be right about the site where the
// address names it. Where the body will name it (POST /comments and /preview) every origin is told yes: the request
// itself is still refused with 403 before any effect, and only an allowed origin may read that answer.
func (a *api) preflight(c *fiber.Ctx, methods []string, of func(method string) class) error {
	c.Set(fiber.HeaderAllow, strings.Join(methods, ", "))
	wanted := c.Get(fiber.HeaderAccessControlRequestMethod)
	origin, err := originOf(c)
	if err != nil {
		return err
	}
	if wanted == "" || origin == "" {
		return c.SendStatus(fiber.StatusNoContent)
	}
	k := of(wanted)
	current(c).class = k
	switch k {
	case public:
		setPublic(c)
	case guest:
		if err := a.enter(c, guest); err != nil {
			return err
		}
	case guestBody:
		setPrivate(c, "cross-origin")
		if origin == "null" {
			return errOrigin()
		}
		c.Set(fiber.HeaderAccessControlAllowOrigin, origin)
	default:
		return errOrigin()
	}
	c.Set(fiber.HeaderAccessControlAllowMethods, strings.Join(methods, ", "))
	c.Set(fiber.HeaderAccessControlAllowHeaders, "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Understory")
	c.Set(fiber.HeaderAccessControlMaxAge, "7200")
	return c.SendStatus(fiber.StatusNoContent)
}
