package account_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestASessionIsOpenedUsedAndEnded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		ruth := o.add("Ruth@Example.org", account.Moderator, "courier")
		in := o.signIn(" ruth@example.ORG ")
		if in.Staff.Account.ID != ruth.ID || in.Staff.RoleOn(o.site.ID) != account.Moderator {
			t.Errorf("got %+v, want the moderator %s", in.Staff, ruth.ID)
		}
		o.wantStaff(in.Token, true)
		o.must(o.service.SignOut(t.Context(), in.Token))
		o.wantStaff(in.Token, false)
		o.must(o.service.SignOut(t.Context(), in.Token))
	})
}

func TestASessionLastsTwelveHoursWhateverIsDone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.add("ruth@example.org", account.Owner, "")
		in := o.signIn("ruth@example.org")
		for range 12 {
			o.wantStaff(in.Token, true)
			o.now = o.now.Add(time.Hour)
		}
		o.wantStaff(in.Token, false)
	})
}

func TestEverySignInMakesAnotherSession(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.add("ruth@example.org", account.Owner, "")
		one, other := o.signIn("ruth@example.org"), o.signIn("ruth@example.org")
		if one.Token == other.Token {
			t.Fatal("two sessions have the same token")
		}
		o.must(o.service.SignOut(t.Context(), one.Token))
		o.wantStaff(other.Token, true)
	})
}

func TestAnotherPasswordEndsAllSessions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.add("ruth@example.org", account.Owner, "")
		o.add("omar@example.org", account.Admin, "")
		one, other, omars := o.signIn("ruth@example.org"), o.signIn("ruth@example.org"), o.signIn("omar@example.org")
		o.must(o.service.SetPassword(t.Context(), "ruth@example.org", "another password"))
		o.wantStaff(one.Token, false)
		o.wantStaff(other.Token, false)
		o.wantStaff(omars.Token, true)
		_, err := o.service.SignIn(t.Context(), "ruth@example.org", password)
		o.wantFault(err, fault.SignIn)
		_, err = o.service.SignIn(t.Context(), "ruth@example.org", "another password")
		o.must(err)
	})
}

func TestAClockThatJumpsLetsNoSessionLiveLonger(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.add("ruth@example.org", account.Owner, "")
		begun := o.now
		in := o.signIn("ruth@example.org")
		for jump, signedIn := range map[time.Duration]bool{
			10 * time.Minute: true, -10 * time.Minute: true, -time.Hour: false, account.SessionLife - time.Second: true, account.SessionLife: false, account.SessionLife + 10*time.Minute: false,
		} {
			o.now = begun.Add(jump)
			o.wantStaff(in.Token, signedIn)
		}
		o.now = begun.AddDate(1, 0, 0) // and somebody signs in before it is set right
		ahead := o.signIn("ruth@example.org")
		o.wantStaff(ahead.Token, true)
		o.now = begun
		o.wantStaff(ahead.Token, false)
	})
}

// A password is changed while somebody who knows the old one is signing in: their session must not outlive it.
func TestAProvenPasswordMustStillBeTheOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		ruth := o.add("ruth@example.org", account.Owner, "")
		o.must(o.service.SetPassword(t.Context(), "ruth@example.org", "another password"))
		err := s.AddSession(t.Context(), account.Session{Account: ruth.ID, CreatedAt: o.now, ExpiresAt: o.now.Add(time.Hour)}, ruth.PasswordHash)
		o.wantFault(err, fault.NotFound)
	})
}

func TestAWrongPasswordAndAnUnknownAddressAreAnsweredAlike(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.New(t))
	o.add("ruth@example.org", account.Owner, "")
	var answers []string
	for _, c := range []struct{ email, password string }{
		{"ruth@example.org", "not her password"},
		{"nobody@example.org", password},
		{"no address", password},
		{"", ""},
		{"ruth@example.org", strings.Repeat(password, 100)},
	} {
		_, err := o.service.SignIn(t.Context(), c.email, c.password)
		o.wantFault(err, fault.SignIn)
		answers = append(answers, err.Error())
	}
	if len(slices.Compact(answers)) != 1 {
		t.Errorf("the answers differ: %q", answers)
	}
}

// Without a hash to compare with, an unknown address would be answered a hundred times quicker. The quickest of
// several tries are compared, as many as a busy machine needs.
func TestAnUnknownAddressTakesAsLongAsAWrongPassword(t *testing.T) {
	o := open(t, storetest.New(t))
	o.add("ruth@example.org", account.Owner, "")
	try := func(email string, best time.Duration) time.Duration {
		began := time.Now()
		_, err := o.service.SignIn(t.Context(), email, "not the password")
		o.wantFault(err, fault.SignIn)
		return min(best, time.Since(began))
	}
	known, unknown := time.Hour, time.Hour
	for range 30 {
		known, unknown = try("ruth@example.org", known), try("nobody@example.org", unknown)
		if unknown > known/2 && known > unknown/2 {
			return
		}
	}
	t.Errorf("a known address took %v, an unknown one %v", known, unknown)
}

func TestWhatIsNoTokenOpensNothing(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.New(t))
	o.add("ruth@example.org", account.Owner, "")
	good := string(o.signIn("ruth@example.org").Token)
	for _, token := range []string{"", "x", good + "A", good[:42], good + "\n", strings.Repeat("A", 43), "' OR 1=1 --"} {
		o.wantStaff(account.Token(token), false)
	}
	o.wantStaff(account.Token(good), true)
}

func TestStaffSeeTheSitesTheyWorkOn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.addSite("gazette")
		o.add("ruth@example.org", account.Moderator, "gazette")
		o.add("omar@example.org", account.Admin, "")
		for email, want := range map[string]string{
			"ruth@example.org": "gazette:moderator", "omar@example.org": "courier:admin gazette:admin",
		} {
			places, err := o.service.Places(t.Context(), o.signIn(email).Staff)
			o.must(err)
			var got []string
			for _, place := range places {
				got = append(got, place.Site.Key+":"+string(place.Role))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s works on %q, want %q", email, got, want)
			}
		}
	})
}

func TestNoSecretIsInTheDatabaseFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s, err := store.Open(t.Context(), "sqlite:"+filepath.Join(folder, "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, s)
	link, err := o.service.IssueSetupLink(t.Context())
	o.must(err)
	files := func() []byte {
		var all []byte
		names, err := filepath.Glob(filepath.Join(folder, "*"))
		o.must(err)
		for _, name := range names {
			raw, err := os.ReadFile(name)
			o.must(err)
			all = append(all, raw...)
		}
		return all
	}
	before := files()
	in, err := o.service.SetUp(t.Context(), link, "ruth@example.org", password)
	o.must(err)
	again := o.signIn("ruth@example.org")
	all := slices.Concat(before, files())
	o.must(s.Close())
	all = append(all, files()...)
	if !bytes.Contains(all, []byte("ruth@example.org")) {
		t.Fatal("the files hold nothing of what was written")
	}
	for _, secret := range []string{password, string(link), string(in.Token), string(again.Token)} {
		if bytes.Contains(all, []byte(secret)) || bytes.Contains(all, decoded(t, secret)) {
			t.Errorf("the database holds the secret %q", secret)
		}
	}
}
