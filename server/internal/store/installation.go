package store

import (
	"context"
	"time"
)

type installationRow struct {
	Name      string
	Value     []byte
	CreatedAt int64
}

func (installationRow) TableName() string { return "installation" }

// Installation reads a value of the installation's own. Faults: NotFound.
func (s *Store) Installation(ctx context.Context, name string) ([]byte, error) {
	var row installationRow
	err := s.read(ctx).Where("name = ?", name).Take(&row).Error
	return row.Value, s.translate(err)
}

// KeepInstallation keeps a value unless one is there, and returns the one that is there then,
// so that all processes agree on who was first.
func (s *Store) KeepInstallation(ctx context.Context, name string, value []byte) ([]byte, error) {
	var kept []byte
	err := s.InTx(ctx, func(ctx context.Context) error {
		err := s.write(ctx).Exec("INSERT INTO installation (name, value, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
			name, value, time.Now().UnixMicro()).Error
		if err != nil {
			return err
		}
		kept, err = s.Installation(ctx, name)
		return err
	})
	return kept, err
}

// ReplaceInstallation keeps a value in place of any other.
func (s *Store) ReplaceInstallation(ctx context.Context, name string, value []byte) error {
	return s.translate(s.write(ctx).Exec(`INSERT INTO installation (name, value, created_at) VALUES (?, ?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, created_at = excluded.created_at`, name, value, time.Now().UnixMicro()).Error)
}

// DropInstallation forgets a value, and says whether it was there.
func (s *Store) DropInstallation(ctx context.Context, name string) (bool, error) {
	result := s.write(ctx).Exec("DELETE FROM installation WHERE name = ?", name)
	return result.RowsAffected > 0, s.translate(result.Error)
}
