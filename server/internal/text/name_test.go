package text

import (
	"strings"
	"testing"
)

func TestNamesOfTheWorldAreAccepted(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Ana", "A", "7", "O’Brien-Smith, Jr.", "d'Arc", "user_42", "Ana (Lisbon)", "ana@example.org", "Nguyễn Thị Ánh Nguyệt", "Þórður Ægisson", "Łukasz Żółć",
		"Ọládélé Ọ̀ṣun", "Göksu Işık", "İlker", "Ἀριστοτέλης", "Дмитро Ґалаґан", "Ստեփան", "ნინო", "ሰላም ገብረ",
		"דָּוִד בֶּן־גּוּרִיּוֹן", "יִצְחָק", "محمد عبد الله", "مُحَمَّدٌ", "اللّٰه", "علی‌رضا نوری‌زاده", "می‌نا", "عائشہ", "ܝܘܚܢܢ",
		"श्री राम", "क्‍षितिज", "दुसर्‍या", "सौंदर्या", "রহ‍্মান", "র‍্যাব", "தமிழ்ச்செல்வன்", "శ్రీనివాస్", "ಕೃಷ್ಣ", "ശ്രീജിത്ത്", "അവന്‍ കൃഷ്ണ", "ශ්‍රීමා", "ਗੁਰਪ੍ਰੀਤ",
		"สมชาย ใจดี", "น้ำทิพย์", "ສົມໃຈ", "ខៀវ សំផន", "အောင်ဆန်းစုကြည်", "བསྟན་འཛིན་", "ᠮᠣᠩᠭᠣᠯ", "ᠠ᠋ᠮᠤᠷ",
		"山田太郎", "辻󠄀 花子", "佐々木・愛", "김민준", "陈小明", "ゔぃくとりあ",
		"👩‍👩‍👧‍👦", "Ana 👩🏾‍🚀", "🏳️‍🌈", "❤️ Ana", "1️⃣", "🇫🇷", flags[0] + "fan", "👁️‍🗨️", "🧑‍🤝‍🧑", "⛹🏻‍♀️", "Ana ↔️",
		strings.Repeat("é", MaxName), "☮", "Ana™", "C♯",
	} {
		got, err := Name(name)
		if err != nil || got != name {
			t.Errorf("Name(%q %+q)\n got %+q, %v", name, name, got, err)
		}
	}
}

func TestNamesAreMadeUniform(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"  Ana ": "Ana", "Ana\tMaria": "Ana Maria", "Ana\u00a0 \u3000Maria": "Ana Maria", "Jose\u0301": "José",
		"Nguye\u0302\u0303n": "Nguyễn", "\u1112\u1161\u11ab": "한", strings.Repeat("e\u0301", MaxName): strings.Repeat("é", MaxName),
	} {
		if got, err := Name(name); err != nil || got != want {
			t.Errorf("Name(%+q) = %+q, %v, want %+q", name, got, err, want)
		}
	}
}

func TestNamesThatCouldDeceiveAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		says  string
		names []string
	}{
		{"Please enter a name", []string{"", " ", "\t", "\u00a0\u3000"}},
		{"at most 100 characters long, and this one has 101", []string{strings.Repeat("a", 101), strings.Repeat("é", 101), strings.Repeat("😀", 101)}},
		{"single line", []string{"Ana\nMaria", "Ana\r", "\nAna", "Ana\u2028Maria", "Ana\u2029"}},
		{"direction of writing", []string{"Ana\u202e", "\u202aAna", "A\u2066na", "A\u2069na"}},
		{"invisible", []string{
			"Ana\u200b", "A\u2060na", "\ufeffAna", "A\u00adna", "Ana\u3164", "\u115fAna", "A\u1160na", "Ana\uffa0", "Ana\u2800", "A\u034fna", "Ana\u200e", "\u200fAna", "Ana\u061c",
			"\u200b", "Ana\U000e0041", "🏴\U000e0075\U000e0073\U000e007f", flags[0] + "\U000e0041", "Ana\ufe0f", "\ufe0fAna", "Ana\U000e0100", "Ana \ufe0f", "Ana\u180b", "\u17b4Ana", "Ana\ufffc",
			"A\u200dna", "A\u200cna", "Ana\u200d", "\u200dAna", "علی\u200c", "\u200cعلی", "علی \u200cرضا", "علی\u200c\u200cرضا", "علی\u200crضا", "عل\u200c1", "क\u200d", "क\u200da", "👩\u200d", "👩\u200da", "\u200d👩", "a\u200d👩",
			"Ana\u206a", "Ana\ufdd0", "1\u200d2",
		}},
		{"accent without a letter", []string{"\u0301Ana", "Ana \u0301", "\u0e47"}},
		{"too many accents", []string{"A\u0316\u0316\u0316na", "Z\u0335\u0336\u0337", "ก็็็็", "ا\u064b\u064c\u064d\u064e", "א" + strings.Repeat("ְ", 7), "a\u20dd\u20dd\u20dd"}},
		{"at least one letter", []string{".", "...", "-", "$$", "^_^"}},
		{"many devices cannot show", []string{"Ana\ue000", "Ana\ufffd", "Ana\U000f0000", "Ana\u0378"}},
	}
	for _, tt := range tests {
		for _, name := range tt.names {
			got, err := Name(name)
			if err == nil {
				t.Errorf("Name(%+q) = %+q, want a refusal that says %q", name, got, tt.says)
				continue
			}
			wantFault(t, err, "name", tt.says)
		}
	}
}
