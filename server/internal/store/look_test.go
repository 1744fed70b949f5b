package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"understory/server/internal/seed"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

func TestADoctorSeesADatabaseAsItIs(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		s, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		found := store.Look(t.Context(), address)
		if found.Unreadable != nil || found.Unwritable != nil || found.Schema != store.KnownSchema() || found.Known != found.Schema {
			t.Errorf("it sees %+v", found)
		}
		switch {
		case found.File != nil:
			if f := found.File; f.Missing || f.Journal != "wal" || f.Damage != "" || f.Size == 0 || f.Rights == 0 || f.Folder.Unwritable != nil {
				t.Errorf("it sees a file %+v", f)
			}
		case found.Server != nil:
			if v := found.Server; v.Version < 12_00_00 || v.Connections < 20 || v.Others < 1 || v.Pool < 1 || v.Ahead.Abs() > time.Second {
				t.Errorf("it sees a server %+v", v)
			}
		default:
			t.Error("it sees neither a file nor a server")
		}
	})
}

func TestADoctorSeesANewerSchema(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		s, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		pretend(t, address, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99990101000000, true)")
		if found := store.Look(t.Context(), address); !found.Current() || found.Schema <= found.Known {
			t.Errorf("it sees a schema that was added to as %+v", found)
		}
		pretend(t, address, "UPDATE installation SET value = '99990101000000' WHERE name = 'oldest_program'")
		if found := store.Look(t.Context(), address); found.Current() || found.Unreadable != nil || found.Needed <= found.Known {
			t.Errorf("it sees one that takes no older programs as %+v", found)
		}
	})
}

// pretend changes a database as a newer program would.
func pretend(t *testing.T, address, statement string) {
	t.Helper()
	db := bare(t, address)
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestADoctorMakesNoDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "understory.db")
	if found := store.Look(t.Context(), "sqlite:"+path); !found.File.Missing || found.Unreadable != nil {
		t.Errorf("it sees %+v", found)
	}
	write(t, path, nil)
	if found := store.Look(t.Context(), "sqlite:"+path); found.Unreadable == nil {
		t.Errorf("it sees in an empty file %+v", found)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("it left %v, %v", left, err)
	}
}

func TestADoctorSeesDamage(t *testing.T) {
	t.Parallel()
	s, address, path := opened(t)
	seeded(t, s, seed.Options{Comments: 300, Articles: 3, Seed: 1})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content := read(t, path)
	clear(content[len(content)/2 : len(content)/2+16_384])
	write(t, path, content)
	if found := store.Look(t.Context(), address); found.Unreadable == nil && found.File.Damage == "" {
		t.Errorf("it sees in a torn file %+v, %+v", found, found.File)
	}
}

func TestADoctorTellsNoPassword(t *testing.T) {
	t.Parallel()
	found := store.Look(t.Context(), "postgres://me:hunter2@127.0.0.1:1/none?connect_timeout=1&password=hunter2")
	if found.Unreadable == nil {
		t.Fatal("nothing listens there")
	}
	if strings.Contains(found.Address+found.Unreadable.Error(), "hunter2") {
		t.Errorf("it tells %s: %v", found.Address, found.Unreadable)
	}
}
