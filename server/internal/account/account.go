// Package account knows people: staff with a password and a role, their sessions, and readers with a device key.
// It does not know what they write, nor how they are kept or reached.
package account

import (
	"time"

	"github.com/google/uuid"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// ID names a staff account.
type ID = uuid.UUID

// Account is somebody of the staff. They sign in to the dashboard only.
type Account struct {
	ID           ID
	Email        string
	PasswordHash string // argon2id, in the PHC string format
	Role         Role   // on every site of the installation; None for most
	CreatedAt    time.Time
}

// Nobody is an account without a role that fits no password: it stands where a decision was nobody's.
func Nobody(email string, at time.Time) Account {
	return Account{ID: uuid.Must(uuid.NewV7()), Email: email, PasswordHash: nobodysHash, CreatedAt: at}
}

// Role says what somebody may do, on one site or on all.
type Role string

// The roles of staff, from most to least.
const (
	Owner     Role = "owner"
	Admin     Role = "admin"
	Moderator Role = "moderator"
	None      Role = ""
)

func (r Role) rank() int {
	switch r {
	case Owner:
		return 3
	case Admin:
		return 2
	case Moderator:
		return 1
	}
	return 0
}

// AtLeast says whether r may do all that other may.
func (r Role) AtLeast(other Role) bool { return r.rank() >= other.rank() }

// ParseRole reads a role as people write it. Faults: Invalid with the field role.
func ParseRole(text string) (Role, error) {
	role := Role(text)
	if role.rank() == 0 {
		return None, fault.Field("role", "A role is owner, admin or moderator.")
	}
	return role, nil
}

// Staff is an account with its roles on single sites.
type Staff struct {
	Account     Account
	Memberships []Membership
}

// Membership is one person's role on one site.
type Membership struct {
	Site site.ID
	Role Role
}

// RoleOn is what this person may do on a site: the greater of their role there and their role everywhere.
func (s Staff) RoleOn(id site.ID) Role {
	role := s.Account.Role
	for _, m := range s.Memberships {
		if m.Site == id && m.Role.AtLeast(role) {
			role = m.Role
		}
	}
	return role
}

// Highest is the greatest of this person's roles, wherever they hold it.
func (s Staff) Highest() Role {
	role := s.Account.Role
	for _, m := range s.Memberships {
		if m.Role.AtLeast(role) {
			role = m.Role
		}
	}
	return role
}
