//go:build unix

package store

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ownedLike gives a new file the owner and rights of the one whose place it takes, else the owner of its folder, so that
// a backup that root restores can be opened by the server. Nobody but root gives files away; others own theirs already.
func ownedLike(name, old string) error {
	like, err := os.Stat(old)
	if err == nil {
		if err := os.Chmod(name, like.Mode().Perm()); err != nil {
			return fmt.Errorf("give %s its rights: %w", name, err)
		}
	} else if like, err = os.Stat(filepath.Dir(old)); err != nil {
		return fmt.Errorf("look at the folder of %s: %w", old, err)
	}
	owner, ok := like.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	if err := os.Chown(name, int(owner.Uid), int(owner.Gid)); err != nil {
		return fmt.Errorf("give %s its owner: %w", name, err)
	}
	return nil
}
