package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/account"
	"understory/server/internal/fault"
)

// guestKey is the device key of whoever writes, hashed. Faults: SignIn when there is none or it is not one.
func guestKey(c *fiber.Ctx) (account.KeyHash, error) {
	sent := c.Get(fiber.HeaderAuthorization)
	scheme, key, _ := strings.Cut(sent, " ")
	if sent == "" || !strings.EqualFold(scheme, "Guest") {
		c.Set(fiber.HeaderWWWAuthenticate, "Guest")
		return account.KeyHash{}, fault.New(fault.SignIn, "Nobody is signed in. A guest sends the header Authorization: Guest and the key of the device.")
	}
	hash, err := account.ParseGuestKey(key)
	if err != nil {
		c.Set(fiber.HeaderWWWAuthenticate, "Guest")
	}
	return hash, err
}
