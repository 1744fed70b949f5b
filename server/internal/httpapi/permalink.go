package httpapi

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/fault"
)

// permalink leads to a comment where it stands, in its story.
func (a *api) permalink(c *fiber.Ctx) error {
	on, err := a.find(c, c.Params("site"))
	if err != nil {
		return err
	}
	id, err := idInPath(c)
	if err != nil {
		return err
	}
	link, err := a.Comments.Permalink(requestContext(c), on, id)
	if err != nil {
		return err
	}
	story, err := url.Parse(link.Article.URL)
	if err != nil || story.Scheme != "http" && story.Scheme != "https" {
		return fault.New(fault.NotFound, "The story of this comment has no address that can be followed.")
	}
	story.Fragment, story.RawFragment = "c-"+id.String(), ""
	c.Set(fiber.HeaderCacheControl, forEverybody)
	c.Set(fiber.HeaderLocation, story.String())
	return c.SendStatus(fiber.StatusFound)
}
