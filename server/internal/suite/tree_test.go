package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// plant writes files into a temporary folder and returns it.
func plant(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for path, text := range files {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestUnformattedNamesOurFilesOnly(t *testing.T) {
	t.Parallel()
	root := plant(t, map[string]string{
		"good/a.go":              "package a\n",
		"bad/b.go":               "package   b\n",
		"node_modules/x/c.go":    "package   c\n",
		"bad/b.txt":              "package   b\n",
		"widget/.git/hooks/d.go": "package   d\n",
	})
	got, err := unformatted(root)
	if want := []string{"bad/b.go"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("unformatted = %q, %v; want %q", got, err, want)
	}
}

func TestUnformattedReportsAFileThatIsNotGo(t *testing.T) {
	t.Parallel()
	if _, err := unformatted(plant(t, map[string]string{"a.go": "pack age"})); err == nil {
		t.Error("no error for a file that does not parse")
	}
}
