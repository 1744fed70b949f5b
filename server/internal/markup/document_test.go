package markup

import (
	"strings"
	"sync"
	"testing"
)

func TestParseRefusesWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, says string }{
		{"nothing", "", "Write something"},
		{"white space", " \t\n\u00a0\u2003\u3000\n", "Write something"},
		{"invisible characters", "\u200b\u2060\ufeff\u00ad\u3164\u2800\u034f\ufe0f", "Write something"},
		{"invisible entities", "&nbsp;&#8203;&zwj;&#x3164;", "Write something"},
		{"marks around nothing", "> - ", "Write something"},
		{"a rule", "---", "Write something"},
		{"an empty heading", "##", "Write something"},
		{"empty code", "```\n\n```", "Write something"},
		{"an accent alone", "\u0301", "Write something"},
		{"a picture of nothing", "![](data:x)", "Write something"},
		{"one character too many", strings.Repeat("é", MaxLength+1), "at most 10000 characters"},
		{"too long, though blank", strings.Repeat(" ", MaxLength+1), "at most 10000 characters"},
		{"a control character", "a\x00b", "U+0000"},
		{"an escape sequence", "a\x1b[31mb", "U+001B"},
		{"a C1 control character", "a\u0085b", "U+0085"},
		{"bytes that are not UTF-8", "a\xffb", "UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(tt.source)
			wantRefusal(t, err)
			if err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %q, want it to say %q", err, tt.says)
			}
		})
	}
}

func TestParseAcceptsTheLongestComment(t *testing.T) {
	t.Parallel()
	for _, letter := range []string{"a", "é", "語", "😀"} {
		doc, err := Parse(strings.Repeat(letter, MaxLength))
		if err != nil || doc.Text() != strings.Repeat(letter, MaxLength) {
			t.Errorf("%d times %q: %v", MaxLength, letter, err)
		}
	}
}

func TestEntitiesCannotBringInWhatWasStripped(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, want string }{
		{"a control character", "a&#7;b&#x1b;c", "abc"},
		{"an override", "a&#x202e;b&#8294;c", "abc"},
		{"a hidden message", "a&#xe0041;&#xe0042;b", "ab"},
		{"a noncharacter", "a&#xfdd0;b", "ab"},
		{"zero and what is no character", "a&#0;b&#xd800;c&#x110000;d", "a\ufffdb\ufffdc\ufffdd"},
		{"an override in emphasis", "a *&#x202e;* b", "a  b"},
		{"accents piled up", "a" + strings.Repeat("&#x300;", 50) + "b", "à" + strings.Repeat("\u0300", 4) + "b"},
		{"accents piled up over elements", "a" + strings.Repeat("*x*&#x300;`\u0300\u0300`&#x300;", 2), "ax\u0300\u0300\u0300\u0300x\u0300\u0300\u0300\u0300"},
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
				t.Errorf("Parse(%q) reads %+q, want %+q", tt.source, got, tt.want)
			}
		})
	}
}

func TestTextIsWhatAPersonReads(t *testing.T) {
	t.Parallel()
	source := "# Title\n\nOne *two*\nthree [four](https://example.org) `five`\n\n> Six\n>\n> seven\n\n- eight\n- nine\n  1. ten\n\n```\n  <b>\n\n  c\n```"
	want := "Title\n\nOne two\nthree four five\n\nSix\n\nseven\n\neight\nnine\nten\n\n  <b>\n\n  c"
	doc, err := Parse(source)
	if got := doc.Text(); err != nil || got != want {
		t.Errorf("got  %q, %v\nwant %q", got, err, want)
	}
}

func TestHTMLIsEscaped(t *testing.T) {
	t.Parallel()
	doc, err := Parse("<script>alert('&')</script> [\"x\"](https://example.org/?a=1&b=2)\nb\n\n```\n\n</pre>\n```")
	want := `<p>&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt; <a href="https://example.org/?a=1&amp;b=2" rel="ugc nofollow noopener">&#34;x&#34;</a><br>b</p>` +
		"<pre tabindex=\"0\"><code>\n&lt;/pre&gt;</code></pre>"
	if got := doc.HTML(); err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

func TestAnEmptyDocumentIsAnEmptyList(t *testing.T) {
	t.Parallel()
	var doc Document
	if got := string(doc.JSON()); got != "[]" {
		t.Errorf("got JSON %s, want []", got)
	}
	if doc.HTML() != "" || doc.Text() != "" || doc.Links() != nil {
		t.Errorf("got %q, %q, %v, want nothing", doc.HTML(), doc.Text(), doc.Links())
	}
	checkDocument(t, doc)
}

func TestDecodeReadsWhatADatabaseMadeOfTheJSON(t *testing.T) {
	t.Parallel()
	doc, err := Decode([]byte(` [ ["p", "a<b ", ["a", {"href": "https:\/\/example.org/"}, "c"], ["br"], "d"] ] `))
	want := `[["p","a\u003cb ",["a",{"href":"https://example.org/"},"c"],["br"],"d"]]`
	if err != nil || string(doc.JSON()) != want {
		t.Errorf("got %s, %v, want %s", doc.JSON(), err, want)
	}
}

func TestDecodeRefusesWhatParseCouldNotHaveMade(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`["blockquote",`, 40) + `["p","a"]` + strings.Repeat("]", 40)
	for _, jsonml := range []string{
		``, `null`, `{}`, `"a"`, `[["p","a"]`, `[["p","a"]] x`, `["a"]`, `[1]`, `[null]`, `[[]]`, `[[""]]`, `[["","a"]]`, `[[1,"a"]]`,
		`[["script","a"]]`, `[["P","a"]]`, `[["img"]]`, `[["p "]]`, `[["p"]]`, `[["p",""]]`, `[["p",1]]`, `[["p",null]]`, `[["p",{"class":"a"},"b"]]`,
		`[["p","a","b"]]`, `[["p","a\nb"]]`, `[["p","a\u0000b"]]`, `[["p","a\u202eb"]]`, `[["p","e\u0301"]]`, `[["p",["p","a"]]]`, `[["p",["ul",["li","a"]]]]`,
		`[["em","a"]]`, `[["br"]]`, `[["li","a"]]`, `[["ul","a"]]`, `[["ul",["p","a"]]]`, `[["ul"]]`, `[["blockquote","a"]]`, `[["blockquote"]]`,
		`[["pre"]]`, `[["pre",["em","a"]]]`, `[["pre","a","b"]]`, `[["p",["code",["em","a"]]]]`, `[["p",["code","a\nb"]]]`, `[["p",["br","a"]]]`, `[["p",["em"]]]`,
		`[["p",["a","b"]]]`, `[["p",["a"]]]`, `[["p",["a",{},"b"]]]`, `[["p",["a",{"href":1},"b"]]]`, `[["p",["a",{"href":"javascript:alert(1)"},"b"]]]`,
		`[["p",["a",{"href":"https://example.org/","onclick":"x"},"b"]]]`, `[["p",["a",{"HREF":"https://example.org/"},"b"]]]`,
		`[["p",["a",{"href":"HTTPS://example.org/"},"b"]]]`, `[["p",["a",{"href":"https://example.org/ "},"b"]]]`, `[["p",["a",{"href":"https://example.org/\""},"b"]]]`,
		`[["p",["a",{"href":"https://u@example.org/"},"b"]]]`, `[["p",["a",{"href":"/"},"b"]]]`, `[["p",["a",{"href":"https://example.org/"}]]]`,
		`[["p",["a",{"href":"https://a.example/"},["em",["a",{"href":"https://b.example/"},"c"]]]]]`, `[` + deep + `]`,
	} {
		if doc, err := Decode([]byte(jsonml)); err == nil {
			t.Errorf("Decode(%s) = %s, want an error", jsonml, doc.JSON())
		}
	}
}

func TestManyGoroutinesGetTheSameTree(t *testing.T) {
	t.Parallel()
	source := strings.Repeat("> - **a** [b](https://c.example) www.d.example `e`\n", 40)
	want, err := Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			got, err := Parse(source)
			if err != nil || string(got.JSON()) != string(want.JSON()) {
				t.Errorf("got %s, %v", got.JSON(), err)
			}
		})
	}
	wait.Wait()
}
