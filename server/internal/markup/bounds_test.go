package markup

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// worst are comments of full length, each made to cost a Markdown parser as much as it can.
func worst() map[string]string {
	fill := func(part string) string { return strings.Repeat(part, MaxLength/utf8.RuneCountInString(part)) }
	nest := func(open, close string) string {
		n := MaxLength / utf8.RuneCountInString(open+close)
		return strings.Repeat(open, n) + strings.Repeat(close, n)
	}
	grow := func(line func(i int) string) string {
		var out strings.Builder
		for i := 1; ; i++ {
			next := line(i)
			if utf8.RuneCountInString(out.String()+next) > MaxLength {
				return out.String()
			}
			out.WriteString(next)
		}
	}
	half := func(a, b string) string {
		return strings.Repeat(a, MaxLength/2/len(a)) + strings.Repeat(b, MaxLength/2/len(b))
	}
	cases := map[string]string{
		"growing quotes":    grow(func(i int) string { return strings.Repeat(">", i) + "a\n" }),
		"growing lists":     grow(func(i int) string { return strings.Repeat("  ", i) + "- a\n" }),
		"growing mix":       grow(func(i int) string { return strings.Repeat("> - ", i) + "a\n" }),
		"growing numbers":   grow(func(i int) string { return fmt.Sprintf("%d. a\n", i) }),
		"growing backticks": grow(func(i int) string { return strings.Repeat("`", i) + " " }),
		"growing stars":     grow(func(i int) string { return strings.Repeat("*", i) + "a " }),
		"growing fences":    grow(func(i int) string { return strings.Repeat("~", i+2) + "\n" }),
		"deep quote":        half(">", "a\n"),
		"deep quote, blank": half(">", ">\n"),
		"deep list, blank":  half("- ", "\n"),
		"deep list, lines":  half("- ", "a\n"),
		"stars against":     "a**b" + strings.Repeat("c* ", 3332),
		"mixed stars":       "a**b" + strings.Repeat("c_ d* ", 1666),
		"emphasis":          nest("*a ", " b*"), "strong": nest("**a ", " b**"), "underscores": nest("_a ", " a_"),
		"brackets": nest("[", "]"), "links": nest("[", "](a)"), "pictures": nest("![", "](a)"),
		"address of brackets": "http://a.example/" + strings.Repeat(")", 9983),
		"address of entities": "http://a.example/" + strings.Repeat("&a;", 3327),
		"prose":               fill("The quick brown fox jumps *over* the lazy dog.\n"),
		"markup":              fill("**a** _b_ [c](https://d.example/e) `f` https://g.example\n\n> h\n\n- i\n- j\n\n"),
	}
	for _, part := range []string{
		">", "> ", "- ", "* ", "1. ", "-\ta", ">- ", "-", "_", "*", "~", "#", "=", "`", "[", "]", "<", "&", "\\", "!", "(", "\t", "😀", "\u0301",
		"[a](", "[]", "[a]", "[a](b)", "[a](<b", `[a](b "`, "[a](b '\n", "[a][b", "[a][", "[\n", "![", "[a]: b\n", "[a]:", `[a]: b "`, "[a]: b\n===\n",
		"*a ", "a* ", "*a _a ", "*_~", "*a_ ", "a*a_a~", "*** ", "~a ", "**x* ", "*x** ", "_a_", "`a", "``a`", "`\n``\n", "`[", "*😀 ", "a**b", "*a*",
		"<a:", "<a@", "<a@b.", "<a@b.c>", "http://", "www.", "www.a.b ", "http://-:x ", " a.a", "*a.", "(a", "a@", " a@a.", "a@a.a ", "a@a.a@", "http://a.b/(", "http://:a", "www.a&;",
		"a\n", "a  \n", "a\\\n", "# a\n", "a\n=\n", "a\n\n", "a\n-\n", "&#x", "&amp;", "&#x202e;", "\\*", "```\n", "~~~ a\n", "    a\n", "-\n", "- a\n", "- a\n\n", "> a\n", "> a\nb\n", "- a\nb\n", "* a\n\n  b\n", "1. a\n", "1. a\n2. b\n7. c\n",
	} {
		cases[fmt.Sprintf("%q", part)] = fill(part)
	}
	return cases
}

// The clock says little on a busy machine; what the rest of the system pays for is the size of the tree.
func TestTheWorstCommentsStaySmall(t *testing.T) {
	t.Parallel()
	for name, source := range worst() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := Parse(source)
			if err != nil {
				wantRefusal(t, err)
				return
			}
			checkDocument(t, doc)
			checkSize(t, source, doc)
		})
	}
}

// checkSize holds a tree to what its source can pay for: three nodes a character, and in JSON six bytes for
// the escape of one, or an item or break with its brackets.
func checkSize(t *testing.T, source string, doc Document) {
	t.Helper()
	length := utf8.RuneCountInString(source)
	if got, most := count(doc.blocks), 3*length+3; got > most {
		t.Errorf("%d characters became %d nodes, want at most %d", length, got, most)
	}
	if got, most := len(doc.JSON()), 16*length+100; got > most {
		t.Errorf("%d characters became %d bytes of JSON, want at most %d", length, got, most)
	}
}

func count(nodes []node) int {
	n := len(nodes)
	for _, c := range nodes {
		n += count(c.children)
	}
	return n
}

func TestMarkupBeyondTheBoundsIsShownAsTyped(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, want string }{
		{"quotes", strings.Repeat(">", 8) + " a", "a"},
		{"more quotes", strings.Repeat(">", 10) + " a", ">> a"},
		{"lists", strings.Repeat("- ", 8) + "a", "a"},
		{"more lists", strings.Repeat("- ", 10) + "a", "- - a"},
		{"more lists in quotes", strings.Repeat("> - ", 5) + "a", "> - a"},
		{"links", strings.Repeat("[a](https://b.example) ", 250) + "[c](d)", strings.Repeat("a ", 250) + "[c](d)"},
		{"emphasis", strings.Repeat("*a* ", 500) + "*b*", strings.Repeat("a ", 500) + "*b*"},
		{"addresses", strings.Repeat("www.a.example ", 201), strings.TrimSpace(strings.Repeat("www.a.example ", 201))},
		{"nested emphasis", strings.Repeat("*a **b ", 10) + strings.Repeat("c** d*", 10), strings.Repeat("a b ", 10) + strings.Repeat("c d", 10)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Parse(tt.source)
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, doc)
			if got := doc.Text(); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
	doc, err := Parse(strings.Repeat("www.a.example ", 201))
	if got := len(doc.Links()); err != nil || got != maxAddresses {
		t.Errorf("got %d links, %v, want %d", got, err, maxAddresses)
	}
}

func BenchmarkParse(b *testing.B) {
	for name, source := range worst() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(source)))
			for b.Loop() {
				_, _ = Parse(source)
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	doc, err := Parse(worst()["markup"])
	if err != nil {
		b.Fatal(err)
	}
	jsonml := doc.JSON()
	b.Run("JSON", func(b *testing.B) {
		for b.Loop() {
			doc.JSON()
		}
	})
	b.Run("HTML", func(b *testing.B) {
		for b.Loop() {
			doc.HTML()
		}
	})
	b.Run("Decode", func(b *testing.B) {
		for b.Loop() {
			_, _ = Decode(jsonml)
		}
	})
}
