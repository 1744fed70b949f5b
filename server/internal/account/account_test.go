package account

import (
	"testing"

	"understory/server/internal/site"
)

func TestARoleOnASiteIsTheGreaterOfTheTwo(t *testing.T) {
	t.Parallel()
	const here, there = site.ID(1), site.ID(2)
	for _, c := range []struct {
		everywhere Role
		onHere     Role
		want       Role
		wantThere  Role
		highest    Role
	}{
		{None, None, None, None, None},
		{None, Moderator, Moderator, None, Moderator},
		{Moderator, Admin, Admin, Moderator, Admin},
		{Owner, Moderator, Owner, Owner, Owner},
		{Admin, Owner, Owner, Admin, Owner},
	} {
		who := Staff{Account: Account{Role: c.everywhere}}
		if c.onHere != None {
			who.Memberships = []Membership{{Site: here, Role: c.onHere}}
		}
		if got := who.RoleOn(here); got != c.want {
			t.Errorf("%+v: role here %q, want %q", c, got, c.want)
		}
		if got := who.RoleOn(there); got != c.wantThere {
			t.Errorf("%+v: role there %q, want %q", c, got, c.wantThere)
		}
		if got := who.Highest(); got != c.highest {
			t.Errorf("%+v: highest %q, want %q", c, got, c.highest)
		}
	}
}

func TestRolesAreRanked(t *testing.T) {
	t.Parallel()
	order := []Role{None, Moderator, Admin, Owner}
	for i, lesser := range order {
		for j, greater := range order {
			if got := greater.AtLeast(lesser); got != (j >= i) {
				t.Errorf("%q at least %q: got %v", greater, lesser, got)
			}
		}
	}
}

func TestOnlyRolesOfStaffAreRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"owner", "admin", "moderator"} {
		if got, err := ParseRole(text); err != nil || string(got) != text {
			t.Errorf("ParseRole(%q) = %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "Owner", "reader", "root"} {
		if got, err := ParseRole(text); err == nil {
			t.Errorf("ParseRole(%q) = %q, want a refusal", text, got)
		}
	}
}
