package doctor

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

func (c Config) findings() []Finding {
	var found []Finding
	if c.Refused != nil {
		found = append(found, wrong("settings", "keep the server from starting: %v.", c.Refused))
	}
	found = append(found, c.address(), c.proxies(), c.secret())
	if c.RateLimitOff {
		found = append(found, warning("limits", "are off, so anybody may write as fast as they can: unset UNDERSTORY_RATE_LIMIT."))
	}
	if c.metricsOpen() {
		found = append(found, warning("metrics", "are told to whoever reaches %s: listen on an address of a private network.", c.Metrics))
	}
	return found
}

// metricsOpen says whether metrics are told on an address that others than one's own machines may reach.
func (c Config) metricsOpen() bool {
	host, _, err := net.SplitHostPort(c.Metrics)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "" || err == nil && !private(ip)
}

// address judges the public address by its shape alone: whether it leads here only a browser elsewhere can say.
func (c Config) address() Finding {
	parsed, err := url.Parse(c.URL)
	switch {
	case c.URL == "" && c.Loopback:
		return note("address", "is this machine's own, so nobody else reads here. For readers set UNDERSTORY_URL=https://… to the address that a proxy answers.")
	case c.URL == "":
		return wrong("address", "is missing: set UNDERSTORY_URL to what readers' browsers use, such as https://comments.example.org.")
	case err != nil || parsed.Host == "" || strings.Trim(parsed.Path, "/") != "":
		return wrong("address", "is no scheme and host alone: write UNDERSTORY_URL as https://comments.example.org.")
	case isLocal(parsed.Hostname()):
		return warning("address", "%s leads every reader to their own machine: set UNDERSTORY_URL to a public name.", c.URL)
	case parsed.Scheme != "https":
		return warning("address", "%s is not encrypted: browsers refuse it on pages that are, and whoever is on the way can read and change all. Put a proxy with TLS in front, and set UNDERSTORY_URL=https://%s.", c.URL, parsed.Host)
	}
	return ok("address", "is %s.", c.URL)
}

// isLocal says whether a host is this machine, whoever asks.
func isLocal(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.IsLoopback()
}

// proxies: the server speaks no TLS itself, so behind an https address there is a proxy.
func (c Config) proxies() Finding {
	parsed, err := url.Parse(c.URL)
	behind := err == nil && parsed.Scheme == "https"
	if len(c.Proxies) == 0 && behind {
		return wrong("proxies", "are none trusted, but %s is answered by one: all readers look like that one, and share its limits. Set UNDERSTORY_TRUSTED_PROXIES to the address it connects from, such as 127.0.0.1.", c.URL)
	}
	for _, network := range c.Proxies {
		switch {
		case tooWide(network):
			return wrong("proxies", "%s is half the internet: whoever connects from there can pretend to be any reader. Trust the proxy's own address alone.", network)
		case !private(network.Addr()):
			return warning("proxies", "%s is on the public internet: make sure that it belongs to your proxy or CDN, because whoever connects from there can pretend to be any reader.", network)
		}
	}
	if len(c.Proxies) == 0 {
		return ok("proxies", "are none trusted, so readers are told apart by the address that they connect from.")
	}
	return ok("proxies", "trusted are %s.", joined(c.Proxies))
}

// tooWide says whether a network is larger than any that one operator has.
func tooWide(network netip.Prefix) bool {
	if network.Addr().Is4() {
		return network.Bits() < 8
	}
	return network.Bits() < 7 // fc00::/7 are all private ones
}

var shared = netip.MustParsePrefix("100.64.0.0/10") // RFC 6598, which clouds use within

func private(ip netip.Addr) bool {
	return ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || shared.Contains(ip)
}

func joined(networks []netip.Prefix) string {
	var names []string
	for _, n := range networks {
		names = append(names, n.String())
	}
	return strings.Join(names, ", ")
}

// fewestSigns are the different characters that a random secret of 32 has, but for one in a million.
const fewestSigns = 10

func (c Config) secret() Finding {
	signs := map[rune]bool{}
	for _, r := range c.Secret {
		signs[r] = true
	}
	switch {
	case c.Secret == "":
		return ok("secret", "is the one that was made at the first start and is kept in the database.")
	case len(c.Secret) < 32 || len(signs) < fewestSigns:
		return wrong("secret", "is easy to guess: make one with %s.", "openssl rand -base64 32")
	}
	return ok("secret", "is %s.", fmt.Sprint(len(c.Secret), " characters long"))
}
