package main

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// foreign are folders that hold nothing of ours.
var foreign = []string{".git", "node_modules", "tmp", "coverage", ".next", ".astro"}

// textFiles calls each with every text file of the tree, by its path from root.
func textFiles(root string, each func(path string, text []byte) error) error {
	return fs.WalkDir(os.DirFS(root), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains(foreign, entry.Name()) {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, path))
		if err != nil || !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
			return err
		}
		return each(path, text)
	})
}

// unformatted lists the Go files that gofmt would change.
func unformatted(root string) (wrong []string, err error) {
	err = textFiles(root, func(path string, text []byte) error {
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		formatted, err := format.Source(text)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if !bytes.Equal(formatted, text) {
			wrong = append(wrong, path)
		}
		return nil
	})
	return wrong, err
}
