package postgrestest

import (
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

// Programs is the folder that holds PostgreSQL's server programs. Debian keeps them out of the PATH, one folder a
// version; the newest is taken. It is an error when there is none.
func Programs() (string, error) {
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	slices.SortFunc(folders, func(a, b string) int { return versionOf(b) - versionOf(a) })
	if initdb, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(initdb))
	}
	for _, folder := range folders {
		if complete(folder) {
			return folder, nil
		}
	}
	return "", errors.New("no PostgreSQL server programs (initdb, postgres, pg_isready) under /usr/lib/postgresql or in PATH")
}

func complete(folder string) bool {
	for _, program := range []string{"initdb", "postgres", "pg_isready"} {
		if _, err := exec.LookPath(filepath.Join(folder, program)); err != nil {
			return false
		}
	}
	return true
}

// versionOf reads 15 out of /usr/lib/postgresql/15/bin.
func versionOf(folder string) int {
	version, err := strconv.Atoi(filepath.Base(filepath.Dir(folder)))
	if err != nil {
		return 0
	}
	return version
}
