//go:build !linux

package subprocess

import "os/exec"

// Process groups, death signals and credentials are spelt differently, or not at all, on other systems; there a
// program that runs out of time leaves to the system what it had started.

func ownGroup(*exec.Cmd) {}

// Kill ends cmd, which was started.
func Kill(cmd *exec.Cmd) error { return cmd.Process.Kill() }

// As does nothing here: cmd runs as the user that runs this program.
func As(*exec.Cmd, int, int) {}
