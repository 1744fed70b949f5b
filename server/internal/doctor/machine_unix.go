//go:build linux || darwin || freebsd

package doctor

import "syscall"

// free is how many bytes somebody who is not root may still write.
func free(folder string) (uint64, bool) {
	var about syscall.Statfs_t
	if syscall.Statfs(folder, &about) != nil {
		return 0, false
	}
	return uint64(about.Bavail) * uint64(about.Bsize), true //nolint:unconvert // their types differ from system to system
}

// OpenFiles is how many files this process may have open, which Go has raised as far as it may.
func OpenFiles() uint64 {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return 0
	}
	return uint64(limit.Cur) //nolint:unconvert // it is signed on FreeBSD
}
