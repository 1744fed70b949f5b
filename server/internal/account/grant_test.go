package account_test

import (
	"sync"
	"testing"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestAUserIsAddedWithARole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		gazette := o.addSite("gazette")
		o.add("ruth@example.org", account.Admin, "")
		o.add("omar@example.org", account.Moderator, "gazette")
		ruth, omar := o.signIn("ruth@example.org").Staff, o.signIn("omar@example.org").Staff
		for _, c := range []struct {
			got, want account.Role
		}{
			{ruth.RoleOn(o.site.ID), account.Admin}, {ruth.RoleOn(gazette.ID), account.Admin},
			{omar.RoleOn(o.site.ID), account.None}, {omar.RoleOn(gazette.ID), account.Moderator},
		} {
			if c.got != c.want {
				t.Errorf("got the role %q, want %q", c.got, c.want)
			}
		}
	})
}

func TestOneWhoIsThereGetsMoreRolesWithoutAPassword(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		gazette := o.addSite("gazette")
		o.add("ruth@example.org", account.Moderator, "courier")
		in := o.signIn("ruth@example.org")
		for _, role := range []account.Role{account.Moderator, account.Admin} {
			_, err := o.service.AddUser(t.Context(), account.Grant{Email: "RUTH@example.org", Role: role, Site: "gazette"})
			o.must(err)
		}
		now, err := o.service.Staff(t.Context(), in.Token) // a role counts at once, in sessions that are open too
		o.must(err)
		if now.RoleOn(o.site.ID) != account.Moderator || now.RoleOn(gazette.ID) != account.Admin {
			t.Errorf("got %+v, want moderator of courier and admin of gazette", now.Memberships)
		}
	})
}

func TestGrantsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.add("ruth@example.org", account.Owner, "")
		for _, c := range []struct {
			grant account.Grant
			kind  fault.Kind
			field string
		}{
			{account.Grant{Email: "omar@example.org", Role: "king", Password: password}, fault.Invalid, "role"},
			{account.Grant{Email: "omar@example.org", Role: "", Password: password}, fault.Invalid, "role"},
			{account.Grant{Email: "omar@example.org", Role: account.Admin, Site: "nowhere", Password: password}, fault.Invalid, "site"},
			{account.Grant{Email: "omar", Role: account.Admin, Password: password}, fault.Invalid, "email"},
			{account.Grant{Email: "omar@example.org", Role: account.Admin, Password: "short"}, fault.Invalid, "password"},
			{account.Grant{Email: "omar@example.org", Role: account.Admin}, fault.Invalid, "password"},
			{account.Grant{Email: "ruth@example.org", Role: account.Admin, Password: password}, fault.Conflict, "email"},
			{account.Grant{Email: "ruth@example.org", Role: account.Moderator, Site: "courier", Password: password}, fault.Conflict, "email"},
			{account.Grant{Email: "ruth@example.org", Role: account.Admin}, fault.Conflict, "role"},
		} {
			_, err := o.service.AddUser(t.Context(), c.grant)
			o.wantFault(err, c.kind)
			if got := fieldOf(err); got != c.field {
				t.Errorf("%+v: field %q, want %q", c.grant, got, c.field)
			}
		}
		if role := o.signIn("ruth@example.org").Staff.Account.Role; role != account.Owner {
			t.Errorf("a refused grant left the role %q", role)
		}
	})
}

func TestThereIsAlwaysAnOwnerLeft(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		emails := []string{"ruth@example.org", "omar@example.org"}
		for _, email := range emails {
			o.add(email, account.Owner, "")
		}
		var all sync.WaitGroup
		for _, email := range emails { // each loses the role at the same moment
			all.Go(func() {
				_, err := o.service.AddUser(t.Context(), account.Grant{Email: email, Role: account.Admin})
				if err != nil {
					o.wantFault(err, fault.Conflict)
				}
			})
		}
		all.Wait()
		o.wantSetup(false)
	})
}

func TestAPasswordIsSetForThoseWhoExist(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.New(t))
	o.add("ruth@example.org", account.Owner, "")
	o.wantFault(o.service.SetPassword(t.Context(), "nobody@example.org", password), fault.NotFound)
	o.wantFault(o.service.SetPassword(t.Context(), "ruth@example.org", "short"), fault.Invalid)
	o.signIn("ruth@example.org")
}
