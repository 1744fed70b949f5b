package markup

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"understory/server/internal/text"
)

// maxHref is the most bytes in an address: what servers and browsers agree to carry.
const maxHref = 2048

// href is the address that a link may carry for what was typed, taken apart and written anew: printable ASCII
// without quotes, angle brackets or backslashes. It is false for any scheme but http, https and mailto, and
// for an address that could be read in two ways (user names, control characters, odd hosts).
func href(typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	if strings.ContainsFunc(typed, unicode.IsControl) || !utf8.ValidString(typed) {
		return "", false
	}
	if len(typed) > 4 && strings.EqualFold(typed[:4], "www.") {
		typed = "http://" + typed
	}
	u, err := url.Parse(escapeStrayPercents(typed))
	if err != nil {
		return "", false
	}
	ok := false
	switch u.Scheme {
	case "http", "https":
		ok = cleanWeb(u)
	case "mailto":
		ok = cleanMail(u)
	}
	address := u.String()
	return address, ok && len(address) <= maxHref
}

func cleanWeb(u *url.URL) bool {
	host, ok := text.Host(u.Hostname())
	if !ok || u.User != nil || u.Opaque != "" {
		return false
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	u.Path, u.RawPath = unescaped(u.EscapedPath())
	u.Fragment, u.RawFragment = unescaped(u.EscapedFragment())
	u.RawQuery = escapeUnsafe(u.RawQuery)
	return true
}

// unescaped gives both forms that url.URL wants for an escaped part; its own escaping leaves quotes as they are.
func unescaped(escaped string) (plain, raw string) {
	raw = escapeUnsafe(escaped)
	plain, _ = url.PathUnescape(raw)
	return plain, raw
}

// cleanMail keeps one address and nothing that would write the letter for its sender (subject, body, cc).
func cleanMail(u *url.URL) bool {
	typed, err := url.PathUnescape(u.Opaque)
	if err != nil {
		return false
	}
	address, err := text.Email(typed)
	if err != nil {
		return false
	}
	at := strings.LastIndexByte(address, '@')
	*u = url.URL{Scheme: "mailto", Opaque: escapeUnsafe(url.PathEscape(address[:at])) + address[at:]}
	return true
}

// escapeStrayPercents escapes a % that begins no escape, as browsers do when they see "/100%".
func escapeStrayPercents(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var out strings.Builder
	for i := range len(s) {
		out.WriteByte(s[i])
		if s[i] == '%' && !(i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])) {
			out.WriteString("25")
		}
	}
	return out.String()
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'f'
}

// escapeUnsafe escapes all bytes that are not printable ASCII, and those that HTML, CSS or a reader's eye take
// for the end of an address.
func escapeUnsafe(s string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(s) {
		if b := s[i]; b <= ' ' || b >= 0x7F || strings.IndexByte("\"'<>\\^`{|}", b) >= 0 {
			out.Write([]byte{'%', hex[b>>4], hex[b&15]})
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}
