package account_test

import (
	"errors"
	"testing"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/store"
)

// office is an installation with one site, a service on a real store and a clock that the test moves.
type office struct {
	*testing.T
	store   *store.Store
	service *account.Service
	site    site.Site
	now     time.Time
}

const password = "a password of the tests"

func open(t *testing.T, s *store.Store) *office {
	t.Helper()
	o := &office{T: t, store: s, now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	o.service = &account.Service{Store: s, Now: func() time.Time { return o.now }}
	o.site = o.addSite("courier")
	return o
}

func (o *office) addSite(key string) site.Site {
	o.Helper()
	made, err := site.New(key, "", []string{"https://" + key + ".example"}, site.GuestsHold)
	o.must(err)
	made, err = o.store.AddSite(o.Context(), made)
	o.must(err)
	return made
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func fieldOf(err error) string {
	if refused, ok := errors.AsType[*fault.Error](err); ok {
		return refused.Field
	}
	return ""
}

func (o *office) wantFault(err error, want fault.Kind) {
	o.Helper()
	if got := fault.KindOf(err); got != want {
		o.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func (o *office) add(email string, role account.Role, on string) account.Account {
	o.Helper()
	made, err := o.service.AddUser(o.Context(), account.Grant{Email: email, Role: role, Site: on, Password: password})
	o.must(err)
	return made
}

func (o *office) signIn(email string) account.SignedIn {
	o.Helper()
	in, err := o.service.SignIn(o.Context(), email, password)
	o.must(err)
	return in
}

// wantStaff checks whether a token opens a session.
func (o *office) wantStaff(token account.Token, want bool) {
	o.Helper()
	_, err := o.service.Staff(o.Context(), token)
	if want {
		o.must(err)
		return
	}
	o.wantFault(err, fault.SignIn)
}
