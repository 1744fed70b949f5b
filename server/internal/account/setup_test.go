package account_test

import (
	"encoding/base64"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// decoded are the bytes of a token; a password stands for itself.
func decoded(t *testing.T, secret string) []byte {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(secret)
	if err != nil {
		return []byte(secret)
	}
	return raw
}

func (o *office) wantSetup(want bool) {
	o.Helper()
	needed, err := o.service.NeedsSetup(o.Context())
	o.must(err)
	if needed != want {
		o.Errorf("setup needed: got %v, want %v", needed, want)
	}
}

func (o *office) link() account.Token {
	o.Helper()
	link, err := o.service.IssueSetupLink(o.Context())
	o.must(err)
	return link
}

func TestTheLinkMakesOneOwner(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.wantSetup(true)
		link := o.link()
		in, err := o.service.SetUp(t.Context(), link, "ruth@example.org", password)
		o.must(err)
		o.wantStaff(in.Token, true)
		if in.Staff.Account.Role != account.Owner {
			t.Errorf("got the role %q, want owner", in.Staff.Account.Role)
		}
		o.wantSetup(false)
		_, err = o.service.SetUp(t.Context(), link, "omar@example.org", password)
		o.wantFault(err, fault.Forbidden)
		if later := o.link(); later != "" {
			t.Error("there is an owner, but another link was made")
		}
	})
}

func TestOfManyWhoUseTheLinkAtOnceOneIsTheOwner(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		link := o.link()
		var owners atomic.Int32
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				_, err := o.service.SetUp(t.Context(), link, fmt.Sprintf("ruth%d@example.org", i), password)
				if err == nil {
					owners.Add(1)
				} else {
					o.wantFault(err, fault.Forbidden)
				}
			})
		}
		all.Wait()
		if got := owners.Load(); got != 1 {
			t.Errorf("%d owners were made, want 1", got)
		}
	})
}

func TestOnlyTheNewestLinkCounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		old, newer := o.link(), o.link()
		for _, token := range []account.Token{old, "", "x", account.Token("' OR 1=1 --")} {
			_, err := o.service.SetUp(t.Context(), token, "ruth@example.org", password)
			o.wantFault(err, fault.Forbidden)
		}
		_, err := o.service.SetUp(t.Context(), newer, "ruth@example.org", password)
		o.must(err)
	})
}

// A mistake in the form must not cost the link.
func TestARefusedAccountLeavesTheLinkGood(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.add("omar@example.org", account.Moderator, "courier")
		link := o.link()
		for _, c := range []struct {
			email, password string
			want            fault.Kind
		}{
			{"no address", password, fault.Invalid},
			{"ruth@example.org", "too short", fault.Invalid},
			{"omar@example.org", password, fault.Conflict},
		} {
			_, err := o.service.SetUp(t.Context(), link, c.email, c.password)
			o.wantFault(err, c.want)
		}
		o.wantSetup(true)
		_, err := o.service.SetUp(t.Context(), link, "ruth@example.org", password)
		o.must(err)
	})
}

// Somebody made an owner by the command line while a link was still lying about.
func TestALinkIsWorthNothingOnceThereIsAnOwner(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		link := o.link()
		o.add("ruth@example.org", account.Owner, "")
		_, err := o.service.SetUp(t.Context(), link, "mallory@example.org", password)
		o.wantFault(err, fault.Forbidden)
	})
}
