package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

// viewer answers what is particular to a guest on a page, and an empty object to a stranger.
func (a *api) viewer(c *fiber.Ctx) error {
	on, err := a.site(c)
	if err != nil {
		return err
	}
	q, err := parseQuery(c)
	if err != nil {
		return err
	}
	page, err := q.page()
	if err != nil {
		return err
	}
	if c.Get(fiber.HeaderAuthorization) == "" {
		return sendPrivate(c, fiber.StatusOK, viewerJSON{})
	}
	key, err := guestKey(c)
	if err != nil {
		return err
	}
	seen, err := a.Comments.Viewer(requestContext(c), on, page, key)
	if err != nil {
		return err
	}
	return sendPrivate(c, fiber.StatusOK, viewerShape(on, seen))
}

func viewerShape(on site.Site, v comment.Viewer) viewerJSON {
	if !v.Known {
		return viewerJSON{}
	}
	shape := viewerJSON{
		Reader: &authorJSON{ID: v.Reader.ID, Name: v.Reader.Name}, Respected: append([]comment.ID{}, v.Respected...),
		Comments: make([]ownCommentJSON, len(v.Own)),
		Rights:   &rightsJSON{Post: on.Settings.Guests != site.GuestsOff, Respect: true, Report: true},
	}
	for i, own := range v.Own {
		shape.Comments[i] = ownShape(on, own)
	}
	return shape
}
