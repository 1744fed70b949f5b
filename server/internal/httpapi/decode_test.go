package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"understory/server/internal/fault"
)

type sample struct {
	Text  string `json:"text"`
	Yes   bool   `json:"yes"`
	Count int    `json:"count"`
}

func TestDecodeUnderstandsWhatIsWrittenAsAgreed(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]sample{
		`{}`:                 {},
		` { "text" : "a" } `: {Text: "a"},
		`{"text":"é\n☃","yes":true,"count":-7}`: {Text: "é\n☃", Yes: true, Count: -7},
		`{"text":""}`: {},
	} {
		var got sample
		if err := decodeJSON([]byte(body), &got); err != nil || got != want {
			t.Errorf("%s gives %+v, %v, want %+v", body, got, err, want)
		}
	}
}

func TestDecodeRefusesByKindAndField(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		``:                          "bad_json",
		`{`:                         "bad_json",
		`{"text":"a",}`:             "bad_json",
		`{'text':'a'}`:              "bad_json",
		"{\"text\":\"a\xff\"}":      "bad_json",
		"\ufeff{}":                  "bad_json",
		`{} {}`:                     "bad_json",
		`{}x`:                       "bad_json",
		"{\"text\":\"line\nline\"}": "bad_json",
		strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000): "bad_json",
		`null`:                    "invalid",
		`[]`:                      "invalid",
		`"text"`:                  "invalid",
		`7`:                       "invalid",
		`{"text":null}`:           "invalid text",
		`{"text":7}`:              "invalid text",
		`{"text":["a"]}`:          "invalid text",
		`{"text":{"a":1}}`:        "invalid text",
		`{"yes":"true"}`:          "invalid yes",
		`{"yes":1}`:               "invalid yes",
		`{"count":1.5}`:           "invalid count",
		`{"count":"1"}`:           "invalid count",
		`{"count":1e99}`:          "invalid count",
		`{"TEXT":"a"}`:            "invalid TEXT",
		`{"admin":true}`:          "invalid admin",
		`{"":true}`:               "invalid",
		`{"text":"a","text":"b"}`: "invalid text",
		`{"text":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`: "invalid text",
		`{"` + strings.Repeat("n", 300) + `":1}`:                                 "invalid " + strings.Repeat("n", 50) + "…",
	} {
		err := decodeJSON([]byte(body), new(sample))
		refusal, _ := errors.AsType[*fault.Error](err)
		if refusal == nil {
			t.Errorf("%.60s is taken (%v), want %s", body, err, want)
			continue
		}
		if got := strings.TrimSpace(fmt.Sprint(refusal.Kind, " ", refusal.Field)); got != want {
			t.Errorf("%.60s is refused as %q, want %q", body, got, want)
		}
	}
}

// FuzzDecode: what is taken says the same as the body does, nothing more and nothing less; what is no JSON is refused as
// such; and everything else is refused as invalid.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"text":"a"}`, `{"text":"\ud83d\ude00","yes":false,"count":12}`, `{"text":"a","text":"b"}`, `{"x":1}`, `[]`, `null`, `{"count":1e3}`,
		`{"text":"\u0000"}`, `{"yes":null}`, "{\"text\":\"\xff\"}", `{"text":[[[[]]]]}`, `{"TEXT":"a"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got sample
		err := decodeJSON(bytes.Clone(body), &got)
		readable := utf8.Valid(body) && json.Valid(body)
		switch kind := fault.KindOf(err); {
		case (kind == fault.BadJSON) == readable:
			t.Fatalf("%q: readable is %v and the answer %v", body, readable, err)
		case err != nil && readable && kind != fault.Invalid:
			t.Fatalf("%q: refused as %s", body, kind)
		case err == nil:
			sayTheSame(t, body, got)
		}
	})
}

func sayTheSame(t *testing.T, body []byte, got sample) {
	t.Helper()
	var want map[string]any
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatalf("%q was taken and is no object: %v", body, err)
	}
	have := map[string]any{"text": got.Text, "yes": got.Yes, "count": float64(got.Count)}
	for name, value := range want {
		if have[name] != value {
			t.Fatalf("%q: %s is %v, want %v", body, name, have[name], value)
		}
		delete(have, name)
	}
	for name, value := range have {
		if value != "" && value != false && value != float64(0) {
			t.Fatalf("%q: %s is %v and was not sent", body, name, value)
		}
	}
}
