package plain

import (
	"testing"
	"testing/fstest"
)

var texts = fstest.MapFS{
	"en.json": {Data: []byte(`{"reading": {"title": "Comments", "n": {"one": "{n} reply", "other": "{n} replies"}}, "page": {"to": "To {name}"}}`)},
	"pl.json": {Data: []byte(`{"reading": {"n": {"one": "{n} odpowiedź", "few": "{n} odpowiedzi", "many": "{n} odpowiedzi…", "other": "{n} odpowiedzi"}}, "page": {}}`)},
	"ar.json": {Data: []byte(`{"reading": {"n": {"zero": "لا ردود", "one": "رد واحد", "two": "ردان", "few": "{n} ردود", "many": "{n} ردًا", "other": "{n} رد"}}, "page": {}}`)},
}

func TestNumbersAreSaidInTheFormOfTheLanguage(t *testing.T) {
	t.Parallel()
	all, err := ReadWords(texts)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		lang string
		n    int64
		want string
	}{
		{"en", 1, "1 reply"},
		{"en", 1234, "1,234 replies"},
		{"pl", 3, "3 odpowiedzi"},
		{"pl", 5, "5 odpowiedzi…"},
		{"ar", 0, "لا ردود"},
		{"ar", 2, "ردان"},
	}
	for _, c := range cases {
		if got := all[c.lang].Count("n", c.n); got != c.want {
			t.Errorf("%s: Count(n, %d) = %q, want %q", c.lang, c.n, got, c.want)
		}
	}
	if got := all["en"].Fill("to", "name", "{name}"); got != "To {name}" {
		t.Errorf("a name that looks like a hole: %q", got)
	}
	if all["ar"].Dir() != "rtl" || all["pl"].Dir() != "ltr" {
		t.Error("direction")
	}
}

func TestTextsThatAreNoTextsAreRefused(t *testing.T) {
	t.Parallel()
	for _, file := range []string{`{`, `{"reading": {"title": 7}}`, `{"reading": {"title": ["a"]}}`} {
		if _, err := ReadWords(fstest.MapFS{"en.json": {Data: []byte(file)}}); err == nil {
			t.Errorf("ReadWords(%s) gives no error", file)
		}
	}
}
