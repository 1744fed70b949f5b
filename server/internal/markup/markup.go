// Package markup turns the Markdown that a reader typed into a small tree of text, once, when it is written.
//
// The tree can hold nothing but the tags p, br, em, strong, del, code, pre, blockquote, ul, ol, li and a, and no
// attribute but the href of an a, which is an http, https or mailto address. No HTML is ever parsed and none
// stands between the Markdown and the tree, so there is nothing to sanitise.
//
// What differs from CommonMark, because readers are no authors:
//
//   - a line break is a line break,
//   - HTML is text like any other, and so are link reference definitions ("[1]: https://…"): what was typed is shown,
//   - a numbered list begins at 1 and counts up, else its numbers are text: the tree cannot say "4." in another way,
//   - a heading is a bold paragraph, and only # makes one: "--" under a line is more often a signature,
//   - a picture is a link to it, a rule is not drawn, a table is text,
//   - addresses in running text are links, as in GitHub's Markdown,
//   - past a depth or a number that no prose reaches, markup is shown as typed (see grammar.go).
//
// The package does not know comments, sites or how a tree is stored.
package markup

import (
	"strings"
	"unicode/utf8"

	"understory/server/internal/fault"
	"understory/server/internal/text"
)

// Version numbers the rules by which a tree is made. It is stored beside the tree, and raised when the same
// source would give another one.
const Version = 1

// MaxLength is the most code points that a source may have.
const MaxLength = 10_000

// Document is a comment's text as a tree. It never changes; its zero value is empty, like the text of a tombstone.
type Document struct {
	blocks []node
}

// node is an element, or, without a tag, a run of text.
type node struct {
	tag      string
	href     string // of an a
	text     string // of a text
	children []node
}

// Parse reads Markdown. It refuses, with a [fault.Error] about the field body, a source longer than MaxLength,
// one that is not UTF-8 or holds control characters, and one that shows nothing.
func Parse(source string) (Document, error) {
	if n := utf8.RuneCountInString(source); n > MaxLength {
		return Document{}, fault.Field("body", "A comment may be at most %d characters long, and this one has %d. Please shorten it.", MaxLength, n)
	}
	source, err := text.Body(source)
	if err != nil {
		return Document{}, err
	}
	doc := Document{blocks: build([]byte(source))}
	if !text.Visible(doc.Text()) {
		return Document{}, fault.Field("body", "There is nothing to read yet. Write something first.")
	}
	return doc, nil
}

// Text is what a person reads, without marks: for search, excerpts and rules about words.
// Blocks are a blank line apart; list items and broken lines begin a new line.
func (d Document) Text() string {
	var out strings.Builder
	writeText(&out, d.blocks, "\n\n")
	return strings.TrimSpace(out.String())
}

func writeText(out *strings.Builder, nodes []node, between string) {
	for i, n := range nodes {
		if i > 0 && (isBlock(n.tag) || isBlock(nodes[i-1].tag)) {
			out.WriteString(between)
		}
		switch n.tag {
		case "":
			out.WriteString(n.text)
		case "br":
			out.WriteString("\n")
		case "ul", "ol", "li":
			writeText(out, n.children, "\n")
		default:
			writeText(out, n.children, between)
		}
	}
}

// Empty says whether there is nothing in it, as in one that nobody parsed.
func (d Document) Empty() bool { return len(d.blocks) == 0 }

// Links are the addresses that the document links to, in order, for rules about them.
func (d Document) Links() []string {
	var links []string
	var collect func([]node)
	collect = func(nodes []node) {
		for _, n := range nodes {
			if n.tag == "a" {
				links = append(links, n.href)
			}
			collect(n.children)
		}
	}
	collect(d.blocks)
	return links
}
