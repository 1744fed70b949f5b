package text

import (
	"errors"
	"strings"
	"testing"

	"understory/server/internal/fault"
)

// wantFault checks that err is a refusal of a field whose message says something.
func wantFault(t *testing.T, err error, field, says string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Field != field || !strings.Contains(f.Message, says) {
		t.Errorf("got error %v, want an invalid %s that says %q", err, field, says)
	}
}

func TestBodyKeepsWhatLanguagesNeed(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"", " ", "Plain ASCII\n\twith a tab\n",
		"Việt Nam: tiếng Việt, ở đâu cũng vậy", "Ẹ́ kú àárọ̀ — Yorùbá", "i̇̀ i̇́ į̇́ — Lietuvių",
		"בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם וְאֵ֥ת הָאָֽרֶץ", "יְרוּשָׁלִַ֔ם",
		"بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ", "می‌خواهم کتاب‌ها را", "پاکستان زندہ باد",
		"नमस्ते, श्री क्‍ष", "বাংলা র‍্যাব", "தமிழ் கௌரவம்", "ശ്രീ അവന്‍", "ශ්‍රී ලංකාව", "ខ្ញុំស្រឡាញ់", "ကျွန်ုပ် မြန်မာ", "བོད་སྐད་ ཧཱུྃ སྒྲུབ",
		"ที่นี่ น้ำ ผู้ใหญ่ ทั้ง​นี้", "ພາສາລາວ", "日本語、辻󠄀さん", "한국어 각", "中文。「引用」",
		"👩‍👩‍👧‍👦 👍🏽 ❤️ 1️⃣ 🇫🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏳️‍🌈 👩🏾‍🚀", "left\u200eto\u200fright \u061cmark", "soft\u00adhyphen, zero\u200bwidth",
		"x⃗ + y⃗ = 0, a̅", "\ue000 private use",
	} {
		got, err := Body(body)
		if err != nil || got != body {
			t.Errorf("Body(%q)\n got %+q, %v\nwant %+q", body, got, err, body)
		}
	}
}

func TestBodyIsMadeUniform(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, want string }{
		{"line ends", "a\r\nb\rc\nd\u2028e\u2029f\r\r\ng", "a\nb\nc\nd\ne\nf\n\ng"},
		{"composed letters", "e\u0301 A\u030a \u1100\u1161", "é Å 가"},
		{"overrides and embeddings", "a\u202ab\u202bc\u202cd\u202de\u202ef", "abcdef"},
		{"isolates", "a\u2066b\u2067c\u2068d\u2069e", "abcde"},
		{"deprecated format characters", "a\u206a\u206fb", "ab"},
		{"an override between a letter and its accent", "e\u202e\u0301", "é"},
		{"byte order marks", "\ufeff> a\ufeff", "> a"},
		{"noncharacters", "a\ufffe\uffff\ufdd0\U0001ffffb", "ab"},
		{"tags without a flag", "a\U000e0001\U000e0041\U000e0042b\U000e007f", "ab"},
		{"tags in a flag nobody knows", "🏴\U000e0075\U000e0073\U000e007f", "🏴"},
		{"tags after a flag", flags[1] + "\U000e0041\U000e0042", flags[1]},
		{"a flag cut short", "🏴\U000e0067\U000e0062", "🏴"},
		{"accents piled on a letter", "Z" + strings.Repeat("\u0300\u0316", 20), "Z\u0316\u0316\u0316\u0316"},
		{"Thai vowels piled on a letter", "ก" + strings.Repeat("็", 20), "ก็็็็"},
		{"enclosing marks", "a" + strings.Repeat("\u20dd", 9), "a\u20dd\u20dd\u20dd\u20dd"},
		{"points piled on a letter", "א" + strings.Repeat("ְ", 20), "א" + strings.Repeat("ְ", 8)},
		{"accents without a letter", strings.Repeat("\u0338", 9) + " b", "\u0338\u0338\u0338\u0338 b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := Body(tt.body); err != nil || got != tt.want {
				t.Errorf("Body(%+q)\n got %+q, %v\nwant %+q", tt.body, got, err, tt.want)
			}
		})
	}
}

func TestControlCharactersAreRefusedEverywhere(t *testing.T) {
	t.Parallel()
	for r := range rune(0xA0) {
		if r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r < 0x7F {
			continue
		}
		_, err := Body("a" + string(r) + "b")
		wantFault(t, err, "body", "control character")
		_, err = Line("title", string(r)+"b", 10)
		wantFault(t, err, "title", "control character")
		_, err = Name("a" + string(r))
		wantFault(t, err, "name", "control character")
		_, err = Email("a" + string(r) + "@example.org")
		wantFault(t, err, "email", "control character")
	}
}

func TestBytesThatAreNotUTF8AreRefusedEverywhere(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"a\xff", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80"} {
		_, err := Body(s)
		wantFault(t, err, "body", "UTF-8")
		_, err = Line("detail", s, 10)
		wantFault(t, err, "detail", "UTF-8")
		_, err = Name(s)
		wantFault(t, err, "name", "UTF-8")
		_, err = Email(s + "@example.org")
		wantFault(t, err, "email", "UTF-8")
	}
}

func TestLineIsOneTrimmedLine(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, line, want string }{
		{"nothing", "", ""},
		{"white space", " \t\u00a0 ", ""},
		{"runs of white space", "  A\t\tstory \u3000 of\u00a0two\u2003towns ", "A story of two towns"},
		{"an override", "A \u202e story", "A story"},
		{"composed letters", "Cafe\u0301", "Café"},
		{"as long as may be", "ééééé ééé", "ééééé ééé"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := Line("title", tt.line, 9); tt.name != "runs of white space" && (err != nil || got != tt.want) {
				t.Errorf("Line(%q, 9) = %q, %v, want %q", tt.line, got, err, tt.want)
			}
			if got, err := Line("title", tt.line, 20); err != nil || got != tt.want {
				t.Errorf("Line(%q, 20) = %q, %v, want %q", tt.line, got, err, tt.want)
			}
		})
	}
	_, err := Line("title", "ten letter", 9)
	wantFault(t, err, "title", "at most 9 characters long, and has 10")
	for _, line := range []string{"a\nb", "a\r\nb", "a\rb", "a\n"} {
		_, err := Line("title", line, 9)
		wantFault(t, err, "title", "single line")
	}
}

func TestVisibleKnowsTextFromNothing(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"a", ".", " 1 ", "\u200b語", "👍", "\u0301a", "\ue000", "\ufffd", "༄", "\u3164x"} {
		if !Visible(s) {
			t.Errorf("Visible(%+q) = false, want true", s)
		}
	}
	for _, s := range []string{
		"", " \t\n\r\u00a0\u1680\u2000\u2028\u202f\u205f\u3000", "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u200e\u200f",
		"\u202a\u202e\u2060\u2064\u2066\u206f\u3164\ufe00\ufe0f\ufeff\uffa0\ufff0\U000e0001\U000e0041\U000e0100\U0001d173", "\u2800\ufffc\U0001d159", "\u0301\u20dd", "\ufdd0",
	} {
		if Visible(s) {
			t.Errorf("Visible(%+q) = true, want false", s)
		}
	}
}

func TestLinesKeepTheirLineEnds(t *testing.T) {
	t.Parallel()
	if got, err := Lines("detail", " \r\nHe said\r\n\u202e so.\n ", 12); err != nil || got != "He said\n so." {
		t.Errorf("got %q, %v", got, err)
	}
	_, err := Lines("detail", "thirteen char", 12)
	wantFault(t, err, "detail", "at most 12 characters long, and has 13")
	_, err = Lines("detail", "a\x00", 12)
	wantFault(t, err, "detail", "control character")
}
