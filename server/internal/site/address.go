package site

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"understory/server/internal/fault"
	"understory/server/internal/text"
)

const (
	maxAddress  = 2048 // bytes
	maxThreadID = 200  // code points
)

// Address is where an article stands on the web.
type Address struct {
	// URL opens the page: the scheme, path and order of parameters as sent, without fragment and trackers.
	URL string
	// Key is the same for all spellings of one address. It is itself a URL that gives itself as its key.
	Key string
	// Host is that of the URL in lower-case ASCII, without the port; an IPv6 host has no brackets.
	Host string
}

// ParseAddress reads the URL of a page as a browser would and says which article it names.
//
// To the key, http and https are one, and so are a port and its default, "/a", "/a/" and "/a/index.html",
// a parameter wherever it stands, and a character and its escape where both mean the same (RFC 3986 section 6.2.2).
// Unknown parameters count: on many sites they are the article. Hosts are not folded; sites list their own aliases.
// Faults: Invalid with the field url.
func ParseAddress(raw string) (Address, error) {
	raw = strings.TrimSpace(raw)
	if err := checkAddress(raw); err != nil {
		return Address{}, err
	}
	scheme, rest, _ := strings.Cut(raw, ":")
	scheme = strings.ToLower(scheme)
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	// Browsers take a backslash for a slash, and any number of either before the host.
	rest = strings.TrimLeft(strings.ReplaceAll(rest, `\`, "/"), "/")
	authority, path, _ := strings.Cut(rest, "/")
	host, port, err := parseAuthority(authority)
	if err != nil {
		return Address{}, err
	}
	path = removeDots("/" + uniform(path))
	params := parseQuery(query)

	a := Address{Host: host}
	a.URL = scheme + "://" + joinPort(host, keepPort(scheme, port)) + path + joinQuery(params)
	slices.SortStableFunc(params, func(a, b string) int { return cmp.Compare(paramName(a), paramName(b)) })
	a.Key = "https://" + joinPort(host, keepPort("https", keepPort(scheme, port))) + keyPath(path) + joinQuery(params)
	if max(len(a.URL), len(a.Key)) > maxAddress {
		return Address{}, errLongAddress
	}
	return a, nil
}

var errLongAddress = fault.Field("url", "A page's address may be at most %d bytes long.", maxAddress)

func checkAddress(raw string) error {
	scheme, _, found := strings.Cut(raw, ":")
	switch {
	case raw == "":
		return fault.Field("url", "The page's address is missing.")
	case len(raw) > maxAddress:
		return errLongAddress
	case !utf8.ValidString(raw), strings.ContainsFunc(raw, unicode.IsControl):
		return fault.Field("url", "The page's address holds characters that no address may hold.")
	case strings.EqualFold(scheme, "file"):
		return fault.Field("url", "This page was opened as a file, and comments need one that a web server gives out. Open it from a server, such as http://localhost.")
	case !found || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https"):
		return fault.Field("url", "The page's address must begin with https:// or http://.")
	}
	return nil
}

// parseAuthority splits "host:port" and gives the host in its one spelling. A port comes without leading zeros.
func parseAuthority(authority string) (host, port string, err error) {
	if strings.Contains(authority, "@") {
		return "", "", fault.Field("url", "The page's address may not hold a user name.")
	}
	host, port = splitPort(authority)
	if port != "" {
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil {
			return "", "", fault.Field("url", "The page's address has no valid port.")
		}
		port = strconv.FormatUint(number, 10)
	}
	if bracketed, ok := strings.CutPrefix(host, "["); ok {
		host, ok = strings.CutSuffix(bracketed, "]")
		if !ok || !strings.Contains(host, ":") {
			host = ""
		}
	} else if host, err = url.PathUnescape(host); err != nil || strings.Contains(host, ":") {
		host = ""
	}
	host, ok := text.Host(host)
	if !ok {
		return "", "", fault.Field("url", "The page's address has no valid host.")
	}
	return host, port, nil
}

// keepPort is the port where it is not the scheme's own, else "".
func keepPort(scheme, port string) string {
	if scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		return ""
	}
	return port
}

func joinPort(host, port string) string {
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == "" {
		return host
	}
	return host + ":" + port
}

// removeDots resolves . and .. as RFC 3986 section 5.2.4 does. Empty segments stay, since servers tell them apart.
func removeDots(path string) string {
	var kept []string
	segments := strings.Split(path[1:], "/")
	for i, segment := range segments {
		last := i == len(segments)-1
		switch segment {
		case ".", "..":
			if segment == ".." && len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
			if last {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, segment)
		}
	}
	return "/" + strings.Join(kept, "/")
}

// keyPath leaves out what servers add to the path of a page: index.html and slashes at the end.
func keyPath(path string) string {
	for {
		shorter := strings.TrimRight(path, "/")
		shorter = strings.TrimSuffix(shorter, "/index.html")
		if shorter == path {
			break
		}
		path = shorter
	}
	if path == "" {
		return "/"
	}
	return path
}

// parseQuery gives the parameters in one spelling, without empty ones and trackers.
func parseQuery(query string) []string {
	var params []string
	for param := range strings.SplitSeq(query, "&") {
		param = uniform(param)
		if param != "" && !isTracker(paramName(param)) {
			params = append(params, param)
		}
	}
	return params
}

func paramName(param string) string {
	name, _, _ := strings.Cut(param, "=")
	return name
}

func joinQuery(params []string) string {
	if len(params) == 0 {
		return ""
	}
	return "?" + strings.Join(params, "&")
}

// uniform gives each character of a path or parameter its one spelling: letters, digits and -._~ are never
// escaped, delimiters stay as sent, for they can mean something else when escaped, and all else is escaped in capitals.
func uniform(s string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		b, escaped := s[i], false
		if i+2 < len(s) && b == '%' && isHex(s[i+1]) && isHex(s[i+2]) {
			b, escaped = unhex(s[i+1])<<4|unhex(s[i+2]), true
			i += 2
		}
		if isUnreserved(b) || !escaped && strings.IndexByte("!$&()*+,;=:@/?", b) >= 0 {
			out.WriteByte(b)
		} else {
			out.Write([]byte{'%', hex[b>>4], hex[b&15]})
		}
	}
	return out.String()
}

func isUnreserved(b byte) bool {
	return 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9' || b == '-' || b == '.' || b == '_' || b == '~'
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'f'
}

func unhex(b byte) byte {
	if b <= '9' {
		return b - '0'
	}
	return b | 0x20 - 'a' + 10
}

// ParseThreadID reads the name that a site gives to an article itself, trimmed and otherwise as sent, because
// it is compared and never shown. Faults: Invalid with the field thread_id.
func ParseThreadID(raw string) (string, error) {
	id := strings.TrimSpace(raw)
	switch n := utf8.RuneCountInString(id); {
	case !utf8.ValidString(id), strings.ContainsFunc(id, notInThreadID):
		return "", fault.Field("thread_id", "A thread-id holds printable characters only.")
	case n == 0:
		return "", fault.Field("thread_id", "The thread-id is empty. Leave it out, or give the article a name of its own.")
	case n > maxThreadID:
		return "", fault.Field("thread_id", "A thread-id may be at most %d characters long, and this one has %d.", maxThreadID, n)
	}
	return id, nil
}

// notInThreadID allows the joiners, which are letters to Persian and Hindi slugs.
func notInThreadID(r rune) bool {
	return !unicode.IsPrint(r) && !unicode.Is(unicode.Join_Control, r)
}
