package markup

import (
	"reflect"
	"testing"
)

// FuzzParse looks for a comment whose tree breaks the allow-list, is not read back from its JSON, reads
// otherwise as HTML, outgrows its source or is not the same the second time.
func FuzzParse(f *testing.F) {
	for _, source := range worst() {
		f.Add(source[:min(len(source), 200)])
	}
	for _, address := range hostile {
		f.Add("[x](" + address + ") <" + address + "> " + address)
	}
	for _, source := range []string{
		"# a\n\n1. b\n3. c\n\n> - d\n\n```\ne\n```\n\n    f", "[![a](https://b.example/c)](<https://d.example> 'e') ~~f~~ **_g_**",
		"a@b.example www.c.example https://d.example/(e)) &amp;&#x202e;&lt;", "- a\n  ***\n  b\n\n\t- c\n-\n  d", "a\\\nb  \nc\r\nd\u2028e",
		"1. a\n1. b\n\n   c\n2) d\n-\n\n  e", "[a [b](https://c.example) *d](https://e.example)* `f``g`", "\u0301a\u0300\u0301\u0302\u0303\u0304\u05d0\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5",
	} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		doc, err := Parse(source)
		if err != nil {
			wantRefusal(t, err)
			return
		}
		checkDocument(t, doc)
		checkSize(t, source, doc)
		if again, err := Parse(source); err != nil || !reflect.DeepEqual(again, doc) {
			t.Errorf("the second time got %v, %v, want %v", again, err, doc)
		}
	})
}

// FuzzDecode looks for stored JSON that Decode accepts and that breaks what holds for trees of Parse.
func FuzzDecode(f *testing.F) {
	for _, source := range []string{"*a* [b](https://c.example)\nd", "> - e\n> 1. f\n\n`g`\n\n~~~\nh\n~~~"} {
		doc, err := Parse(source)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc.JSON())
	}
	f.Add([]byte(`[["p",["a",{"href":"javascript:alert(1)"},"b"]],["script","c"]]`))
	f.Fuzz(func(t *testing.T, jsonml []byte) {
		if doc, err := Decode(jsonml); err == nil {
			checkDocument(t, doc)
		}
	})
}

// FuzzHref looks for an address that changes when it is cleaned again, or escapes what an href may be.
func FuzzHref(f *testing.F) {
	for _, address := range hostile {
		f.Add(address)
	}
	for _, address := range []string{
		"https://example.org/a?b#c", "HTTP://EXAMPLE.org:80", "www.example.org", "https://bücher.example/ü%zz?%#%", "https://[::ffff:1.2.3.4]:1/",
		"mailto:a.b+c%25@D.example?subject=e", "https://a.example/%2f%5c%00'\"", "https://a.example?#", "https://a.example./..//.", "mailto:ü@ü.example",
		"http://00000%80", "http://-", "mailto:ü@ü.exa_",
	} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		clean, ok := href(typed)
		if !ok {
			return
		}
		checkHref(t, clean)
		if again, ok := href(clean); !ok || again != clean {
			t.Errorf("href(%q) = %q, and of that %q, %t", typed, clean, again, ok)
		}
	})
}
