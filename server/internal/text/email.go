package text

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"understory/server/internal/fault"
)

// maxEmail is the most octets in an address: a path of RFC 5321 section 4.5.3.1.3 less its angle brackets.
const maxEmail = 254

// Email is one bare e-mail address, trimmed, its domain in lower case and ASCII. The part before the @ keeps
// its case, which only its own server may ignore. An empty address is refused: the caller knows whether one is needed.
func Email(s string) (string, error) {
	s, err := soundLine("email", strings.TrimSpace(s))
	if err != nil {
		return "", err
	}
	s = norm.NFC.String(s)
	parsed, err := mail.ParseAddress(s)
	// What parses to something else held a name, a comment, quotes or angle brackets.
	if err != nil || parsed.Address != s || strings.ContainsFunc(s, unseen) {
		return "", fault.Field("email", "This is not an e-mail address. Please enter one like name@example.org.")
	}
	at := strings.LastIndexByte(s, '@')
	domain, ok := Host(s[at+1:])
	if !ok || !strings.ContainsFunc(domain, unicode.IsLetter) || strings.Contains(domain, ":") {
		return "", fault.Field("email", "The part after the @ is not a domain. Please check the address.")
	}
	if s = s[:at+1] + domain; len(s) > maxEmail {
		return "", fault.Field("email", "An e-mail address may be at most %d bytes long.", maxEmail)
	}
	return s, nil
}
