//go:build !linux && !darwin && !freebsd

package doctor

func network(string) string { return "" }

func free(string) (uint64, bool) { return 0, false }

// OpenFiles is not known here.
func OpenFiles() uint64 { return 0 }
