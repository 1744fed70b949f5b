package main

import (
	"bytes"
	"strings"
	"syscall"
	"testing"

	"understory/server/internal/storetest"
)

// doctor asks for a report, and wants its status and lines.
func (c commandLine) doctor(code int, flags []string, lines ...string) {
	c.t.Helper()
	said := strings.Join(strings.Fields(c.want(code, append(flags, "doctor"))), " ")
	for _, line := range lines {
		if !strings.Contains(said, line) {
			c.t.Errorf("doctor %q says\n%s\nand not %q", flags, said, line)
		}
	}
}

func TestADoctorsReport(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		c := commandLine{t, databaseURL}
		c.want(0, []string{"migrate"})
		c.doctor(1, nil, "wrong owner", "warn sites", "ok database", "ok schema", "note address")
		c.want(0, []string{"seed", "--comments", "20"})
		c.want(0, []string{"site", "add", "daily", "--origin", "http://daily.example"})
		var out bytes.Buffer
		owner := []string{"--database", databaseURL, "user", "add", "--email", "owner@example.org", "--role", "owner", "--password-stdin"}
		if code := run(t.Context(), owner, streams{strings.NewReader(password), &out, &out}); code != 0 {
			t.Fatal(out.String())
		}
		c.doctor(0, nil, "ok owner", "ok site demo", "warn site daily takes comments from pages that are not encrypted (http://daily.example)")
		c.doctor(1, []string{"--addr", "0.0.0.0:8080"}, "wrong settings keep the server from starting: UNDERSTORY_URL is missing", "ok database")
		c.doctor(1, []string{"--url", "https://comments.example.org"}, "wrong proxies are none trusted", "ok address is https://comments.example.org.")
		c.doctor(0, []string{"--url", "https://comments.example.org", "--trusted-proxies", "127.0.0.1"}, "ok proxies trusted are 127.0.0.1/32.")
	})
}

func TestADoctorWithoutADatabase(t *testing.T) {
	t.Parallel()
	commandLine{t, "sqlite:" + t.TempDir() + "/none.db"}.doctor(0, nil, "note database", "the first start makes it")
	commandLine{t, "postgres://me:hunter2@127.0.0.1:1/none"}.doctor(1, nil, "wrong database postgres://me@127.0.0.1:1/none cannot be read")
	commandLine{t, "mysql:x"}.doctor(1, nil, "wrong database", "DATABASE_URL")
}

func TestADoctorAsksARunningServerWhetherItIsReady(t *testing.T) {
	t.Parallel()
	databaseURL := storetest.SQLite(t)
	p, c := start(t, databaseURL, "UNDERSTORY_ADDR=0.0.0.0:0", "UNDERSTORY_URL=https://comments.example.org"), commandLine{t, databaseURL}
	_, port, _ := strings.Cut(strings.TrimPrefix(p.base, "http://"), ":")
	for _, addr := range []string{"0.0.0.0:" + port, ":" + port, "127.0.0.1:" + port} {
		if said := c.want(0, []string{"--addr", addr, "doctor", "--ready"}); said != "" {
			t.Errorf("it says %q", said)
		}
	}
	if err := p.stop(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	c.want(1, []string{"--addr", "127.0.0.1:" + port, "doctor", "--ready"}, "ask the server")
}
