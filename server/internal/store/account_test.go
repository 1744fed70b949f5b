package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

var morning = time.Date(2026, 3, 1, 8, 0, 0, 123_456_000, time.UTC)

func newAccount(email string, role account.Role) account.Account {
	return account.Account{ID: uuid.Must(uuid.NewV7()), Email: email, PasswordHash: "hash of " + email, Role: role, CreatedAt: morning}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, want fault.Kind) {
	t.Helper()
	if got := fault.KindOf(err); got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func TestAnAccountIsKeptAsItIs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ruth := newAccount("ruth@example.org", account.Admin)
		must(t, s.AddAccount(t.Context(), ruth))
		got, err := s.Account(t.Context(), "ruth@example.org")
		must(t, err)
		if got != ruth {
			t.Errorf("got %+v, want %+v", got, ruth)
		}
		_, err = s.Account(t.Context(), "RUTH@example.org")
		wantKind(t, err, fault.NotFound)
		wantKind(t, s.AddAccount(t.Context(), newAccount("ruth@example.org", account.Owner)), fault.Conflict)

		ruth.Role, ruth.PasswordHash = account.Moderator, "another"
		must(t, s.SaveRole(t.Context(), ruth.ID, account.Moderator))
		must(t, s.SavePassword(t.Context(), ruth.ID, "another"))
		if got, err = s.Account(t.Context(), "ruth@example.org"); err != nil || got != ruth {
			t.Errorf("got %+v, %v, want %+v", got, err, ruth)
		}
		wantKind(t, s.SaveRole(t.Context(), uuid.Must(uuid.NewV7()), account.Owner), fault.NotFound)
		wantKind(t, s.SavePassword(t.Context(), uuid.Must(uuid.NewV7()), ""), fault.NotFound)
	})
}

func TestOwnersAreThoseOfTheInstallation(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		on := addCourier(t, s)
		local := newAccount("local@example.org", account.None)
		must(t, s.AddAccount(t.Context(), local))
		must(t, s.SaveMembership(t.Context(), on.ID, local.ID, account.Owner))
		wantOwners := func(want ...account.ID) {
			t.Helper()
			owned, err := s.HasOwner(t.Context())
			must(t, err)
			got, err := s.LockOwners(t.Context())
			must(t, err)
			if owned != (len(want) > 0) || len(got) != len(want) || len(want) > 0 && got[0] != want[0] {
				t.Errorf("owned %v, by %v, want %v", owned, got, want)
			}
		}
		wantOwners()
		ruth := newAccount("ruth@example.org", account.Owner)
		must(t, s.AddAccount(t.Context(), ruth))
		wantOwners(ruth.ID)
		must(t, s.SaveRole(t.Context(), ruth.ID, account.Admin))
		wantOwners()
	})
}

func TestAMembershipIsReplacedAndStaysOnItsSite(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		on := addCourier(t, s)
		ruth := newAccount("ruth@example.org", account.None)
		must(t, s.AddAccount(t.Context(), ruth))
		must(t, s.SaveMembership(t.Context(), on.ID, ruth.ID, account.Moderator))
		must(t, s.SaveMembership(t.Context(), on.ID, ruth.ID, account.Admin))
		opened := addSession(t, s, ruth, 1)
		got, err := s.StaffOf(t.Context(), opened.Hash, morning, opened.ExpiresAt)
		must(t, err)
		if got.Account != ruth || len(got.Memberships) != 1 || got.Memberships[0] != (account.Membership{Site: on.ID, Role: account.Admin}) {
			t.Errorf("got %+v, want an admin of one site", got)
		}
	})
}

func TestASessionIsFoundUntilItEnds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ruth, omar := newAccount("ruth@example.org", account.Owner), newAccount("omar@example.org", account.None)
		must(t, s.AddAccount(t.Context(), ruth))
		must(t, s.AddAccount(t.Context(), omar))
		one, two, omars := addSession(t, s, ruth, 1), addSession(t, s, ruth, 2), addSession(t, s, omar, 3)
		want := func(opened account.Session, at time.Time, want bool) {
			t.Helper()
			got, err := s.StaffOf(t.Context(), opened.Hash, at, opened.ExpiresAt)
			if want {
				must(t, err)
				if got.Account.ID != opened.Account {
					t.Errorf("the session of %s opens for %s", opened.Account, got.Account.ID)
				}
				return
			}
			wantKind(t, err, fault.NotFound)
		}
		want(one, one.ExpiresAt.Add(-time.Microsecond), true)
		want(one, one.ExpiresAt, false)
		must(t, s.EndSession(t.Context(), one.Hash))
		want(one, morning, false)
		want(two, morning, true)
		must(t, s.EndSessions(t.Context(), ruth.ID))
		want(two, morning, false)
		want(omars, morning, true)
		must(t, s.ForgetSessions(t.Context(), omars.ExpiresAt.Add(-time.Microsecond)))
		want(omars, morning, true)
		must(t, s.ForgetSessions(t.Context(), omars.ExpiresAt))
		want(omars, morning, false)
	})
}

func addSession(t *testing.T, s *store.Store, of account.Account, n byte) account.Session {
	t.Helper()
	made := account.Session{Hash: account.TokenHash{n}, Account: of.ID, CreatedAt: morning, ExpiresAt: morning.Add(time.Hour)}
	must(t, s.AddSession(t.Context(), made, of.PasswordHash))
	return made
}

func addCourier(t *testing.T, s *store.Store) site.Site {
	t.Helper()
	made, err := site.New("courier", "", []string{"https://courier.example"}, site.GuestsPublish)
	must(t, err)
	made, err = s.AddSite(t.Context(), made)
	must(t, err)
	return made
}
