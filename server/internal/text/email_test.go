package text

import (
	"strings"
	"testing"
)

func TestEmailAddressesAreAccepted(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 63) + "@" + strings.Repeat(strings.Repeat("b", 62)+".", 3) + "b"
	for email, want := range map[string]string{
		"ana@example.org": "ana@example.org", " Ana.Maria+news@EXAMPLE.Org\t": "Ana.Maria+news@example.org", "a@localhost": "a@localhost",
		"o'brien@example.org": "o'brien@example.org", "a@b-c.example.org": "a@b-c.example.org", "a@bücher.example": "a@xn--bcher-kva.example",
		"jörg@example.org": "jörg@example.org", "a{b}|c@example.org": "a{b}|c@example.org", long: long,
	} {
		if got, err := Email(email); err != nil || got != want {
			t.Errorf("Email(%q) = %q, %v, want %q", email, got, err, want)
		}
	}
}

func TestWhatIsNoEmailAddressIsRefused(t *testing.T) {
	t.Parallel()
	for _, email := range []string{
		"", " ", "ana", "@example.org", "ana@", "ana@@example.org", "ana@example.org,b@example.org", "Ana <ana@example.org>", "<ana@example.org>",
		`"ana"@example.org`, `"a b"@example.org`, "ana(x)@example.org", "ana @example.org", "ana@example .org", "ana@[127.0.0.1]", "ana@127.0.0.1", "ana@[IPv6:::1]",
		".ana@example.org", "a..b@example.org", "ana@example..org", "ana@.org", "ana@example.org.", "ana@exa_mple.org\u200b", "an\u200ba@example.org", "a\u202e@example.org", "mailto:a@example.org",
		"ana@example.org\r\nBcc: b@example.org", "ana\n@example.org", strings.Repeat("a", 246) + "@b.example", "ana@" + strings.Repeat("b", 64) + ".example",
	} {
		if got, err := Email(email); err == nil {
			t.Errorf("Email(%q) = %q, want a refusal", email, got)
		} else {
			wantFault(t, err, "email", "")
		}
	}
}

func TestHostsHaveOneSpelling(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"Example.ORG": "example.org", "example.org.": "example.org", "localhost": "localhost", "a_b.example": "a_b.example", "r3---sn-4g5e6.example": "r3---sn-4g5e6.example",
		"bücher.example": "xn--bcher-kva.example", "XN--BCHER-KVA.example": "xn--bcher-kva.example", "例え。テスト": "xn--r8jz45g.xn--zckzah", "ｅｘａｍｐｌｅ.org": "example.org", "faß.example": "xn--fa-hia.example",
		"127.0.0.1": "127.0.0.1", "::1": "::1", "2001:DB8:0:0::1": "2001:db8::1", "::ffff:1.2.3.4": "::ffff:1.2.3.4", "1.2.3.example": "1.2.3.example", "0x.example": "0x.example",
	} {
		if got, ok := Host(host); !ok || got != want {
			t.Errorf("Host(%q) = %q, %t, want %q", host, got, ok, want)
		}
	}
	for _, host := range []string{
		"", ".", "..", "a..b", ".a", "a b", "a/b", "a@b", "a:1", "a%41", "a?b", "a#b", "a\\b", "[::1]", "fe80::1%eth0", "1.2.3", "1", "0x7f.1", "127.0.0.01", "a.0x", "1.2.3.4.5", "256.1.1.1",
		"a\u202eb", "a\x00b", "a\xff", "xn--a", "xn--", strings.Repeat("a", 64), strings.Repeat("a.", 127) + "a", "a*b", "<a>",
	} {
		if got, ok := Host(host); ok {
			t.Errorf("Host(%q) = %q, want none", host, got)
		}
	}
}
