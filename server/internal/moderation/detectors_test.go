package moderation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"understory/server/internal/comment"
	"understory/server/internal/markup"
	"understory/server/internal/site"
)

// draft is a reading of a text on a site that blocks some words.
func draft(t testing.TB, body string, blocked ...string) reading {
	t.Helper()
	settings := site.Defaults()
	settings.Blocked = blocked
	return reading{
		site: site.Site{Settings: settings, Origins: []site.OriginPattern{"https://courier.example", "https://*.courier.example"}},
		body: body, name: "Ruth", links: parse(t, body).Links(),
	}
}

// parse reads a text as a comment's would be.
func parse(t testing.TB, body string) markup.Document {
	t.Helper()
	parsed, err := markup.Parse(body)
	if err != nil {
		t.Fatalf("parse %q: %v", body, err)
	}
	return parsed
}

// marked are the places of findings in a text.
func marked(body string, findings []comment.Finding) []string {
	runes := []rune(body)
	var out []string
	for _, f := range findings {
		out = append(out, string(runes[f.Start:f.End]))
	}
	return out
}

func TestThreeLinksToOtherSitesAreSeen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		body string
		want string // the place, "" for none seen
	}{
		{"no links at all", ""},
		{"https://a.example https://b.example", ""},
		{"Zoë: https://a.example, https://b.example and https://c.example!", "https://a.example, https://b.example and https://c.example!"},
		{"[a](https://a.example) [b](https://b.example) [c](https://c.example)", "https://a.example) [b](https://b.example) [c](https://c.example"},
		{"[https://a.example](https://a.example) and www.b.example", ""},
		{"www.a.example www.b.example www.c.example", "www.a.example www.b.example www.c.example"},
		{"`https://a.example https://b.example https://c.example`", ""},
		{"https://courier.example/a https://www.courier.example/b https://courier.example/c https://courier.example/d", ""},
		{"https://courier.example/a https://a.example https://b.example https://c.example", "https://courier.example/a https://a.example https://b.example https://c.example"},
		{"[a](&#104;ttps://a.example) [b](&#104;ttps://b.example) [c](&#104;ttps://c.example)", "no place"},
	} {
		found := seeLinks(draft(t, c.body))
		switch {
		case (len(found) == 1) != (c.want != ""):
			t.Errorf("%q: got %+v, want %q", c.body, found, c.want)
		case c.want == "no place" && found[0].End != 0:
			t.Errorf("%q: got the place %q, want none", c.body, marked(c.body, found))
		case c.want != "" && c.want != "no place" && marked(c.body, found)[0] != c.want:
			t.Errorf("%q: got the place %q, want %q", c.body, marked(c.body, found)[0], c.want)
		}
	}
}

func TestLongTextsInCapitalsAreShouting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		body string
		want bool
	}{
		{shout, true},
		{strings.ToLower(shout), false},
		{"NATO, UNESCO and the EU", false}, // short
		{strings.Repeat("A", 49), false},
		{strings.Repeat("A", 50), true},
		{strings.Repeat("A", 35) + strings.Repeat("a", 15), true},
		{strings.Repeat("A", 34) + strings.Repeat("a", 16), false},
		{"СКОЛЬКО МОЖНО ГОВОРИТЬ ОБ ОДНОМ И ТОМ ЖЕ, НИКТО ИЗ ВАС НЕ СЛУШАЕТ", true},
		{"Сколько можно говорить об одном и том же, никто из вас не слушает меня", false},
		{"昨日、NHKとNATOとUSAとEUのニュースを見ました。とても面白い番組でした。また見たいと思います。本当によかったです。", false},
		{"قرأت المقال كاملا ولم أجد فيه ما يقوله الآخرون هنا عن NATO و EU و USA وغيرها", false},
		{"საქართველოს დედაქალაქი თბილისია და ის ძალიან ლამაზი ქალაქია მთებს შორის", false},
		{strings.Repeat("1234567890 !? ", 20), false},
	} {
		found := seeShouting(draft(t, c.body))
		if (len(found) == 1) != c.want {
			t.Errorf("%q: got %+v, want shouting %v", c.body, found, c.want)
		}
		if c.want && marked(c.body, found)[0] != c.body {
			t.Errorf("%q: got the place %q, want all", c.body, marked(c.body, found)[0])
		}
	}
}

func TestBlockedWordsAreSeenWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		blocked string
		body    string
		want    []string // the places
	}{
		{"ass", "An assessment of the class", nil},
		{"ass", "You ass! ASS, Ass", []string{"ass", "ASS", "Ass"}},
		{"ass", "**ass** _ass_ ass_", []string{"ass", "ass", "ass"}},
		{"ass", "ａｓｓ", []string{"ａｓｓ"}},
		{"ass", "ⓐⓢⓢ", []string{"ⓐⓢⓢ"}},
		{"ass", "a\u00ads\u200bs\u2060", []string{"a\u00ads\u200bs"}},
		{"ass", "a\u00ads\u2060s", []string{"a\u00ads\u2060s"}},
		{"ASS", "ass", []string{"ass"}},
		{"straße", "in der STRASSE", []string{"STRASSE"}},
		{"café", "cafe\u0301 CAFÉ cafe", []string{"cafe\u0301", "CAFÉ"}},
		{"buy now", "Buy  NOW, or buy it now", []string{"Buy  NOW"}},
		{"don't", "I don't", []string{"don't"}},
		{"ложь", "Это ЛОЖЬ, ложью не назову", []string{"ЛОЖЬ"}},
		{"馬鹿", "あなたは馬鹿ですね", []string{"馬鹿"}},
		{"馬鹿", "馬と鹿", nil},
		{"ガキ", "このガキめ", []string{"ガキ"}},
		{"ガキ", "このｶﾞｷめ", []string{"ｶﾞｷ"}},
		{"โง่", "คุณโง่มาก", []string{"โง่"}},
		{"바보", "바보 아니야", []string{"바보"}},
		{"1488", "14 88, 1488", []string{"1488"}},
		{"!!!", "what!!!", nil}, // no word at all
		{"", "anything", nil},
	} {
		if got := marked(c.body, seeBlocked(draft(t, c.body, c.blocked))); !slices.Equal(got, c.want) {
			t.Errorf("%q in %q: got %q, want %q", c.blocked, c.body, got, c.want)
		}
	}
}

func TestBlockedWordsAreSeenInTheNameToo(t *testing.T) {
	t.Parallel()
	r := draft(t, "hello", "gadzooks")
	r.name = "Gadzooks Man"
	found := seeBlocked(r)
	if len(found) != 1 || found[0].End != 0 || !strings.Contains(found[0].Reason, "in the name") {
		t.Errorf("got %+v, want one finding without a place in the text", found)
	}
}

func TestNotEveryPlaceOfABlockedWordIsTold(t *testing.T) {
	t.Parallel()
	if got := len(seeBlocked(draft(t, strings.Repeat("x ", 4000), "x"))); got != blockedShown {
		t.Errorf("%d findings, want %d", got, blockedShown)
	}
}

// Whatever is sent, detectors name places inside the text.
func FuzzFindingsLieInTheText(f *testing.F) {
	for _, body := range []string{quiet, threeLinks, shout, "馬鹿 ⓐⓢⓢ ㎏ ﷺ e\u0301", "x\u00ad", "www.", "https://"} {
		f.Add(body, "ass", "Ruth")
	}
	f.Fuzz(func(t *testing.T, body, blocked, name string) {
		if !utf8.ValidString(body) || len(body) > 20_000 {
			t.Skip()
		}
		on := site.Site{Settings: site.Settings{Blocked: []string{blocked, "x"}}}
		links := []string{"https://a.example", "https://b.example", "https://c.example"}
		length := utf8.RuneCountInString(body)
		for _, r := range rules {
			for _, found := range r.see(reading{site: on, body: body, name: name, links: links}) {
				if found.Start < 0 || found.End < found.Start || found.End > length || found.Weight < 0 || found.Weight > 1 || found.Reason == "" {
					t.Errorf("%s of %q: %+v in %d code points", r.detector, body, found, length)
				}
			}
		}
	})
}

// The list and the text are long; what it costs must be a small part of a post.
func BenchmarkBlockedWords(b *testing.B) {
	var list []string
	for i := range 1000 {
		list = append(list, fmt.Sprintf("word%d", i))
	}
	r := draft(b, strings.Repeat("Straße und Café, ", 500), list...)
	for b.Loop() {
		seeBlocked(r)
	}
}
