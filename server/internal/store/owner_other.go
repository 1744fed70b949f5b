//go:build !unix

package store

// ownedLike has nothing to do where files belong to whoever may use their folder.
func ownedLike(string, string) error { return nil }
