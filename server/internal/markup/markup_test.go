package markup

import (
	"errors"
	"strings"
	"testing"

	"understory/server/internal/fault"
)

func TestMarkdownBecomesTheTreeThatReadersExpect(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, want string }{
		{"a paragraph", "Hello", `[["p","Hello"]]`},
		{"two paragraphs", "Hello\n\nthere", `[["p","Hello"],["p","there"]]`},
		{"a line break is kept", "Roses\nViolets", `[["p","Roses",["br"],"Violets"]]`},
		{"two spaces add no second break", "Roses  \nViolets", `[["p","Roses",["br"],"Violets"]]`},
		{"a backslash adds no second break", "Roses\\\nViolets", `[["p","Roses",["br"],"Violets"]]`},
		{"Windows line ends", "a\r\nb\r\n\r\nc", `[["p","a",["br"],"b"],["p","c"]]`},
		{"emphasis", "*a* _b_ **c** __d__ ~~e~~ ~f~", `[["p",["em","a"]," ",["em","b"]," ",["strong","c"]," ",["strong","d"]," ",["del","e"]," ",["del","f"]]]`},
		{"nested emphasis", "***a*** **b *c* d**", `[["p",["em",["strong","a"]]," ",["strong","b ",["em","c"]," d"]]]`},
		{"stars and underscores that mean nothing", "2 * 3 * 4, snake_case_name, *open", `[["p","2 * 3 * 4, snake_case_name, *open"]]`},
		{"escapes", `\*a\* \# \[b\](c) \q`, `[["p","*a* # [b](c) \\q"]]`},
		{"code", "Use `a  <b> *c*` and ``x`y``", `[["p","Use ",["code","a  \u003cb\u003e *c*"]," and ",["code","x` + "`" + `y"]]]`},
		{"code over a line end", "`a\nb`", `[["p",["code","a b"]]]`},
		{"code without anything in it", "a ` ` b", `[["p","a   b"]]`},
		{"fenced code", "```go\nif a < b {\n\n\t*c*\n}\n```", `[["pre","if a \u003c b {\n\n\t*c*\n}"]]`},
		{"fenced code that never ends", "~~~\na\nb", `[["pre","a\nb"]]`},
		{"indented code", "a\n\n    b\n      c", `[["p","a"],["pre","b\n  c"]]`},
		{"code that begins with an empty line", "```\n\na\n```", `[["pre","\na"]]`},
		{"a quote", "> a\n> b\n\nc", `[["blockquote",["p","a",["br"],"b"]],["p","c"]]`},
		{"a quote in a quote", "> a\n>> b", `[["blockquote",["p","a"],["blockquote",["p","b"]]]]`},
		{"a list", "- a\n- b", `[["ul",["li","a"],["li","b"]]]`},
		{"a list with paragraphs", "* a\n\n* b", `[["ul",["li",["p","a"]],["li",["p","b"]]]]`},
		{"a list in a list", "- a\n  - b\n- c", `[["ul",["li","a",["ul",["li","b"]]],["li","c"]]]`},
		{"a numbered list", "1. a\n2. b", `[["ol",["li","a"],["li","b"]]]`},
		{"a numbered list that counts by itself", "1) a\n1) b\n1) c", `[["ol",["li","a"],["li","b"],["li","c"]]]`},
		{"an item that holds nothing", "1. \n2. b", `[["ol",["li"],["li","b"]]]`},
		{"an item with code", "- a\n  ```\n  b\n  ```\n  c", `[["ul",["li","a",["pre","b"],"c"]]]`},
		{"an item with a rule", "- a\n\n  ***\n  b", `[["ul",["li",["p","a"],["p","b"]]]]`},
		{"an item with a rule, tight", "- a\n  ***\n  b", `[["ul",["li","a",["br"],"b"]]]`},
		{"a number that begins no list", "1984. What a year", `[["p","1984. What a year"]]`},
		{"a number that does not count on", "1. yes\n3. no", `[["ol",["li","yes",["br"],"3. no"]]]`},
		{"a number that does not count on, apart", "1. yes\n\n3. no", `[["ol",["li","yes"]],["p","3. no"]]`},
		{"a list in a numbered list", "1. a\n   - b\n   - c\n2. d", `[["ol",["li","a",["ul",["li","b"],["li","c"]]],["li","d"]]]`},
		{"a numbered list in a list", "- a\n  1. b\n  2. c\n  4. d", `[["ul",["li","a",["ol",["li","b"],["li","c",["br"],"4. d"]]]]]`},
		{"a heading", "# A *b*\nc", `[["p",["strong","A ",["em","b"]]],["p","c"]]`},
		{"a line with a line under it", "A\n===\n\nb\n--\nAna", `[["p","A",["br"],"==="],["p","b",["br"],"--",["br"],"Ana"]]`},
		{"a rule under text", "a\n---\nb", `[["p","a"],["p","b"]]`},
		{"many exclamation marks", strings.Repeat("!", 600) + "[a](https://b.example)", `[["p","` + strings.Repeat("!", 599) + `",["a",{"href":"https://b.example"},"a"]]]`},
		{"no heading", "#hashtag\n#1", `[["p","#hashtag",["br"],"#1"]]`},
		{"a rule vanishes", "a\n\n---\n\nb", `[["p","a"],["p","b"]]`},
		{"a table is text", "|a|b|\n|-|-|\n|c|d|", `[["p","|a|b|",["br"],"|-|-|",["br"],"|c|d|"]]`},
		{"entities", "&lt;b&gt; &amp;amp; &copy; &#65;&#x42; &nope; &copy", `[["p","\u003cb\u003e \u0026amp; © AB \u0026nope; \u0026copy"]]`},
		{"an entity is no markup", "&#42;a&#42; `&amp;`", `[["p","*a* ",["code","\u0026amp;"]]]`},
		{"an entity is no line end", "a&#10;b&NewLine;c", `[["p","a b c"]]`},
		{"HTML is text", "<b>bold</b> <!-- c --> <br/>", `[["p","\u003cb\u003ebold\u003c/b\u003e \u003c!-- c --\u003e \u003cbr/\u003e"]]`},
		{"a block of HTML is text", "<div>\n*a*\n</div>", `[["p","\u003cdiv\u003e",["br"],["em","a"],["br"],"\u003c/div\u003e"]]`},
		{"right-to-left text", "**שלום** עולם — مرحبا _بالعالم_", `[["p",["strong","שלום"]," עולם — مرحبا ",["em","بالعالم"]]]`},
		{"Chinese without spaces", "**你好**世界", `[["p",["strong","你好"],"世界"]]`},
		{"emoji", "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 *👍🏽*", `[["p","👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ",["em","👍🏽"]]]`},
		{"a lost half of a mark", "***", ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wantTree(t, tt.source, tt.want)
		})
	}
}

func TestLinksLeadWhereTheirAuthorMeant(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, want string }{
		{"a link", "[a *b*](https://example.org/x?y=1&z=2#w)", `[["p",["a",{"href":"https://example.org/x?y=1\u0026z=2#w"},"a ",["em","b"]]]]`},
		{"its title is left out", `[a](https://example.org "t")`, `[["p",["a",{"href":"https://example.org"},"a"]]]`},
		{"a destination in angle brackets", "[a](<https://example.org/a b>)", `[["p",["a",{"href":"https://example.org/a%20b"},"a"]]]`},
		{"a destination without a scheme", "[a](www.example.org)", `[["p",["a",{"href":"http://www.example.org"},"a"]]]`},
		{"an entity in a destination", "[a](https://example.org/?a&amp;b)", `[["p",["a",{"href":"https://example.org/?a\u0026b"},"a"]]]`},
		{"the scheme and host in capitals", "[a](HTTPS://EXAMPLE.org/A)", `[["p",["a",{"href":"https://example.org/A"},"a"]]]`},
		{"an address in another script", "[a](https://bücher.example/ö?ü#ä)", `[["p",["a",{"href":"https://xn--bcher-kva.example/%C3%B6?%C3%BC#%C3%A4"},"a"]]]`},
		{"an IPv6 address", "[a](http://[2001:DB8::1]:8080/)", `[["p",["a",{"href":"http://[2001:db8::1]:8080/"},"a"]]]`},
		{"a stray percent sign", "[a](https://example.org/100%)", `[["p",["a",{"href":"https://example.org/100%25"},"a"]]]`},
		{"quotes in an address", `[a](https://example.org/"'<b)`, `[["p",["a",{"href":"https://example.org/%22%27%3Cb"},"a"]]]`},
		{"a link that reads as nothing", "[](https://example.org)", `[["p",["a",{"href":"https://example.org"},"https://example.org"]]]`},
		{"a link that leads nowhere", "[a]()", `[["p","a"]]`},
		{"a relative link", "[a](/b) [c](#d) [e](f.html)", `[["p","a c e"]]`},
		{"a link in a link", "[a [b](https://b.example) c](https://c.example)", `[["p","[a ",["a",{"href":"https://b.example"},"b"]," c](",["a",{"href":"https://c.example"},"https://c.example"],")"]]`},
		{"an address as a link's text", "[https://a.example](https://b.example)", `[["p",["a",{"href":"https://b.example"},"https://a.example"]]]`},
		{"e-mail as a link's text", "[a@b.example](https://b.example)", `[["p",["a",{"href":"https://b.example"},"a@b.example"]]]`},
		{"a picture", "![a *b*](https://example.org/c.png)", `[["p",["a",{"href":"https://example.org/c.png"},"a ",["em","b"]]]]`},
		{"a picture without words", "![](https://example.org/c.png)", `[["p",["a",{"href":"https://example.org/c.png"},"https://example.org/c.png"]]]`},
		{"a picture that may not be linked", "![a](data:image/png;base64,AA==)", `[["p","a"]]`},
		{"a picture in a link", "[![a](https://a.example/b.png)](https://c.example)", `[["p",["a",{"href":"https://c.example"},"a"]]]`},
		{"an address in angle brackets", "<https://example.org/*a*> <a@b.example>", `[["p",["a",{"href":"https://example.org/*a*"},"https://example.org/*a*"]," ",["a",{"href":"mailto:a@b.example"},"a@b.example"]]]`},
		{"a reference stays as typed", "see [1]\n\n[1]: https://example.org/a", `[["p","see [1]"],["p","[1]: ",["a",{"href":"https://example.org/a"},"https://example.org/a"]]]`},
		{"a mail link without its letter", "[a](mailto:b@c.example?subject=d&body=e)", `[["p",["a",{"href":"mailto:b@c.example"},"a"]]]`},

		{"a bare address", "see https://example.org/a_b_c?d=*e*f now", `[["p","see ",["a",{"href":"https://example.org/a_b_c?d=*e*f"},"https://example.org/a_b_c?d=*e*f"]," now"]]`},
		{"in capitals", "HTTP://Example.org", `[["p",["a",{"href":"http://example.org"},"HTTP://Example.org"]]]`},
		{"www", "at www.example.org, or Www.example.org/a", `[["p","at ",["a",{"href":"http://www.example.org"},"www.example.org"],", or ",["a",{"href":"http://www.example.org/a"},"Www.example.org/a"]]]`},
		{"at the end of a sentence", "Is it https://example.org/a?", `[["p","Is it ",["a",{"href":"https://example.org/a"},"https://example.org/a"],"?"]]`},
		{"in brackets", "(see https://example.org/a_(b)) [https://example.org]", `[["p","(see ",["a",{"href":"https://example.org/a_(b)"},"https://example.org/a_(b)"],") [",["a",{"href":"https://example.org"},"https://example.org"],"]"]]`},
		{"in quotes", `"https://example.org" “https://example.org” 'https://example.org'`, `[["p","\"",["a",{"href":"https://example.org"},"https://example.org"],"\" “",["a",{"href":"https://example.org"},"https://example.org"],"” '",["a",{"href":"https://example.org"},"https://example.org"],"'"]]`},
		{"in bold", "**https://example.org** __www.example.org__", `[["p",["strong",["a",{"href":"https://example.org"},"https://example.org"]]," ",["strong",["a",{"href":"http://www.example.org"},"www.example.org"]]]]`},
		{"before an entity", "https://example.org/a&lt;b https://example.org/?a=1&amp;b=2 https://example.org/a&copy;", `[["p",["a",{"href":"https://example.org/a%3Cb"},"https://example.org/a\u003cb"]," ",["a",{"href":"https://example.org/?a=1\u0026b=2"},"https://example.org/?a=1\u0026b=2"]," ",["a",{"href":"https://example.org/a"},"https://example.org/a"],"©"]]`},
		{"in another script", "https://de.example/Köln。次 https://fa.example/می‌شود، و", `[["p",["a",{"href":"https://de.example/K%C3%B6ln"},"https://de.example/Köln"],"。次 ",["a",{"href":"https://fa.example/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF"},"https://fa.example/می‌شود"],"، و"]]`},
		{"two in a row", "https://a.example,https://b.example", `[["p",["a",{"href":"https://a.example"},"https://a.example"],",",["a",{"href":"https://b.example"},"https://b.example"]]]`},
		{"no address", "http:// https://. www. www.x www.a.~ http://_ xhttp://a.example ftp://a.example http:/a", `[["p","http:// https://. www. www.x www.a.~ http://_ xhttp://a.example ftp://a.example http:/a"]]`},
		{"in code", "`https://example.org`", `[["p",["code","https://example.org"]]]`},
		{"over lines", "https://a.example\nhttps://b.example", `[["p",["a",{"href":"https://a.example"},"https://a.example"],["br"],["a",{"href":"https://b.example"},"https://b.example"]]]`},
		{"a bare e-mail address", "Write to first_last+x@b-c.example. Or _a@b.example_!", `[["p","Write to ",["a",{"href":"mailto:first_last+x@b-c.example"},"first_last+x@b-c.example"],". Or ",["em",["a",{"href":"mailto:a@b.example"},"a@b.example"]],"!"]]`},
		{"no e-mail address", "@you a@b a@b.c@d user@", `[["p","@you a@b a@b.c@d user@"]]`},
		{"e-mail in code", "`a@b.example`", `[["p",["code","a@b.example"]]]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wantTree(t, tt.source, tt.want)
		})
	}
}

// wantTree parses source and compares its JSON; an empty want stands for a refusal.
func wantTree(t *testing.T, source, want string) {
	t.Helper()
	doc, err := Parse(source)
	if want == "" {
		wantRefusal(t, err)
		return
	}
	if err != nil {
		t.Fatalf("Parse(%q): %v", source, err)
	}
	if got := string(doc.JSON()); got != want {
		t.Errorf("Parse(%q)\n got %s\nwant %s", source, got, want)
	}
	checkDocument(t, doc)
}

func wantRefusal(t *testing.T, err error) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Field != "body" || f.Message == "" {
		t.Errorf("got error %v, want an invalid body with a message", err)
	}
}

// hostile addresses, as a browser might be given them, none of which may be linked.
var hostile = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
	"\x01javascript:alert(1)", "%01javascript:alert(1)", "javascript%3Aalert(1)", "\\javascript:alert(1)", "java\\script:alert(1)",
	"//javascript:alert(1)", "javascript://example.org/%0aalert(1)", "jav\u00adascript:alert(1)", "ｊａｖａｓｃｒｉｐｔ:alert(1)",
	"vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=",
	"file:///etc/passwd", "blob:https://example.org/1", "view-source:https://example.org", "feed:javascript:alert(1)",
	"about:blank", "ftp://example.org", "tel:123", "http:javascript:alert(1)", "https:alert(1)", "http:///x", "https://", "https://?",
	"https://user@example.org", "https://user:secret@example.org", "https://@example.org", "https://good.example@evil.example",
	"https://good.example%40evil.example", "https://good.example\\@evil.example", "https:\\\\evil.example", "https:/evil.example",
	"https://evil.example\\.good.example", "https://a b.example", "https://a%20b.example", "https://exa\u202emple.org",
	"https://example.org:x", "https://[::1%25eth0]/", "https://[x]/", "https://0x7f.1", "https://1.2.3", "https://a..b", "https://.a",
	"mailto:", "mailto:a", "mailto:a@b@c.example", "mailto:a@b.example,c@d.example", "mailto:%0d%0abcc:a@b.example",
	"mailto:A <a@b.example>", "mailto://a@b.example", "//example.org", "/x", "x", "", "#x", "?x",
}

func TestHostileAddressesAreNotLinked(t *testing.T) {
	t.Parallel()
	for _, address := range hostile {
		if got, ok := href(address); ok {
			t.Errorf("href(%q) = %q, want none", address, got)
		}
	}
}

func TestHostileAddressesAreNotLinkedFromMarkdown(t *testing.T) {
	t.Parallel()
	encoded := []string{
		"javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3A;alert(1)", "&#106;avascript:alert(1)",
		"java&Tab;script:alert(1)", "java&#10;script:alert(1)", "java&NewLine;script:alert(1)", "&#1;javascript:alert(1)",
		"java\\&#115;cript:alert(1)", "javascript\\:alert(1)", "&#x6A&#x61;vascript:alert(1)",
	}
	for _, address := range append(encoded, hostile...) {
		for _, source := range []string{
			"[x](" + address + ")", "[x](<" + address + ">)", "![x](" + address + ")", "<" + address + ">", address,
			"[![x](" + address + ")](" + address + ")", "**[x](" + address + ")**", "> - [x](" + address + ")",
			"[x][1]\n\n[1]: " + address, `<a href="` + address + `">x</a>`, `[x](https://ok.example "` + address + `")`,
		} {
			doc, err := Parse(source)
			if err != nil {
				wantRefusal(t, err)
				continue
			}
			checkDocument(t, doc)
			for _, link := range doc.Links() {
				if strings.Contains(link, "script") || strings.HasPrefix(link, "https://evil") && !strings.Contains(source, "evil.example\\.") {
					t.Errorf("Parse(%q) links to %q", source, link)
				}
			}
		}
	}
}
