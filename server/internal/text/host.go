package text

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
)

// Host is the one spelling of an internet host by which hosts are compared: lower case, in the ASCII form of
// internationalised names, IP addresses in canonical form (IPv6 without its brackets). A final dot is dropped.
// It is false for what a browser would not open, or would read as something else, such as 0x7f.1 for 127.0.0.1.
func Host(s string) (string, bool) {
	if ip, err := netip.ParseAddr(s); err == nil {
		return ip.String(), ip.Zone() == ""
	}
	ascii, err := hosts.ToASCII(s)
	if err != nil {
		return "", false
	}
	// Dots of other scripts are dots only now, and so a final one is trimmed after the conversion.
	ascii = strings.TrimSuffix(ascii, ".")
	if again, err := hosts.ToASCII(ascii); err != nil || again != ascii {
		return "", false
	}
	labels := strings.Split(ascii, ".")
	if len(ascii) > 253 || strings.ContainsFunc(ascii, notHost) {
		return "", false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 {
			return "", false
		}
	}
	return ascii, !numeric(labels[len(labels)-1])
}

// hosts reads names as the URL standard does, which is laxer than DNS registries: underscores and doubled
// hyphens are in daily use (r3---sn-4g5e6.example.com).
var hosts = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.BidiRule(),
	idna.StrictDomainName(false), idna.CheckHyphens(false))

func notHost(r rune) bool {
	return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '.' || r == '_')
}

// numeric reports whether a last label makes browsers read the whole host as an IPv4 address.
func numeric(label string) bool {
	return strings.Trim(label, "0123456789") == "" ||
		strings.HasPrefix(label, "0x") && strings.Trim(label[2:], "0123456789abcdef") == ""
}
