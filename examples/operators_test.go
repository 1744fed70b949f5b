package examples_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.yaml.in/yaml/v4"
)

// What operators copy: how the server is run. No container engine is needed to see that all that is named is there.

type composeFile struct {
	Services map[string]composeService
	Networks map[string]struct {
		IPAM struct {
			Config []struct{ Subnet, Gateway string }
		}
	}
	Volumes map[string]any
	Secrets map[string]struct{ File string }
}

type composeService struct {
	Image string
	Build struct {
		Context string
		Args    map[string]string
	}
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Environment map[string]string
	Secrets     []string
	Ports       []string
	Volumes     []string
	Healthcheck struct{ Test []string }
	User        string
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	SecurityOpt []string `yaml:"security_opt"`
	StopGrace   string   `yaml:"stop_grace_period"`
	Ulimits     struct{ Nofile int }
}

func compose(t *testing.T) composeFile {
	t.Helper()
	var file composeFile
	if err := yaml.Unmarshal([]byte(read(t, "examples/compose/compose.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Services) != 2 {
		t.Fatalf("got %d services, want understory and db", len(file.Services))
	}
	return file
}

// settings are the environment variables that the server knows.
func settings(t *testing.T) []string {
	t.Helper()
	known := captures(`env:"([A-Z_]+)"`, read(t, "server/config.go"))
	if len(known) < 5 {
		t.Fatalf("server/config.go knows %q", known)
	}
	return known
}

func TestTheComposeFileNamesWhatExists(t *testing.T) {
	t.Parallel()
	file, known := compose(t), settings(t)
	for name := range file.Services["understory"].Environment {
		if !slices.Contains(known, name) {
			t.Errorf("understory is given %s, which it does not know", name)
		}
	}
	for name, service := range file.Services {
		for _, secret := range service.Secrets {
			if file.Secrets[secret].File == "" {
				t.Errorf("%s is given the secret %s, which no file holds", name, secret)
			}
		}
		for variable, value := range service.Environment {
			for _, secret := range captures(`/run/secrets/([a-z-]+)`, value) {
				if !slices.Contains(service.Secrets, secret) {
					t.Errorf("%s of %s lies in the secret %s, which it is not given", variable, name, secret)
				}
			}
		}
		for _, volume := range service.Volumes {
			from, _, _ := strings.Cut(volume, ":")
			if _, found := file.Volumes[from]; !found {
				t.Errorf("%s keeps things in %s, which is no volume", name, from)
			}
		}
		for on, when := range service.DependsOn {
			if when.Condition != "service_healthy" || len(file.Services[on].Healthcheck.Test) == 0 {
				t.Errorf("%s waits for %s, of which nobody knows whether it is there", name, on)
			}
		}
		if len(service.Healthcheck.Test) < 2 || service.Healthcheck.Test[0] != "CMD" { // the image has no shell
			t.Errorf("%s is checked with %q", name, service.Healthcheck.Test)
		}
	}
	build := file.Services["understory"].Build
	dockerfile, err := os.ReadFile(filepath.Join("compose", build.Context, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	if args := captures(`(?m)^ARG ([A-Z]+)=`, string(dockerfile)); len(args) != len(build.Args) || build.Args[args[0]] == "" {
		t.Errorf("the image takes %q and is given %v", args, build.Args)
	}
}

func TestTheComposeFileKeepsTheServerFromWhatItDoesNotNeed(t *testing.T) {
	t.Parallel()
	file := compose(t)
	server := file.Services["understory"]
	if user := captures(`(?m)^USER (\S+)`, read(t, "Dockerfile")); len(user) != 1 || server.User != user[0] || strings.HasPrefix(server.User, "0") {
		t.Errorf("it runs as %q, the image as %q; want both the same and not root", server.User, user)
	}
	if !server.ReadOnly || !slices.Equal(server.CapDrop, []string{"ALL"}) || !slices.Contains(server.SecurityOpt, "no-new-privileges:true") {
		t.Errorf("it may do more than it needs: %+v", server)
	}
	if server.Ulimits.Nofile < 11_000 {
		t.Errorf("%d files are too few for 10,000 streams", server.Ulimits.Nofile)
	}
	stop, err := time.ParseDuration(server.StopGrace)
	if err != nil || stop <= 15*time.Second {
		t.Errorf("it is killed after %v, %v; a graceful stop takes up to 15 s", stop, err)
	}
	for _, port := range server.Ports {
		if !strings.HasPrefix(port, "127.0.0.1:") {
			t.Errorf("port %s is open to everybody, without TLS", port)
		}
	}
	network := file.Networks["default"].IPAM.Config[0]
	if network.Gateway != server.Environment["UNDERSTORY_TRUSTED_PROXIES"] || !netip.MustParsePrefix(network.Subnet).Contains(netip.MustParseAddr(network.Gateway)) {
		t.Errorf("the proxy comes from %s of %s, and %s is trusted", network.Gateway, network.Subnet, server.Environment["UNDERSTORY_TRUSTED_PROXIES"])
	}
}

// TestTheComposeFilesPasswordIsReadFromItsFile makes the file as the comment says, and lets the driver find it.
func TestTheComposeFilesPasswordIsReadFromItsFile(t *testing.T) {
	t.Parallel()
	file := compose(t)
	line := captures(`printf '([^']+)'`, read(t, "examples/compose/compose.yaml"))
	if len(line) != 1 {
		t.Fatalf("the comment makes %q", line)
	}
	secret := filepath.Join(t.TempDir(), "pgpass")
	if err := os.WriteFile(secret, []byte(strings.Replace(line[0], "%s", "hunter2", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	server, db := file.Services["understory"].Environment, file.Services["db"].Environment
	config, err := pgx.ParseConfig(strings.Replace(server["DATABASE_URL"], "/run/secrets/pgpass", secret, 1))
	if err != nil {
		t.Fatal(err)
	}
	if config.Password != "hunter2" || config.Host != "db" || config.User != db["POSTGRES_USER"] || config.Database != db["POSTGRES_DB"] {
		t.Errorf("the driver would connect as %s with %q to %s at %s", config.User, config.Password, config.Database, config.Host)
	}
	if strings.Contains(server["DATABASE_URL"], ":5432:") || db["POSTGRES_PASSWORD"] != "" {
		t.Error("a password stands in the environment")
	}
}

func TestTheUnitsNameWhatExists(t *testing.T) {
	t.Parallel()
	server, backup := read(t, "examples/systemd/understory.service"), read(t, "examples/systemd/understory-backup.service")
	known := settings(t)
	for _, name := range captures(`\b(UNDERSTORY_[A-Z_]+|DATABASE_URL)=`, server+backup) {
		if !slices.Contains(known, name) {
			t.Errorf("a unit sets %s, which the server does not know", name)
		}
	}
	commands := read(t, "server/commands.go")
	for _, name := range captures(`/usr/local/bin/understory (\w+)`, server+backup) {
		if !regexp.MustCompile(`\b` + name + `Command\b`).MatchString(commands) {
			t.Errorf("a unit runs the command %s, which is not there", name)
		}
	}
	both := []string{"DynamicUser=yes", "StateDirectory=understory", "UMask=0077", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "SystemCallFilter=@system-service"}
	for _, line := range both {
		if !strings.Contains(server, "\n"+line+"\n") || !strings.Contains(backup, "\n"+line+"\n") {
			t.Errorf("a unit lacks %s", line)
		}
	}
	for _, line := range []string{"TimeoutStopSec=30s", "LimitNOFILE=65536", "Restart=on-failure"} {
		if !strings.Contains(server, "\n"+line+"\n") {
			t.Errorf("the server's unit lacks %s", line)
		}
	}
	if !strings.Contains(read(t, "examples/systemd/understory-backup.timer"), "OnCalendar=") {
		t.Error("the timer has no time")
	}
}
