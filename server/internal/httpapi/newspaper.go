package httpapi

import (
	"path"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// newspaper is the example newspaper, a route for each of its files, so that an unknown address is unknown still.
func newspaper(pages files) []route {
	var routes []route
	for name := range pages {
		address := "/" + name
		if path.Base(name) == "index.html" {
			address = strings.TrimSuffix(address, "index.html")
		}
		routes = append(routes, route{fiber.MethodGet, address, open, func(c *fiber.Ctx) error {
			return pages.send(c, name, askFirst)
		}})
	}
	slices.SortFunc(routes, func(x, y route) int { return strings.Compare(x.pattern, y.pattern) })
	return routes
}
