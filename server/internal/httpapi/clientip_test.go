package httpapi

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// comingFrom is a request of a peer with these X-Forwarded-For lines.
func comingFrom(t *testing.T, peer string, forwarded ...string) *fiber.Ctx {
	t.Helper()
	rc := new(fasthttp.RequestCtx)
	rc.Init(new(fasthttp.Request), net.TCPAddrFromAddrPort(netip.MustParseAddrPort(peer)), nil)
	for _, line := range forwarded {
		rc.Request.Header.Add("X-Forwarded-For", line)
	}
	app := fiber.New()
	c := app.AcquireCtx(rc)
	t.Cleanup(func() { app.ReleaseCtx(c) })
	return c
}

func TestNetworkOfAClient(t *testing.T) {
	t.Parallel()
	a := &api{Config: Config{
		Log: slog.New(slog.DiscardHandler), Now: time.Now,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")},
	}}
	for name, tt := range map[string]struct {
		peer      string
		forwarded []string
		want      string
	}{
		"a direct reader":                       {"192.0.2.7:40000", nil, "192.0.2.7/32"},
		"a direct reader who lies":              {"192.0.2.7:40000", []string{"198.51.100.1"}, "192.0.2.7/32"},
		"IPv6 counts by /64":                    {"[2001:db8:1:2:3:4:5:6]:40000", nil, "2001:db8:1:2::/64"},
		"IPv4 inside IPv6":                      {"[::ffff:192.0.2.7]:40000", nil, "192.0.2.7/32"},
		"behind a proxy":                        {"10.0.0.1:1", []string{"192.0.2.7"}, "192.0.2.7/32"},
		"the rightmost that is no proxy":        {"10.0.0.1:1", []string{"198.51.100.1, 192.0.2.7, 10.1.1.1"}, "192.0.2.7/32"},
		"over several lines":                    {"10.0.0.1:1", []string{"198.51.100.1", "192.0.2.7", "10.1.1.1"}, "192.0.2.7/32"},
		"proxies only":                          {"10.0.0.1:1", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3/32"},
		"a hop with a port":                     {"10.0.0.1:1", []string{"192.0.2.7:5555"}, "192.0.2.7/32"},
		"an IPv6 hop with a port":               {"[fd00::1]:1", []string{"[2001:db8::9]:5555"}, "2001:db8::/64"},
		"nonsense is no hop":                    {"10.0.0.1:1", []string{"unknown"}, "10.0.0.1/32"},
		"nothing behind nonsense counts":        {"10.0.0.1:1", []string{"192.0.2.7, unknown, 10.0.0.2"}, "10.0.0.2/32"},
		"an empty line":                         {"10.0.0.1:1", []string{""}, "10.0.0.1/32"},
		"the proxy itself":                      {"10.0.0.1:1", nil, "10.0.0.1/32"},
		"a zone is no part of an address":       {"[fe80::1%eth0]:1", nil, "fe80::/64"},
		"an IPv4 proxy written as IPv6 is one":  {"[::ffff:10.0.0.1]:1", []string{"192.0.2.7"}, "192.0.2.7/32"},
		"a hop that says it is a trusted range": {"192.0.2.7:1", []string{"10.0.0.1, 10.0.0.2"}, "192.0.2.7/32"},
	} {
		if got := a.network(comingFrom(t, tt.peer, tt.forwarded...)).String(); got != tt.want {
			t.Errorf("%s: %s %q is %s, want %s", name, tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func TestForgottenProxyIsWarnedOfOnceInAWhileAndWithoutTheAddress(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	a := &api{Config: Config{Log: slog.New(slog.NewJSONHandler(&log, nil)), Now: func() time.Time { return now }}}
	for i := range 1000 {
		a.network(comingFrom(t, "192.0.2.7:1", fmt.Sprintf("198.51.100.%d", i%256)))
	}
	if n := strings.Count(log.String(), "UNDERSTORY_TRUSTED_PROXIES"); n != 1 {
		t.Errorf("%d warnings, want 1:\n%s", n, log.String())
	}
	now = now.Add(11 * time.Minute)
	a.network(comingFrom(t, "192.0.2.7:1", "198.51.100.1"))
	if n := strings.Count(log.String(), "UNDERSTORY_TRUSTED_PROXIES"); n != 2 {
		t.Errorf("%d warnings after eleven minutes, want 2", n)
	}
	if strings.Contains(log.String(), "192.0.2.7") || strings.Contains(log.String(), "198.51.100") {
		t.Errorf("an address is in the log:\n%s", log.String())
	}
}
