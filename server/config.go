package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Config is everything that is set from outside, by environment or flag. What a site's owner changes while
// the server runs lives in the database. The README's table is made from this struct.
type Config struct {
	Addr           string `name:"addr" env:"UNDERSTORY_ADDR" default:"127.0.0.1:8080" help:"Address to listen on."`
	Database       string `name:"database" env:"DATABASE_URL" default:"sqlite:understory.db" help:"Where everything is kept: sqlite:FILE, or postgres://user:password@host:5432/name."`
	URL            string `name:"url" env:"UNDERSTORY_URL" help:"Public address that readers' browsers use, such as https://comments.example.org. Needed as soon as the server is not on a loopback address."`
	Secret         string `name:"secret" env:"UNDERSTORY_SECRET" help:"At least 32 characters that seal cursors. Else made once and kept in the database, so that all processes share it."`
	TrustedProxies string `name:"trusted-proxies" env:"UNDERSTORY_TRUSTED_PROXIES" help:"Comma-separated networks (CIDR) of the proxies whose X-Forwarded-For is believed. None by default."`
	RateLimit      string `name:"rate-limit" env:"UNDERSTORY_RATE_LIMIT" default:"on" enum:"on,off" help:"off lifts all limits on writing: for load tests only."`
	MetricsAddr    string `name:"metrics-addr" env:"UNDERSTORY_METRICS_ADDR" help:"Address of its own for /metrics, /livez and /readyz, such as 10.0.0.5:9464. Without it /metrics is on the main address, for this machine alone."`
	Drain          string `name:"drain" env:"UNDERSTORY_DRAIN" help:"How long after SIGTERM requests are still taken while /readyz answers 503, so that a load balancer looks elsewhere: 0s to 10s. Without it 500ms on a loopback address, else 5s."`
	PeerLimit      int    `name:"peer-connections" env:"UNDERSTORY_PEER_CONNECTIONS" default:"1000" help:"How many connections one network may have, trusted proxies and this machine apart. 0 is no limit."`
	LogFormat      string `name:"log-format" env:"UNDERSTORY_LOG_FORMAT" default:"text" enum:"text,json" help:"text or json, on standard error."`
}

// minSecret is the fewest characters of a secret given from outside.
const minSecret = 32

// check finds combinations that cannot work, in words that name the variables.
func (c Config) check() error {
	if c.Secret != "" && len(c.Secret) < minSecret {
		return fmt.Errorf("UNDERSTORY_SECRET needs at least %d characters", minSecret)
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fmt.Errorf("UNDERSTORY_ADDR %q is no address: write host:port, for example 127.0.0.1:8080", c.Addr)
	}
	if !c.loopback() && c.URL == "" {
		return errors.New("UNDERSTORY_URL is missing: beyond a loopback address the server must know the address that browsers use, for example https://comments.example.org")
	}
	if _, err := c.publicURL(); err != nil {
		return err
	}
	if _, err := c.drain(); err != nil {
		return err
	}
	if _, _, err := net.SplitHostPort(c.MetricsAddr); err != nil && c.MetricsAddr != "" {
		return fmt.Errorf("UNDERSTORY_METRICS_ADDR %q is no address: write host:port, for example 127.0.0.1:9464", c.MetricsAddr)
	}
	if c.PeerLimit < 0 {
		return errors.New("UNDERSTORY_PEER_CONNECTIONS cannot be less than 0, which is no limit")
	}
	_, err := c.proxies()
	return err
}

// drain is how long requests are still taken after the signal to stop. Five seconds are what load balancers take to
// notice. Nobody balances load over a loopback address, and whoever stops a server at the keyboard should not wait; but a
// proxy on this machine keeps connections, and would lose a request on each that is closed without a word.
func (c Config) drain() (time.Duration, error) {
	if c.Drain == "" {
		if c.loopback() {
			return 500 * time.Millisecond, nil
		}
		return 5 * time.Second, nil
	}
	drain, err := time.ParseDuration(c.Drain)
	if err != nil || drain < 0 || drain > mostDrain {
		return 0, fmt.Errorf("UNDERSTORY_DRAIN %q must be 0s to %s", c.Drain, mostDrain)
	}
	return drain, nil
}

// mostDrain leaves requests under way the time that they may take, before stopPatience is over.
const mostDrain = 10 * time.Second

// loopback says whether only this machine can reach the server.
func (c Config) loopback() bool {
	host, _, _ := net.SplitHostPort(c.Addr)
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// publicURL is the address that browsers use, without a slash at its end.
func (c Config) publicURL() (string, error) {
	if c.URL == "" {
		return "http://" + c.Addr, nil
	}
	parsed, err := url.Parse(c.URL)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" || strings.Trim(parsed.Path, "/") != "" {
		return "", fmt.Errorf("UNDERSTORY_URL %q must be scheme and host alone, for example https://comments.example.org", c.URL)
	}
	return parsed.Scheme + "://" + parsed.Host, nil
}

// own are the origins that count as this server's: the public one, or on loopback without one every name of this machine.
func (c Config) own() ([]string, error) {
	public, err := c.publicURL()
	if err != nil || c.URL != "" {
		return []string{public}, err
	}
	_, port, err := net.SplitHostPort(c.Addr)
	return []string{"http://localhost:" + port, "http://127.0.0.1:" + port, "http://[::1]:" + port}, err
}

func (c Config) proxies() ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for text := range strings.SplitSeq(c.TrustedProxies, ",") {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		if ip, err := netip.ParseAddr(text); err == nil {
			proxies = append(proxies, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("UNDERSTORY_TRUSTED_PROXIES: %q is no network: write for example 10.0.0.0/8 or 192.0.2.7", text)
		}
		proxies = append(proxies, network.Masked())
	}
	return proxies, nil
}
