package postgrestest

import "testing"

func TestTheVersionIsReadFromTheFolder(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string]int{
		"/usr/lib/postgresql/15/bin": 15,
		"/usr/lib/postgresql/9/bin":  9,
		"/opt/homebrew/bin":          0,
	} {
		if got := versionOf(folder); got != want {
			t.Errorf("versionOf(%q) = %d, want %d", folder, got, want)
		}
	}
}
