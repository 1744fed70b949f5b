package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/text"
)

// Service signs staff in and out, and gives them accounts.
type Service struct {
	Store Store
	Now   func() time.Time
}

// Store is what this package needs kept. Methods that find one thing answer NotFound.
type Store interface {
	// InTx runs fn in one transaction, which the context hands on.
	InTx(ctx context.Context, fn func(context.Context) error) error

	Account(ctx context.Context, email string) (Account, error)
	// AddAccount keeps a new one. Faults: Conflict with the field email when the address is taken.
	AddAccount(ctx context.Context, a Account) error
	// SaveRole keeps an account's role on every site.
	SaveRole(ctx context.Context, id ID, role Role) error
	SavePassword(ctx context.Context, id ID, hash string) error
	// SaveMembership keeps a role on one site in place of any other there.
	SaveMembership(ctx context.Context, on site.ID, id ID, role Role) error
	// HasOwner says whether anybody owns the installation.
	HasOwner(ctx context.Context) (bool, error)
	// LockOwners holds, until the transaction ends, the accounts that own the installation, and returns them.
	LockOwners(ctx context.Context) ([]ID, error)

	// AddSession opens one if the account's password is still the one that was proven. Faults: NotFound when not.
	AddSession(ctx context.Context, s Session, proven string) error
	// StaffOf finds who holds a session that ends after one moment and not after another.
	StaffOf(ctx context.Context, session TokenHash, after, latest time.Time) (Staff, error)
	EndSession(ctx context.Context, session TokenHash) error
	// EndSessions ends all of an account's.
	EndSessions(ctx context.Context, of ID) error
	// ForgetSessions drops those that ended before.
	ForgetSessions(ctx context.Context, before time.Time) error

	Installation(ctx context.Context, name string) ([]byte, error)
	ReplaceInstallation(ctx context.Context, name string, value []byte) error
	// DropInstallation says whether there was such a value.
	DropInstallation(ctx context.Context, name string) (bool, error)

	Site(ctx context.Context, key string) (site.Site, error)
	Sites(ctx context.Context) ([]site.Site, error)
}

// SignedIn is a new session with the one copy of its token.
type SignedIn struct {
	Token Token
	Staff Staff
}

// SignIn opens a session. A wrong password and an unknown address are answered alike, and take as long.
// Faults: SignIn, RateLimited.
func (s *Service) SignIn(ctx context.Context, email, password string) (SignedIn, error) {
	known, err := s.named(ctx, email)
	if fault.KindOf(err) == fault.NotFound {
		known, err = Account{PasswordHash: nobodysHash}, nil
	}
	if err != nil {
		return SignedIn{}, fmt.Errorf("find account: %w", err)
	}
	if len(password) > MaxPassword {
		password = "" // nobody's
	}
	right, err := isPassword(ctx, known.PasswordHash, password)
	if err != nil {
		return SignedIn{}, fmt.Errorf("check password of %s: %w", known.ID, err)
	}
	if !right {
		return SignedIn{}, errWrong()
	}
	return s.open(ctx, known)
}

func errWrong() error {
	return fault.New(fault.SignIn, "The e-mail address and the password do not belong together.")
}

// named finds an account by what a person typed. An address that is none is an account that is not there.
func (s *Service) named(ctx context.Context, email string) (Account, error) {
	email, err := address(email)
	if err != nil {
		return Account{}, fault.New(fault.NotFound, "There is no account with this e-mail address.")
	}
	return s.Store.Account(ctx, email)
}

// address is an e-mail address as accounts are known by it. Capitals do not make another person of the staff.
func address(email string) (string, error) {
	email, err := text.Email(email)
	return strings.ToLower(email), err
}

// open makes a session of an account whose password was just proven.
func (s *Service) open(ctx context.Context, of Account) (SignedIn, error) {
	now := s.now()
	if err := s.Store.ForgetSessions(ctx, now); err != nil {
		return SignedIn{}, fmt.Errorf("forget ended sessions: %w", err)
	}
	token, session := newSession(of.ID, now)
	err := s.Store.AddSession(ctx, session, of.PasswordHash)
	if fault.KindOf(err) == fault.NotFound { // it was changed meanwhile
		return SignedIn{}, errWrong()
	}
	if err != nil {
		return SignedIn{}, fmt.Errorf("open session of %s: %w", of.ID, err)
	}
	staff, err := s.staffOf(ctx, session.Hash, now)
	if err != nil {
		return SignedIn{}, fmt.Errorf("find staff %s: %w", of.ID, err)
	}
	return SignedIn{Token: token, Staff: staff}, nil
}

// Staff is who holds a token. Faults: SignIn.
func (s *Service) Staff(ctx context.Context, token Token) (Staff, error) {
	hash, ok := token.hash()
	if !ok {
		return Staff{}, errSignedOut()
	}
	staff, err := s.staffOf(ctx, hash, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return Staff{}, errSignedOut()
	}
	if err != nil {
		return Staff{}, fmt.Errorf("find session: %w", err)
	}
	return staff, nil
}

func (s *Service) staffOf(ctx context.Context, session TokenHash, now time.Time) (Staff, error) {
	return s.Store.StaffOf(ctx, session, now, now.Add(SessionLife+clockSlack))
}

// SignOut ends a token's session; one that has ended already is no fault.
func (s *Service) SignOut(ctx context.Context, token Token) error {
	hash, ok := token.hash()
	if !ok {
		return nil
	}
	if err := s.Store.EndSession(ctx, hash); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// Place is a site on which somebody works, and as what.
type Place struct {
	Site site.Site
	Role Role
}

// Places are the sites on which somebody works, by key.
func (s *Service) Places(ctx context.Context, who Staff) ([]Place, error) {
	all, err := s.Store.Sites(ctx)
	if err != nil {
		return nil, fmt.Errorf("read sites of %s: %w", who.Account.ID, err)
	}
	var places []Place
	for _, one := range all {
		if role := who.RoleOn(one.ID); role != None {
			places = append(places, Place{Site: one, Role: role})
		}
	}
	return places, nil
}

// now is the time of a write, as both databases can keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }
