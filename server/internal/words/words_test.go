package words

import (
	"strings"
	"testing"
	"testing/fstest"

	"understory/widget"
)

var texts = fstest.MapFS{
	"en.json": {Data: []byte(`{"reading": {"title": "Comments", "reply": " to {name}", "more": {"one": "{n} reply", "other": "{n} replies"}}, "page": {"reply": "Answer {name}"}}`)},
	"pl.json": {Data: []byte(`{"reading": {"more": {"one": "{n} odpowiedź", "few": "{n} odpowiedzi", "many": "{n} odpowiedzi…", "other": "?"}}}`)},
	"ar.json": {Data: []byte(`{"reading": {"more": {"zero": "لا ردود", "one": "رد واحد", "two": "ردان", "few": "{n} ردود", "many": "{n} ردًا", "other": "{n} رد"}}}`)},
}

func read(t *testing.T) map[string]Words {
	t.Helper()
	all, err := Read(texts)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestNumbersAreSaidInTheFormOfTheLanguage(t *testing.T) {
	t.Parallel()
	all := read(t)
	for _, tt := range []struct {
		lang string
		n    int64
		want string
	}{
		{"en", 0, "0 replies"}, {"en", 1, "1 reply"}, {"en", 1234, "1,234 replies"},
		{"pl", 1, "1 odpowiedź"}, {"pl", 3, "3 odpowiedzi"}, {"pl", 5, "5 odpowiedzi…"}, {"pl", 12, "12 odpowiedzi…"}, {"pl", 22, "22 odpowiedzi"},
		{"pl", 1000, "1000 odpowiedzi…"}, {"pl", 12345, "12\u00a0345 odpowiedzi…"}, {"pl", 10_000_005, "10\u00a0000\u00a0005 odpowiedzi…"},
		{"ar", 0, "لا ردود"}, {"ar", 2, "ردان"}, {"ar", 3, "3 ردود"}, {"ar", 11, "11 ردًا"}, {"ar", 100, "100 رد"},
	} {
		if got := all[tt.lang].Reading.Say("more", "n", tt.n); got != tt.want {
			t.Errorf("%s: %d is said as %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestHolesAreFilledOnce(t *testing.T) {
	t.Parallel()
	said := read(t)["en"]
	for _, tt := range []struct {
		texts Texts
		key   string
		holes []any
		want  string
	}{
		{said.Reading, "title", nil, "Comments"},
		{said.Reading, "reply", []any{"name", "Ada"}, " to Ada"},
		{said.Page, "reply", []any{"name", "Ada"}, "Answer Ada"},
		{said.Reading, "reply", []any{"name", "{name} {n}"}, " to {name} {n}"},
		{said.Reading, "reply", nil, " to {name}"},
		{said.Reading, "more", []any{"n", 2}, "2 replies"},
		{said.Reading, "nothing", []any{"n", 2}, "nothing"},
	} {
		if got := tt.texts.Say(tt.key, tt.holes...); got != tt.want {
			t.Errorf("%s with %v is %q, want %q", tt.key, tt.holes, got, tt.want)
		}
	}
}

func TestWhatALanguageLacksIsSaidInEnglish(t *testing.T) {
	t.Parallel()
	if got := read(t)["pl"].Reading.Say("title"); got != "Comments" {
		t.Errorf("got %q", got)
	}
}

func TestWordsTakeThePagesTagWhereItNamesTheirLanguage(t *testing.T) {
	t.Parallel()
	all := read(t)
	for _, tt := range []struct{ words, page, lang, number string }{
		{"en", "en-IN", "en-IN", "12,34,567"}, {"en", "EN-gb", "en-GB", "1,234,567"}, {"en", "en", "en", "1,234,567"},
		{"en", "is", "en", "1,234,567"}, {"en", "", "en", "1,234,567"}, {"en", "not a tag", "en", "1,234,567"},
		{"ar", "ar-MA", "ar-MA", "1.234.567"}, {"ar", "ar", "ar", "1,234,567"}, {"ar", "fa", "ar", "1,234,567"},
	} {
		got := all[tt.words].In(tt.page)
		if number := got.Reading.Number(1234567); got.Lang != tt.lang || number != tt.number {
			t.Errorf("words of %s in a page of %q: %s and %s, want %s and %s", tt.words, tt.page, got.Lang, number, tt.lang, tt.number)
		}
	}
	if all["en"].Lang != "en" {
		t.Error("the words of all have changed with those of one page")
	}
}

func TestDirectionIsTheLanguages(t *testing.T) {
	t.Parallel()
	all := read(t)
	if all["ar"].Dir != "rtl" || all["ar"].In("ar-MA").Dir != "rtl" || all["pl"].Dir != "ltr" {
		t.Errorf("ar %s, pl %s", all["ar"].Dir, all["pl"].Dir)
	}
}

func TestTextsThatAreNoneAreRefusedByName(t *testing.T) {
	t.Parallel()
	for _, file := range []string{`{`, `{"reading": {"title": 7}}`, `{"reading": {"title": ["a"]}}`, `{"reading": {"title": {"one": 1}}}`} {
		broken := fstest.MapFS{"en.json": texts["en.json"], "de.json": {Data: []byte(file)}}
		if _, err := Read(broken); err == nil || !strings.Contains(err.Error(), "de.json") {
			t.Errorf("%s gives %v, want an error about de.json", file, err)
		}
	}
	if _, err := Read(fstest.MapFS{}); err == nil {
		t.Error("no English gives no error")
	}
}

func TestEveryTextOfTheProductIsRead(t *testing.T) {
	t.Parallel()
	all, err := Read(widget.Texts)
	if err != nil {
		t.Fatal(err)
	}
	for lang, said := range all {
		if got := said.Reading.Say("moreReplies", "n", 3); got == "moreReplies" || strings.Contains(got, "{") {
			t.Errorf("%s says %q", lang, got)
		}
	}
}
