// Package subprocess starts the programs that the suite, the bench and the tests need beside themselves. They end with
// whoever started them, together with whatever they started. It does not know what they are for.
package subprocess

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Command prepares a program in dir that ends with ctx, together with whatever it started. The lines of env are
// added to the environment.
func Command(ctx context.Context, dir string, env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // programs by name are what this is for; no caller takes one from outside
	cmd.Dir = dir
	cmd.Env = slices.Concat(environment(os.Environ()), env)
	cmd.WaitDelay = 5 * time.Second // a grandchild that keeps the pipe open must not hold us
	ownGroup(cmd)
	return cmd
}

// environment drops the variables that configure the product and its tests: a developer's own settings must not
// decide what passes.
func environment(inherited []string) []string {
	var kept []string
	for _, variable := range inherited {
		name, _, _ := strings.Cut(variable, "=")
		ours := strings.HasPrefix(name, "UNDERSTORY_") || strings.HasPrefix(name, "TEST_")
		if !ours && name != "DATABASE_URL" && name != "SMTP_URL" && name != "SOAK" {
			kept = append(kept, variable)
		}
	}
	return kept
}

// Run runs cmd to its end and sweeps away what it left running.
func Run(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	err := cmd.Wait()
	_ = Kill(cmd) // an empty group is the usual case
	return err
}

// Output runs cmd and gives back all it wrote, on both streams.
func Output(cmd *exec.Cmd) (string, error) {
	var all bytes.Buffer
	cmd.Stdout, cmd.Stderr = &all, &all
	err := Run(cmd)
	return all.String(), err
}
