package httpapi

import (
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

type accountJSON struct {
	ID    uuid.UUID    `json:"id"`
	Email string       `json:"email"`
	Role  account.Role `json:"role"` // the greatest, wherever it is held
	Sites []placeJSON  `json:"sites"`
}

type placeJSON struct {
	Key  string       `json:"key"`
	Name string       `json:"name"`
	Role account.Role `json:"role"`
}

type sessionJSON struct {
	Account accountJSON `json:"account"`
}

type credentialsJSON struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// signIn opens a session. Failures are counted by network and by address, known or not.
func (a *api) signIn(c *fiber.Ctx) error {
	var in credentialsJSON
	if err := decode(c, &in); err != nil {
		return err
	}
	forgive, err := a.failures.Attempt(requestContext(c), guessers(a.network(c), in.Email)...)
	if err != nil {
		return err
	}
	opened, err := a.Accounts.SignIn(requestContext(c), in.Email, in.Password)
	if fault.KindOf(err) != fault.SignIn {
		if err := forgive(requestContext(c)); err != nil {
			a.Log.Debug("a failure was not taken back", "cause", err)
		}
	}
	if err != nil {
		return err
	}
	return a.sendSession(c, fiber.StatusOK, opened)
}

// guessers are whom a wrong password counts against.
func guessers(network netip.Prefix, email string) []string {
	return []string{"network " + network.String(), "e-mail " + strings.ToLower(strings.TrimSpace(email))}
}

// session answers who is signed in.
func (a *api) session(c *fiber.Ctx) error {
	who, err := a.signedIn(c)
	if err != nil {
		return err
	}
	return a.sendAccount(c, fiber.StatusOK, who)
}

func (a *api) signOut(c *fiber.Ctx) error {
	if err := a.Accounts.SignOut(requestContext(c), a.token(c)); err != nil {
		return err
	}
	gone := a.cookie("")
	gone.MaxAge = -1
	c.Cookie(gone)
	return c.SendStatus(fiber.StatusNoContent)
}

func (a *api) sendSession(c *fiber.Ctx, status int, opened account.SignedIn) error {
	c.Cookie(a.cookie(opened.Token))
	return a.sendAccount(c, status, opened.Staff)
}

func (a *api) sendAccount(c *fiber.Ctx, status int, who account.Staff) error {
	places, err := a.Accounts.Places(requestContext(c), who)
	if err != nil {
		return err
	}
	shape := accountJSON{ID: who.Account.ID, Email: who.Account.Email, Role: who.Highest(), Sites: []placeJSON{}}
	for _, place := range places {
		shape.Sites = append(shape.Sites, placeJSON{Key: place.Site.Key, Name: place.Site.Name, Role: place.Role})
	}
	return sendPrivate(c, status, sessionJSON{shape})
}

// cookie carries a session's token. Over https its name binds it to this host and to https; browsers refuse a
// Secure cookie over http, which is used on a loopback address only.
func (a *api) cookie(token account.Token) *fiber.Cookie {
	return &fiber.Cookie{
		Name: a.cookieName(), Value: string(token), Path: "/", MaxAge: int(account.SessionLife.Seconds()),
		HTTPOnly: true, Secure: a.overHTTPS(), SameSite: fiber.CookieSameSiteStrictMode,
	}
}

func (a *api) cookieName() string {
	if a.overHTTPS() {
		return "__Host-understory"
	}
	return "understory"
}

func (a *api) overHTTPS() bool { return strings.HasPrefix(a.PublicURL, "https://") }

func (a *api) token(c *fiber.Ctx) account.Token { return account.Token(c.Cookies(a.cookieName())) }

// signedIn is who asks. Faults: SignIn.
func (a *api) signedIn(c *fiber.Ctx) (account.Staff, error) {
	return a.Accounts.Staff(requestContext(c), a.token(c))
}

// moderating is who asks and the site that the address names, on which they may moderate. A site on which they may
// not is answered like one that is not there. Faults: SignIn, NotFound, BadQuery.
func (a *api) moderating(c *fiber.Ctx) (account.Account, site.Site, error) {
	who, err := a.signedIn(c)
	if err != nil {
		return account.Account{}, site.Site{}, err
	}
	on, err := a.site(c)
	switch {
	case fault.KindOf(err) == fault.NotFound, err == nil && !who.RoleOn(on.ID).AtLeast(account.Moderator):
		return account.Account{}, site.Site{}, fault.New(fault.NotFound, "There is no site with this key on which you work.")
	case err != nil:
		return account.Account{}, site.Site{}, err
	}
	return who.Account, on, nil
}
