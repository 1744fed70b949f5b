package httpapi

import (
	"slices"

	"github.com/gofiber/fiber/v2"
)

// route is one address and method. Every GET answers HEAD too, and every address OPTIONS.
type route struct {
	method, pattern string
	class           class
	handle          fiber.Handler
}

const v1 = "/api/v1"

// surface is everything that is answered, beside the files of the example newspaper.
func (a *api) surface() []route {
	return []route{
		// The same for everybody.
		{"GET", v1 + "/thread", public, a.thread},
		{"GET", v1 + "/comments", public, a.comments},
		{"GET", v1 + "/comments/:id", public, a.comment},
		{"GET", v1 + "/comments/:id/replies", public, a.replies},
		{"GET", v1 + "/counts", public, a.counts},
		{"GET", v1 + "/live", public, a.follow},
		{"GET", v1 + "/openapi.json", public, a.openAPI},
		{"GET", "/c/:site/:id", public, a.permalink},
		{"GET", "/t/fragment", public, a.fragment},

		// Readers and guests.
		{"POST", v1 + "/comments", guestBody, a.post},
		{"POST", v1 + "/preview", guestBody, a.preview},
		{"PATCH", v1 + "/comments/:id", guest, a.edit},
		{"DELETE", v1 + "/comments/:id", guest, a.withdraw},
		{"PUT", v1 + "/comments/:id/respect", guest, a.respect},
		{"DELETE", v1 + "/comments/:id/respect", guest, a.takeBackRespect},
		{"POST", v1 + "/comments/:id/reports", guest, a.report},
		{"GET", v1 + "/viewer", guest, a.viewer},

		// Staff.
		{"GET", v1 + "/setup", staff, a.setupNeeded},
		{"POST", v1 + "/setup", staff, a.setUp},
		{"GET", v1 + "/session", staff, a.session},
		{"POST", v1 + "/session", staff, a.signIn},
		{"DELETE", v1 + "/session", staff, a.signOut},
		{"GET", v1 + "/moderation/queue", staff, a.queue},
		{"POST", v1 + "/moderation/comments/:id/decisions", staff, a.decide},
		{"GET", v1 + "/moderation/articles", staff, a.listedArticles},
		{"POST", v1 + "/moderation/articles/:id/decisions", staff, a.decideArticle},
		{"GET", v1 + "/moderation/decisions", staff, a.decisions},
		{"POST", v1 + "/moderation/decisions/:id/undo", staff, a.undo},

		// Pages and files.
		{"GET", "/t/", form, a.plainThread},
		{"POST", "/t/", form, a.plainPost},
		{"GET", "/embed.js", open, a.embed},
		{"GET", "/assets/:build/:name", open, a.asset},
		{"GET", "/assets/:build/texts/:name", open, a.texts},
		{"GET", "/dashboard", open, a.toDashboard},
		{"GET", "/dashboard/", open, a.dashboard},

		// Health.
		{"GET", "/livez", open, a.live},
		{"GET", "/readyz", open, a.readyToServe},
		{"GET", "/metrics", open, a.metricsHere},
	}
}

// apart is what is answered on the address of the metrics, where there is one.
func (a *api) apart() []route {
	return []route{
		{"GET", "/livez", open, a.live},
		{"GET", "/readyz", open, a.readyToServe},
		{"GET", "/metrics", open, a.metrics},
	}
}

func (a *api) register(app *fiber.App, routes []route) {
	for _, r := range routes {
		handle := a.run(r)
		app.Add(r.method, r.pattern, handle)
		if r.method == fiber.MethodGet {
			app.Add(fiber.MethodHead, r.pattern, handle)
		}
	}
}

func (a *api) registerOptions(app *fiber.App) {
	for _, pattern := range a.patterns() {
		app.Add(fiber.MethodOptions, pattern, a.options(pattern))
	}
}

// run carries out a request on a route, or says why not.
func (a *api) run(r route) fiber.Handler {
	meter := a.figures.meter(r)
	return func(c *fiber.Ctx) error {
		asked := current(c)
		asked.route, asked.class, asked.meter = r.pattern, r.class, meter
		if err := a.enter(c, r.class); err != nil {
			return err
		}
		return r.handle(c)
	}
}

func (a *api) patterns() []string {
	var all []string
	for _, r := range a.routes {
		if !slices.Contains(all, r.pattern) {
			all = append(all, r.pattern)
		}
	}
	return all
}

func (a *api) options(pattern string) fiber.Handler {
	classes := make(map[string]class)
	methods := []string{fiber.MethodOptions}
	for _, r := range a.routes {
		if r.pattern != pattern {
			continue
		}
		classes[r.method] = r.class
		methods = append(methods, r.method)
		if r.method == fiber.MethodGet {
			classes[fiber.MethodHead] = r.class
			methods = append(methods, fiber.MethodHead)
		}
	}
	return func(c *fiber.Ctx) error {
		asked := current(c)
		asked.route, asked.meter = pattern, a.figures.preflights
		return a.preflight(c, methods, func(method string) class { return classes[method] })
	}
}
