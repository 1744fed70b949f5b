package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"understory/server/internal/postgrestest"
	"understory/server/internal/subprocess"
)

// A need is something the tests cannot do without.
type need struct {
	what   string
	debian []string // the packages that bring it, where apt-get may fetch it
	there  func(ctx context.Context) bool
}

// needs lists what full runs want beside Go, which is here or this would not run.
func needs() []need {
	return []need{
		{"a C compiler with headers, for the race detector", []string{"gcc", "libc6-dev"}, canCompileC},
		{"PostgreSQL 15 or newer (initdb, postgres, pg_isready)", []string{"postgresql"}, hasPostgres},
		{"Chromium, for the tests in a real browser", []string{"chromium", "fonts-dejavu-core"}, hasChromium},
		{"Node 20 or newer with npm", nil, hasNode},
		{"Hugo, which builds an example", []string{"hugo"}, hasProgram("hugo")},
		{"PHP for the command line, which draws the WordPress example", []string{"php-cli"}, hasProgram("php")},
	}
}

// equip makes sure that every need is met. It installs packages where it may, as root on Debian; elsewhere it
// returns an error that names everything missing at once.
func equip(ctx context.Context, t *tally) error {
	missing := unmet(ctx, needs())
	if len(missing) > 0 && mayInstall() {
		if err := install(ctx, t, packages(missing)); err != nil {
			return err
		}
		missing = unmet(ctx, missing)
	}
	if len(missing) == 0 {
		return nil
	}
	return missingError(missing)
}

func unmet(ctx context.Context, all []need) []need {
	return slices.DeleteFunc(slices.Clone(all), func(n need) bool { return n.there(ctx) })
}

func packages(missing []need) []string {
	var names []string
	for _, n := range missing {
		names = append(names, n.debian...)
	}
	return names
}

func missingError(missing []need) error {
	var message strings.Builder
	message.WriteString("this machine lacks:\n")
	for _, n := range missing {
		fmt.Fprintf(&message, "- %s\n", n.what)
	}
	if names := packages(missing); len(names) > 0 {
		fmt.Fprintf(&message, "On Debian: sudo apt-get install %s\n", strings.Join(names, " "))
	}
	return fmt.Errorf("%s`make quick` needs none of this", message.String())
}

func mayInstall() bool {
	_, noApt := exec.LookPath("apt-get")
	_, noDebian := os.Stat("/etc/debian_version")
	return os.Geteuid() == 0 && noApt == nil && noDebian == nil
}

func install(ctx context.Context, t *tally, names []string) error {
	if len(names) == 0 {
		return nil
	}
	t.say("apt-get install %s", strings.Join(names, " "))
	for _, args := range [][]string{
		{"update", "--quiet"},
		append([]string{"install", "--quiet", "--yes", "--no-install-recommends"}, names...),
	} {
		cmd := subprocess.Command(ctx, "", []string{"DEBIAN_FRONTEND=noninteractive"}, "apt-get", args...)
		if out, err := subprocess.Output(cmd); err != nil {
			return fmt.Errorf("apt-get %s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	return nil
}

// canCompileC asks for what cgo asks for: a compiler alone, without the C library's headers, is not enough.
func canCompileC(ctx context.Context) bool {
	compiler, err := subprocess.Output(subprocess.Command(ctx, "", nil, "go", "env", "CC"))
	fields := strings.Fields(compiler)
	if err != nil || len(fields) == 0 {
		return false
	}
	cmd := subprocess.Command(ctx, "", nil, fields[0], append(fields[1:], "-fsyntax-only", "-x", "c", "-")...)
	cmd.Stdin = strings.NewReader("#include <stdlib.h>\n")
	_, err = subprocess.Output(cmd)
	return err == nil
}

func hasNode(ctx context.Context) bool {
	if _, err := exec.LookPath("npm"); err != nil {
		return false
	}
	version, err := subprocess.Output(subprocess.Command(ctx, "", nil, "node", "--version"))
	if err != nil {
		return false
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(version), "v"), ".")
	number, err := strconv.Atoi(major)
	return err == nil && number >= 20
}

func hasProgram(name string) func(context.Context) bool {
	return func(context.Context) bool {
		_, err := exec.LookPath(name)
		return err == nil
	}
}

func hasChromium(context.Context) bool { return chromium() != "" }

// chromium finds the browser, by the names that systems give it.
func chromium() string {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}
	if runtime.GOOS == "darwin" {
		names = append(names, "/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
	}
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

func hasPostgres(context.Context) bool {
	_, err := postgrestest.Programs()
	return err == nil
}
