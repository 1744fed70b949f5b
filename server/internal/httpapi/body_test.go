package httpapi

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/valyala/fasthttp"
)

func TestAcceptsReadsNamesStarsAndWeights(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"":                                 "",
		"gzip, deflate, br":                "br gzip",
		"gzip, deflate, br, zstd":          "br gzip",
		"GZIP":                             "gzip",
		"br;q=0, gzip":                     "gzip",
		"br;q=0.0, gzip;q=1.0":             "gzip",
		"br; q=0.001":                      "br",
		"br;Q=0":                           "",
		"*":                                "br gzip",
		"*;q=0":                            "",
		"*;q=0, gzip":                      "gzip",
		"gzip;q=0, *":                      "br",
		"identity":                         "",
		"x-gzip":                           "",
		"gzipped, brr":                     "",
		"br;q=nonsense, gzip":              "gzip",
		" ,, gzip ,":                       "gzip",
		"deflate;q=0.5,gzip;q=0.1,br;q=.9": "br gzip",
	} {
		var got []string
		for _, coding := range []string{"br", "gzip"} {
			if accepts([]byte(header), coding) {
				got = append(got, coding)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Accept-Encoding %q takes %q, want %q", header, got, want)
		}
	}
}

var prose = []byte(strings.Repeat("The ferry left at noon, and the library with it. ", 40))

func TestBodyIsCompressedForWhoAsksAndBrotliForTheSecond(t *testing.T) {
	t.Parallel()
	b := newBody(prose)
	for i, tt := range []struct{ accept, encoding string }{
		{"", ""}, {"identity", ""}, {"gzip", "gzip"}, {"gzip, br", "gzip"}, {"gzip, br", "br"}, {"br", "br"}, {"gzip", "gzip"},
	} {
		content, etag, encoding := b.choose([]byte(tt.accept))
		if encoding != tt.encoding {
			t.Fatalf("asking %d with %q is answered in %q, want %q", i, tt.accept, encoding, tt.encoding)
		}
		if plain := decompress(t, encoding, content); !bytes.Equal(plain, prose) {
			t.Fatalf("%q does not hold the text", encoding)
		}
		suffix := map[string]string{"": `"`, "gzip": `-gz"`, "br": `-br"`}[encoding]
		if !strings.HasPrefix(string(etag), `"`) || !strings.HasSuffix(string(etag), suffix) {
			t.Fatalf("ETag of %q is %s", encoding, etag)
		}
	}
}

func TestWhoReadsBrotliAloneGetsItAtOnce(t *testing.T) {
	t.Parallel()
	b := newBody(prose)
	if content, _, encoding := b.choose([]byte("br")); encoding != "br" || !bytes.Equal(decompress(t, encoding, content), prose) {
		t.Errorf("a cache that asks for br alone gets %q", encoding)
	}
}

func decompress(t *testing.T, encoding string, content []byte) []byte {
	t.Helper()
	switch encoding {
	case "gzip":
		reader, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		return plain
	case "br":
		plain, err := fasthttp.AppendUnbrotliBytes(nil, content)
		if err != nil {
			t.Fatal(err)
		}
		return plain
	}
	return content
}

func TestBodyThatIsSmallOrDenseStaysAsItIs(t *testing.T) {
	t.Parallel()
	random := make([]byte, 4000)
	for i, x := 0, uint32(1); i < len(random); i++ {
		x = x*1664525 + 1013904223
		random[i] = byte(x >> 24)
	}
	for name, plain := range map[string][]byte{"small": []byte("{}"), "dense": random} {
		b := newBody(plain)
		for range 3 {
			if _, _, encoding := b.choose([]byte("gzip, br")); encoding != "" {
				t.Errorf("%s: answered in %s", name, encoding)
			}
		}
	}
}

func TestIfNoneMatchFindsAnyOfOurTags(t *testing.T) {
	t.Parallel()
	b := newBody(prose)
	plain, zipped := string(b.etag), string(b.gzip.etag)
	for list, want := range map[string]string{
		"":                             "",
		plain:                          plain,
		zipped:                         zipped,
		"W/" + plain:                   plain,
		`"other", ` + zipped:           zipped,
		`"other",W/` + plain + `,"x"`:  plain,
		"*":                            plain,
		`"other"`:                      "",
		strings.Trim(plain, `"`):       "",
		`"` + strings.Repeat(",", 500): "",
	} {
		if got := string(b.held([]byte(list))); got != want {
			t.Errorf("If-None-Match %s finds %q, want %q", list, got, want)
		}
	}
}

func TestOtherBytesHaveOtherTags(t *testing.T) {
	t.Parallel()
	if one, other := newBody([]byte("a")), newBody([]byte("b")); bytes.Equal(one.etag, other.etag) {
		t.Errorf("both are %s", one.etag)
	}
	if one, same := newBody([]byte("a")), newBody([]byte("a")); !bytes.Equal(one.etag, same.etag) {
		t.Errorf("%s and %s", one.etag, same.etag)
	}
}
