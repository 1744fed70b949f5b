package store_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"understory/server/internal/seed"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// backedUp is a backup of a small site.
func backedUp(t *testing.T) string {
	t.Helper()
	s, address, _ := opened(t)
	seeded(t, s, seed.Options{Comments: 200, Articles: 3, Seed: 1})
	file := filepath.Join(t.TempDir(), "backup.db")
	if _, err := store.Backup(t.Context(), address, file, false); err != nil {
		t.Fatal(err)
	}
	return file
}

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestWhatIsNoWholeBackupIsRefused(t *testing.T) {
	t.Parallel()
	good, folder := read(t, backedUp(t)), t.TempDir()
	change := func(name, statement string) string {
		file := write(t, filepath.Join(folder, name), good)
		db, err := sql.Open("sqlite", file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		return file
	}
	torn := bytes.Clone(good)
	clear(torn[len(torn)/2 : len(torn)/2+8192])
	inUse := write(t, filepath.Join(folder, "in-use.db"), good)
	write(t, inUse+"-wal", []byte("frames"))
	other := filepath.Join(folder, "other.db")
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE recipes (name text)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for file, says := range map[string]string{
		filepath.Join(folder, "none"):                                 "there is no backup",
		write(t, filepath.Join(folder, "text"), []byte("dear diary")): "no SQLite file",
		write(t, filepath.Join(folder, "empty"), nil):                 "no SQLite file",
		write(t, filepath.Join(folder, "short"), good[:len(good)/3]):  "damaged",
		write(t, filepath.Join(folder, "torn"), torn):                 "damaged",
		other: "no backup of Understory",
		inUse: "understory backup",
		change("newer", "UPDATE installation SET value = '99990101000000' WHERE name = 'oldest_program'"): "newer Understory",
		change("lost", "DELETE FROM articles"): "rows that are not there",
		change("halved", "DROP TABLE respects; DROP TABLE reports; DROP TABLE decisions; DROP TABLE comments; CREATE TABLE x (a)"): "no backup of Understory",
	} {
		target := filepath.Join(t.TempDir(), "understory.db")
		if _, err := store.Restore(t.Context(), "sqlite:"+target, file, true); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want something about %q", filepath.Base(file), err, says)
		}
		if left, err := os.ReadDir(filepath.Dir(target)); err != nil || len(left) != 0 {
			t.Errorf("%s: it left %v, %v", filepath.Base(file), left, err)
		}
	}
}

// TestARestoreMendsADamagedDatabase puts a backup in the place of what SQLite cannot open, with a write-ahead log beside
// it, which must not be taken for the new one's.
func TestARestoreMendsADamagedDatabase(t *testing.T) {
	t.Parallel()
	backup := backedUp(t)
	target := write(t, filepath.Join(t.TempDir(), "understory.db"), []byte("SQLite format 3\x00 and then nothing"))
	write(t, target+"-wal", []byte("frames of the old one"))
	if err := os.Chmod(target, 0o640); err != nil {
		t.Fatal(err)
	}
	restored, err := store.Restore(t.Context(), "sqlite:"+target, backup, true)
	if err != nil {
		t.Fatal(err)
	}
	if restored.Comments != 200 || !bytes.HasSuffix(read(t, restored.Before), []byte("nothing")) {
		t.Errorf("restored %+v", restored)
	}
	if _, err := os.Stat(target + "-wal"); err == nil {
		t.Error("the log of the old database lies beside the new one")
	}
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the new database has the rights %v, %v, want the old one's", info.Mode(), err)
	}
	wantEqual(t, dump(t, target), dump(t, backup))
}

func TestARestoreWhereThereIsNothing(t *testing.T) {
	t.Parallel()
	backup := backedUp(t)
	target := filepath.Join(t.TempDir(), "understory.db")
	write(t, target+"-wal", []byte("frames of a database that somebody removed"))
	restored, err := store.Restore(t.Context(), "sqlite:"+target, backup, false)
	if err != nil || restored.Before != "" {
		t.Fatalf("restored %+v, %v", restored, err)
	}
	wantEqual(t, dump(t, target), dump(t, backup))
	if _, err := store.Restore(t.Context(), "sqlite:"+target, target, true); err == nil || !strings.Contains(err.Error(), "database itself") {
		t.Errorf("restoring a database from itself: %v, want a refusal", err)
	}
}

func TestTheKnownSchemaIsWhatAFreshDatabaseHas(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if version, err := s.SchemaVersion(t.Context()); err != nil || version != store.KnownSchema() {
			t.Errorf("a fresh database has schema %d, %v; the program says that it knows %d", version, err, store.KnownSchema())
		}
	})
}
