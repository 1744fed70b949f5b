package markup

import (
	"bytes"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// checkDocument holds a document against everything that the rest of the project relies on. It knows the
// allow-list by heart, so that a change of the code's own list cannot change what is tested.
func checkDocument(t *testing.T, doc Document) {
	t.Helper()
	checkNodes(t, doc.blocks, 1)
	jsonml := doc.JSON()
	back, err := Decode(jsonml)
	if err != nil || !reflect.DeepEqual(back, doc) {
		t.Errorf("Decode(%s)\n got %v, %v\nwant %v", jsonml, back, err, doc)
	}
	if bytes.ContainsAny(jsonml, "<>&\u2028\u2029") {
		t.Errorf("JSON() is not safe in HTML: %s", jsonml)
	}
	checkHTML(t, doc)
}

var allowedTags = []string{"p", "br", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"}

var allowedHref = regexp.MustCompile(`^(?:https?://[a-z0-9_\[-][!-~]*|mailto:[!-~]+@[a-z0-9._-]+)$`)

func checkNodes(t *testing.T, nodes []node, depth int) {
	t.Helper()
	if depth > 30 {
		t.Fatalf("a tree of more than 30 levels")
	}
	for _, n := range nodes {
		if n.tag == "" {
			if n.text == "" || n.children != nil || n.href != "" || !utf8.ValidString(n.text) {
				t.Errorf("got text node %#v", n)
			}
			continue
		}
		if !slices.Contains(allowedTags, n.tag) {
			t.Errorf("got tag %q", n.tag)
		}
		if (n.tag == "a") != (n.href != "") {
			t.Errorf("got %q with href %q", n.tag, n.href)
		}
		if n.tag == "a" {
			checkHref(t, n.href)
		}
		checkNodes(t, n.children, depth+1)
	}
}

func checkHref(t *testing.T, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.User != nil || !allowedHref.MatchString(address) || strings.ContainsAny(address, "\"'<>\\`{}|^") || len(address) > 2048 {
		t.Errorf("got href %q (%v)", address, err)
	}
}

// checkHTML reads the HTML as a browser does and compares it with the tree, node by node.
func checkHTML(t *testing.T, doc Document) {
	t.Helper()
	page := doc.HTML()
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	parsed, err := html.ParseFragment(strings.NewReader(page), body)
	if err != nil {
		t.Fatalf("parse %q: %v", page, err)
	}
	got := make([]string, 0, len(parsed))
	for _, n := range parsed {
		got = append(got, describeHTML(n))
	}
	want := make([]string, 0, len(doc.blocks))
	for _, n := range doc.blocks {
		want = append(want, describe(n))
	}
	if !slices.Equal(got, want) {
		t.Errorf("HTML() %q\nreads as %s\n    want %s", page, got, want)
	}
}

func describe(n node) string {
	if n.tag == "" {
		return fmt.Sprintf("%q", n.text)
	}
	out := n.tag
	switch n.tag {
	case "a":
		out += fmt.Sprintf("[href=%q rel=%q]", n.href, "ugc nofollow noopener")
	case "pre":
		return fmt.Sprintf("pre[tabindex=%q](code(%s))", "0", describe(n.children[0]))
	}
	for _, c := range n.children {
		out += "(" + describe(c) + ")"
	}
	return out
}

func describeHTML(n *html.Node) string {
	if n.Type == html.TextNode {
		return fmt.Sprintf("%q", n.Data)
	}
	out := n.Data
	var attributes []string
	for _, a := range n.Attr {
		attributes = append(attributes, fmt.Sprintf("%s=%q", a.Key, a.Val))
	}
	if len(attributes) > 0 {
		out += fmt.Sprint(attributes)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out += "(" + describeHTML(c) + ")"
	}
	return out
}
