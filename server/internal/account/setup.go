package account

import (
	"context"
	"crypto/subtle"
	"fmt"

	"understory/server/internal/fault"
)

// setup names the hash of the link that makes the first owner, among the installation's values.
const setup = "setup"

// NeedsSetup says whether nobody owns this installation yet.
func (s *Service) NeedsSetup(ctx context.Context) (bool, error) {
	owned, err := s.Store.HasOwner(ctx)
	if err != nil {
		return false, fmt.Errorf("look for an owner: %w", err)
	}
	return !owned, nil
}

// IssueSetupLink makes the token of a link with which the first owner's account can be made, once. It takes the
// place of any earlier one. The token is empty when there is an owner.
func (s *Service) IssueSetupLink(ctx context.Context) (Token, error) {
	needed, err := s.NeedsSetup(ctx)
	if err != nil || !needed {
		return "", err
	}
	token, hash := newToken()
	if err := s.Store.ReplaceInstallation(ctx, setup, hash[:]); err != nil {
		return "", fmt.Errorf("keep setup link: %w", err)
	}
	return token, nil
}

// SetUp makes the first owner and signs them in. Of two at once one is made. Faults: Invalid, Forbidden, Conflict.
func (s *Service) SetUp(ctx context.Context, token Token, email, password string) (SignedIn, error) {
	if err := s.checkLink(ctx, token); err != nil { // before a stranger can make us hash
		return SignedIn{}, err
	}
	made, err := s.compose(ctx, Grant{Email: email, Role: Owner, Password: password})
	if err != nil {
		return SignedIn{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.spendLink(ctx, token); err != nil {
			return err
		}
		return s.Store.AddAccount(ctx, made)
	})
	if err != nil {
		return SignedIn{}, fmt.Errorf("set up owner %s: %w", made.ID, err)
	}
	return s.open(ctx, made)
}

func (s *Service) checkLink(ctx context.Context, token Token) error {
	hash, ok := token.hash()
	kept, err := s.Store.Installation(ctx, setup)
	switch {
	case err != nil && fault.KindOf(err) != fault.NotFound:
		return fmt.Errorf("find setup link: %w", err)
	case err != nil, !ok, subtle.ConstantTimeCompare(kept, hash[:]) != 1:
		return errSpent()
	}
	return nil
}

// spendLink makes sure, inside a transaction, that no other request uses the link or has made an owner.
func (s *Service) spendLink(ctx context.Context, token Token) error {
	if err := s.checkLink(ctx, token); err != nil {
		return err
	}
	first, err := s.Store.DropInstallation(ctx, setup)
	if err != nil {
		return fmt.Errorf("spend setup link: %w", err)
	}
	needed, err := s.NeedsSetup(ctx)
	if err != nil {
		return err
	}
	if !first || !needed {
		return errSpent()
	}
	return nil
}

func errSpent() error {
	return fault.New(fault.Forbidden, "This link was used already, or a newer one was made. While there is no owner, every start of the server prints a new one.")
}
