package account

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// Grant gives somebody a role.
type Grant struct {
	Email    string
	Role     Role
	Site     string // a key; empty means every site
	Password string // of a new account; empty for one that is there already
}

// AddUser makes an account with a role, or, without a password, gives the role to one that is there.
// Faults: Invalid with the field email, role, site or password, and Conflict when the address is taken or
// the last owner would lose their role.
func (s *Service) AddUser(ctx context.Context, g Grant) (Account, error) {
	if _, err := ParseRole(string(g.Role)); err != nil {
		return Account{}, err
	}
	var on site.Site
	if g.Site != "" {
		var err error
		if on, err = s.Store.Site(ctx, g.Site); fault.KindOf(err) == fault.NotFound {
			return Account{}, fault.Field("site", "There is no site with the key %q. Add it first.", g.Site)
		} else if err != nil {
			return Account{}, fmt.Errorf("find site %s: %w", g.Site, err)
		}
	}
	if g.Password == "" {
		return s.promote(ctx, g, on)
	}
	return s.add(ctx, g, on)
}

// compose makes the account that a grant asks for. Faults: Invalid.
func (s *Service) compose(ctx context.Context, g Grant) (Account, error) {
	email, err := address(g.Email)
	if err != nil {
		return Account{}, err
	}
	if err := checkPassword(g.Password); err != nil {
		return Account{}, err
	}
	hash, err := hashPassword(ctx, g.Password)
	if err != nil {
		return Account{}, fmt.Errorf("hash password: %w", err)
	}
	made := Account{ID: uuid.Must(uuid.NewV7()), Email: email, PasswordHash: hash, CreatedAt: s.now()}
	if g.Site == "" {
		made.Role = g.Role
	}
	return made, nil
}

func (s *Service) add(ctx context.Context, g Grant, on site.Site) (Account, error) {
	made, err := s.compose(ctx, g)
	if err != nil {
		return Account{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Store.AddAccount(ctx, made); err != nil || g.Site == "" {
			return err
		}
		return s.Store.SaveMembership(ctx, on.ID, made.ID, g.Role)
	})
	if fault.KindOf(err) == fault.Conflict {
		return Account{}, &fault.Error{Kind: fault.Conflict, Field: "email", Message: "There is an account with this e-mail address already. Give an empty password to give it this role as well."}
	}
	if err != nil {
		return Account{}, fmt.Errorf("add account %s: %w", made.ID, err)
	}
	return made, nil
}

func (s *Service) promote(ctx context.Context, g Grant, on site.Site) (Account, error) {
	known, err := s.named(ctx, g.Email)
	if fault.KindOf(err) == fault.NotFound {
		return Account{}, fault.Field("password", "There is no account with this e-mail address yet. A new one needs a password.")
	}
	if err != nil {
		return Account{}, fmt.Errorf("find account: %w", err)
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if g.Site != "" {
			return s.Store.SaveMembership(ctx, on.ID, known.ID, g.Role)
		}
		if err := s.checkOwnerLeft(ctx, known.ID, g.Role); err != nil {
			return err
		}
		known.Role = g.Role
		return s.Store.SaveRole(ctx, known.ID, g.Role)
	})
	if err != nil {
		return Account{}, fmt.Errorf("give account %s a role: %w", known.ID, err)
	}
	return known, nil
}

// checkOwnerLeft keeps an installation from losing its last owner. Faults: Conflict.
func (s *Service) checkOwnerLeft(ctx context.Context, id ID, role Role) error {
	owners, err := s.Store.LockOwners(ctx)
	if err != nil {
		return fmt.Errorf("look for an owner: %w", err)
	}
	if role != Owner && len(owners) == 1 && owners[0] == id {
		return &fault.Error{Kind: fault.Conflict, Field: "role", Message: "This is the only owner. Make somebody else an owner first."}
	}
	return nil
}

// SetPassword gives an account another password and ends all its sessions. Faults: NotFound, Invalid.
func (s *Service) SetPassword(ctx context.Context, email, password string) error {
	if err := checkPassword(password); err != nil {
		return err
	}
	known, err := s.named(ctx, email)
	if err != nil {
		return fmt.Errorf("find account: %w", err)
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return fmt.Errorf("hash password: %w", err)
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Store.SavePassword(ctx, known.ID, hash); err != nil {
			return err
		}
		return s.Store.EndSessions(ctx, known.ID)
	})
	if err != nil {
		return fmt.Errorf("set password of %s: %w", known.ID, err)
	}
	return nil
}
