package subprocess

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"testing"
	"time"
)

func TestEnvironmentDropsWhatConfiguresTheProductAndItsTests(t *testing.T) {
	t.Parallel()
	got := environment([]string{"PATH=/bin", "DATABASE_URL=postgres://live", "UNDERSTORY_ADDR=:1", "TEST_POSTGRES=x",
		"TEST_SQLITE=off", "SOAK=1", "SMTP_URL=smtp://live", "HOME=/h"})
	if want := []string{"PATH=/bin", "HOME=/h"}; !slices.Equal(got, want) {
		t.Errorf("environment = %q, want %q", got, want)
	}
}

func TestCommandPassesTheGivenEnvironment(t *testing.T) {
	t.Parallel()
	got, err := Output(Command(t.Context(), t.TempDir(), []string{"TEST_SQLITE=off"}, "sh", "-c", "echo $TEST_SQLITE"))
	if err != nil || got != "off\n" {
		t.Errorf("got %q, %v; want the variable", got, err)
	}
}

func TestCommandEndsWithItsTimeThoughItsChildrenHoldThePipe(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := Output(Command(ctx, "", nil, "sh", "-c", "sleep 60 & sleep 60"))
	if took := time.Since(start); err == nil || took > 30*time.Second {
		t.Errorf("ended after %s with %v, want an error soon after the time limit", took, err)
	}
}

func TestRunReturnsTheStatus(t *testing.T) {
	t.Parallel()
	var status *exec.ExitError
	if err := Run(Command(t.Context(), "", nil, "sh", "-c", "exit 3")); !errors.As(err, &status) || status.ExitCode() != 3 {
		t.Errorf("got %v, want exit status 3", err)
	}
}
