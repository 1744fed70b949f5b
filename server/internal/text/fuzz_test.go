package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var seeds = []string{
	"", " a\r\n b\t", "e\u0301\u202e\u0301", "علی‌رضا", "क्‍षितिज", "👩‍👩‍👧‍👦 " + flags[0] + "\U000e0041", "Z" + strings.Repeat("\u0300\u0316", 20),
	"א" + strings.Repeat("ְ", 9) + "\u0301", "\u1025\u102e", "\u09c7\u034f\u09be", "\ufeff\xff\ufffe", "辻󠄀1️⃣", "a@bücher.example", "a.b@EXAMPLE.org.", "\u1100\u0300\u1161", "a \u202e b",
	"\u05d0\u05b0\u05b0\u05aa\u05b0\u05b0\u07b0\u05b0", "\u0c95\u0cc6\u0cc6\u0cc6\u0cc6\u0cc6\u0cc2",
}

func FuzzBody(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Body(s)
		if err != nil {
			wantFault(t, err, "body", "")
			return
		}
		checkKept(t, got)
		if again, err := Body(got); err != nil || again != got {
			t.Errorf("Body(%+q) = %+q, and of that %+q, %v", s, got, again, err)
		}
	})
}

func FuzzLine(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Line("title", s, 50)
		if err != nil {
			wantFault(t, err, "title", "")
			return
		}
		checkKept(t, got)
		if strings.ContainsAny(got, "\n\t") || strings.TrimSpace(got) != got || strings.Contains(got, "  ") || utf8.RuneCountInString(got) > 50 {
			t.Errorf("Line(%+q) = %+q", s, got)
		}
		if again, err := Line("title", got, 50); err != nil || again != got {
			t.Errorf("Line(%+q) = %+q, and of that %+q, %v", s, got, again, err)
		}
	})
}

func FuzzName(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Name(s)
		if err != nil {
			wantFault(t, err, "name", "")
			return
		}
		checkKept(t, got)
		if strings.TrimSpace(got) != got || strings.Contains(got, "  ") || !Visible(got) || utf8.RuneCountInString(got) > MaxName {
			t.Errorf("Name(%+q) = %+q", s, got)
		}
		for _, r := range got {
			if unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Co) || unicode.Is(unicode.Z, r) && r != ' ' ||
				unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' && !strings.Contains(got, "🏴") {
				t.Errorf("Name(%+q) = %+q, which holds U+%04X", s, got, r)
			}
		}
		if again, err := Name(got); err != nil || again != got {
			t.Errorf("Name(%+q) = %+q, and of that %+q, %v", s, got, again, err)
		}
	})
}

func FuzzEmail(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Email(s)
		if err != nil {
			wantFault(t, err, "email", "")
			return
		}
		if len(got) > 254 || strings.ContainsAny(got, " \t\r\n<>\",;") || strings.Count(got, "@") != 1 {
			t.Errorf("Email(%+q) = %+q", s, got)
		}
		if again, err := Email(got); err != nil || again != got {
			t.Errorf("Email(%+q) = %+q, and of that %+q, %v", s, got, again, err)
		}
	})
}

func FuzzHost(f *testing.F) {
	for _, s := range append(seeds, "0", "xn--bcher-kva.example", "::ffff:1.2.3.4", "例え。テスト", "00000\x80") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := Host(s)
		if !ok {
			return
		}
		if got == "" || strings.ContainsFunc(got, func(r rune) bool { return notHost(r) && r != ':' }) {
			t.Errorf("Host(%+q) = %+q", s, got)
		}
		if again, ok := Host(got); !ok || again != got {
			t.Errorf("Host(%+q) = %+q, and of that %+q, %t", s, got, again, ok)
		}
	})
}

// checkKept holds a kept text against what no text may hold, with the ranges written out once more.
func checkKept(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
		t.Errorf("%+q is not NFC in UTF-8", s)
	}
	pile := 0
	for i, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x206F || r == 0xFEFF {
			t.Errorf("%+q holds U+%04X", s, r)
		}
		if r >= 0xE0000 && r <= 0xE007F && !strings.Contains(s[:i], "🏴") {
			t.Errorf("%+q holds a tag without a flag", s)
		}
		if pile++; !unicode.In(r, unicode.Mn, unicode.Me) {
			pile = 0
		}
		if pile > 8 {
			t.Errorf("%+q piles up more than 8 marks", s)
		}
	}
}
