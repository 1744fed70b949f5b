package httpapi

import (
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/account"
	"understory/server/internal/site"
)

// The pages without script keep the key of a guest in a cookie of their own, one a site, which no script can read and
// which is sent to no other address. The widget keeps its key in the story's page, and so the two are two guests.

// guestCookieLife is as long as browsers keep any cookie.
const guestCookieLife = 400 * 24 * time.Hour

func guestCookieName(on site.Site) string { return "understory-" + on.Key }

// guestHere is whose browser it is; the zero hash where no cookie says so.
func guestHere(c *fiber.Ctx, on site.Site) account.KeyHash {
	hash, err := account.ParseGuestKey(c.Cookies(guestCookieName(on)))
	if err != nil {
		return account.KeyHash{}
	}
	return hash
}

// newGuestHere makes a key for a browser that has none, and has the browser keep it.
func (a *api) newGuestHere(c *fiber.Ctx, on site.Site) (account.KeyHash, error) {
	made := make([]byte, 32)
	_, _ = rand.Read(made) // never fails
	key := base64.RawURLEncoding.EncodeToString(made)
	c.Cookie(&fiber.Cookie{
		Name: guestCookieName(on), Value: key, Path: "/t/", MaxAge: int(guestCookieLife.Seconds()),
		HTTPOnly: true, Secure: a.overHTTPS(), SameSite: fiber.CookieSameSiteLaxMode,
	})
	return account.ParseGuestKey(key)
}
