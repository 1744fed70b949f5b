package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

type accountRow struct {
	ID           uuid.UUID
	Email        string
	PasswordHash string
	Role         string
	CreatedAt    int64
}

func (accountRow) TableName() string { return "accounts" }

func (r accountRow) account() account.Account {
	return account.Account{ID: r.ID, Email: r.Email, PasswordHash: r.PasswordHash, Role: account.Role(r.Role), CreatedAt: moment(r.CreatedAt)}
}

// Account finds by e-mail.
func (s *Store) Account(ctx context.Context, email string) (account.Account, error) {
	var row accountRow
	err := s.read(ctx).Where("email = ?", email).Take(&row).Error
	return row.account(), s.translate(err)
}

// AddAccount keeps a new one unless its e-mail is taken.
func (s *Store) AddAccount(ctx context.Context, a account.Account) error {
	result := s.write(ctx).Exec(`INSERT INTO accounts (id, email, password_hash, role, created_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (email) DO NOTHING`, a.ID, a.Email, a.PasswordHash, string(a.Role), micros(a.CreatedAt))
	if result.Error == nil && result.RowsAffected == 0 {
		return &fault.Error{Kind: fault.Conflict, Field: "email", Message: "There is an account with this e-mail address already."}
	}
	return s.translate(result.Error)
}

// SaveRole keeps an account's role on every site.
func (s *Store) SaveRole(ctx context.Context, id account.ID, role account.Role) error {
	return s.affected(s.write(ctx).Exec("UPDATE accounts SET role = ? WHERE id = ?", string(role), id))
}

// SavePassword keeps a new hash.
func (s *Store) SavePassword(ctx context.Context, id account.ID, hash string) error {
	return s.affected(s.write(ctx).Exec("UPDATE accounts SET password_hash = ? WHERE id = ?", hash, id))
}

// SaveMembership keeps a role on one site in place of any other there.
func (s *Store) SaveMembership(ctx context.Context, on site.ID, id account.ID, role account.Role) error {
	return s.translate(s.write(ctx).Exec(`INSERT INTO memberships (site_id, account_id, role) VALUES (?, ?, ?)
ON CONFLICT (site_id, account_id) DO UPDATE SET role = excluded.role`, on, id, string(role)).Error)
}

// HasOwner says whether anybody owns the installation.
func (s *Store) HasOwner(ctx context.Context) (bool, error) {
	var found []uuid.UUID
	err := s.read(ctx).Model(&accountRow{}).Where("role = ?", string(account.Owner)).Limit(1).Pluck("id", &found).Error
	return len(found) > 0, s.translate(err)
}

// LockOwners are the owners of the installation. Writing each row anew holds it on both databases.
func (s *Store) LockOwners(ctx context.Context) ([]account.ID, error) {
	var rows []accountRow
	err := s.write(ctx).Raw("UPDATE accounts SET role = role WHERE role = ? RETURNING id", string(account.Owner)).Scan(&rows).Error
	ids := make([]account.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids, s.translate(err)
}

// AddSession opens a session if the password is still the one proven. The account's row is held meanwhile, so
// that whoever changes the password sees the session and ends it.
func (s *Store) AddSession(ctx context.Context, made account.Session, proven string) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		err := s.affected(s.write(ctx).Exec("UPDATE accounts SET password_hash = password_hash WHERE id = ? AND password_hash = ?", made.Account, proven))
		if err != nil {
			return err
		}
		// The hash must not come first: GORM makes a list of a slice that follows a bracket.
		return s.translate(s.write(ctx).Exec("INSERT INTO sessions (account_id, token_hash, created_at, expires_at) VALUES (?, ?, ?, ?)",
			made.Account, made.Hash[:], micros(made.CreatedAt), micros(made.ExpiresAt)).Error)
	})
}

// StaffOf finds who holds a session, with their role on every site, in one statement.
func (s *Store) StaffOf(ctx context.Context, session account.TokenHash, after, latest time.Time) (account.Staff, error) {
	var rows []struct {
		Account  accountRow `gorm:"embedded"`
		SiteID   *int64
		SiteRole string
	}
	err := s.read(acrossSites(ctx, acrossMemberships)).Raw(`SELECT a.id, a.email, a.password_hash, a.role, a.created_at, m.site_id, m.role AS site_role
FROM sessions AS s JOIN accounts AS a ON a.id = s.account_id LEFT JOIN memberships AS m ON m.account_id = a.id
WHERE s.token_hash = ? AND s.expires_at > ? AND s.expires_at <= ?`, session[:], micros(after), micros(latest)).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		err = gorm.ErrRecordNotFound
	}
	if err != nil {
		return account.Staff{}, s.translate(err)
	}
	staff := account.Staff{Account: rows[0].Account.account()}
	for _, row := range rows {
		if row.SiteID != nil {
			staff.Memberships = append(staff.Memberships, account.Membership{Site: site.ID(*row.SiteID), Role: account.Role(row.SiteRole)})
		}
	}
	return staff, nil
}

// EndSession ends one.
func (s *Store) EndSession(ctx context.Context, session account.TokenHash) error {
	return s.translate(s.write(ctx).Exec("DELETE FROM sessions WHERE token_hash = ?", session[:]).Error)
}

// EndSessions ends all of an account's.
func (s *Store) EndSessions(ctx context.Context, of account.ID) error {
	return s.translate(s.write(ctx).Exec("DELETE FROM sessions WHERE account_id = ?", of).Error)
}

// ForgetSessions drops those that ended before.
func (s *Store) ForgetSessions(ctx context.Context, before time.Time) error {
	return s.translate(s.write(ctx).Exec("DELETE FROM sessions WHERE expires_at <= ?", micros(before)).Error)
}
