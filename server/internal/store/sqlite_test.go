package store_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"understory/server/internal/site"
	"understory/server/internal/store"
)

func TestANewDatabaseIsForNobodyElseOnTheMachine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	opened, err := store.Open(t.Context(), "sqlite:"+filepath.Join(folder, "new.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if _, err := opened.AddSite(t.Context(), site.Demo()); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) < 2 { // the log is beside it
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		info, err := file.Info()
		if err != nil {
			t.Fatal(err)
		}
		if rights := info.Mode().Perm(); rights&0o077 != 0 && runtime.GOOS != "windows" {
			t.Errorf("%s has the rights %s, want %s", file.Name(), rights, fs.FileMode(0o600))
		}
	}
}
