package site

import (
	"net/url"
	"strings"

	"understory/server/internal/fault"
)

// OriginPattern is a scheme, a host and a port that a site's pages may come from, as browsers write an
// origin: https://news.example.org. The host may begin with "*." for any name below it, and the port may be
// "*" for any port, the scheme's own included.
type OriginPattern string

// ParseOriginPattern checks and cleans what an owner typed. Faults: Invalid with the field origin.
func ParseOriginPattern(text string) (OriginPattern, error) {
	cleaned := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(text)), "/")
	scheme, rest, found := strings.Cut(cleaned, "://")
	host, port := splitPort(rest)
	plain := strings.TrimPrefix(host, "*.")
	wellFormed := found && (scheme == "http" || scheme == "https") && plain != "" &&
		!strings.ContainsAny(plain, "/?#@* \\") && (port == "*" || validPort(port))
	if !wellFormed {
		return "", fault.Field("origin", "%q is no origin. Write scheme, host and, where it is not the usual one, the port: https://news.example.org.", text)
	}
	return OriginPattern(cleaned), nil
}

func validPort(port string) bool {
	for _, c := range port {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(port) <= 5
}

// splitPort parts "host:port"; an IPv6 host keeps its brackets.
func splitPort(authority string) (host, port string) {
	colon := strings.LastIndexByte(authority, ':')
	if colon < 0 || strings.HasSuffix(authority, "]") {
		return authority, ""
	}
	return authority[:colon], authority[colon+1:]
}

// Matches says whether an Origin header names a page that the pattern covers.
func (p OriginPattern) Matches(origin string) bool {
	wantScheme, wantRest, _ := strings.Cut(string(p), "://")
	scheme, rest, found := strings.Cut(strings.ToLower(origin), "://")
	if !found || scheme != wantScheme {
		return false
	}
	wantHost, wantPort := splitPort(wantRest)
	host, port := splitPort(rest)
	if wantPort != "*" && port != wantPort {
		return false
	}
	return matchHost(wantHost, host)
}

func matchHost(want, host string) bool {
	if below, ok := strings.CutPrefix(want, "*."); ok {
		return strings.HasSuffix(host, "."+below) && len(host) > len(below)+1
	}
	return host == want
}

// AllowsOrigin says whether pages of an origin may write here.
func (s Site) AllowsOrigin(origin string) bool {
	for _, pattern := range s.Origins {
		if pattern.Matches(origin) {
			return true
		}
	}
	return false
}

// AllowsPage says whether a story at this address may be one of the site's. The scheme does not matter:
// http and https are the same story.
func (s Site) AllowsPage(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" {
		return false
	}
	return s.AllowsOrigin("http://"+parsed.Host) || s.AllowsOrigin("https://"+parsed.Host)
}
