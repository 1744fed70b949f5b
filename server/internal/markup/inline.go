package markup

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"

	"understory/server/internal/text"
)

// maxInline bounds em, strong, del and a inside one another. Deeper ones are left out, their text is not.
const maxInline = 8

// inlines gives the children of a paragraph or heading; none when they show nothing.
func (b builder) inlines(parent ast.Node) []node {
	r := run{builder: b}
	r.children(parent)
	nodes := r.end()
	if !shows(nodes) {
		return nil
	}
	return finish(trimBreaks(nodes), new(text.Cleaner), false)
}

func shows(nodes []node) bool {
	for _, n := range nodes {
		if text.Visible(n.text) || shows(n.children) {
			return true
		}
	}
	return false
}

func trimBreaks(nodes []node) []node {
	for nodes[0].tag == "br" {
		nodes = nodes[1:]
	}
	for nodes[len(nodes)-1].tag == "br" {
		nodes = nodes[:len(nodes)-1]
	}
	return nodes
}

// finish cleans the texts of a paragraph, in order, and links the e-mail addresses in them,
// but for those in a link or in code.
func finish(nodes []node, cleaner *text.Cleaner, asIs bool) []node {
	if len(nodes) == 0 {
		return nil
	}
	finished := make([]node, 0, len(nodes))
	for _, n := range nodes {
		if n.tag != "" {
			n.children = finish(n.children, cleaner, asIs || n.tag == "a" || n.tag == "code")
			finished = append(finished, n)
			continue
		}
		n.text = cleaner.Clean(strings.ReplaceAll(n.text, "\n", " "))
		switch {
		case n.text == "":
		case asIs:
			finished = append(finished, n)
		default:
			finished = append(finished, linkEmails(n.text)...)
		}
	}
	return finished
}

// run collects the children of one element. Text is gathered until an element ends it, because an entity or a
// backslash counts in the text as it was typed, wherever goldmark cut it.
type run struct {
	builder
	depth  int // elements around
	inLink bool

	nodes []node
	text  strings.Builder
	typed strings.Builder // source text that is yet to be decoded and put behind text
}

func (r *run) children(parent ast.Node) {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		r.child(c)
	}
}

func (r *run) child(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.typed.Write(n.Value(r.source))
		if n.SoftLineBreak() || n.HardLineBreak() {
			r.add(node{tag: "br"})
		}
	case *ast.Emphasis:
		r.element([]string{"em", "strong"}[n.Level-1], n)
	case *extension.Strikethrough:
		r.element("del", n)
	case *ast.CodeSpan:
		r.code(n)
	case *ast.Link:
		r.link(n.Destination, n)
	case *ast.Image:
		r.link(n.Destination, n)
	case *ast.AutoLink:
		r.autoLink(n)
	}
}

// element adds an element, or only its text where that shows nothing or stands too deep.
func (r *run) element(tag string, parent ast.Node) {
	if r.depth >= maxInline {
		r.children(parent)
		return
	}
	children := r.inside(parent, r.inLink)
	if !shows(children) {
		r.plain(textOf(children))
		return
	}
	r.add(node{tag: tag, children: children})
}

func (r *run) inside(parent ast.Node, inLink bool) []node {
	below := run{builder: r.builder, depth: r.depth + 1, inLink: inLink}
	below.children(parent)
	return below.end()
}

func textOf(nodes []node) string {
	var out strings.Builder
	for _, n := range nodes {
		out.WriteString(n.text + textOf(n.children))
	}
	return out.String()
}

// link adds a link, or only what it reads where there may be none. A link that reads as nothing shows its address.
func (r *run) link(destination []byte, parent ast.Node) {
	address, ok := href(decode(string(destination)))
	if !ok || r.inLink || r.depth >= maxInline {
		r.children(parent)
		return
	}
	label := r.inside(parent, true)
	if !shows(label) {
		label = []node{{text: address}}
	}
	r.add(node{tag: "a", href: address, children: label})
}

func (r *run) autoLink(n *ast.AutoLink) {
	label := decodeEntities(string(n.Label(r.source)))
	address, ok := href(autoLinkAddress(n, r.source))
	if !ok || r.inLink || r.depth >= maxInline {
		r.plain(label)
		return
	}
	r.add(node{tag: "a", href: address, children: []node{{text: label}}})
}

func autoLinkAddress(n *ast.AutoLink, source []byte) string {
	label := decodeEntities(string(n.Label(source)))
	switch {
	case n.AutoLinkType == ast.AutoLinkEmail:
		return "mailto:" + label
	case n.Protocol != nil:
		return string(n.Protocol) + "://" + label
	}
	return label
}

func (r *run) code(n *ast.CodeSpan) {
	var code strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		code.Write(c.(*ast.Text).Value(r.source))
	}
	if s := code.String(); text.Visible(s) {
		r.add(node{tag: "code", children: []node{{text: s}}})
	} else {
		r.plain(s)
	}
}

// plain adds text that is already decoded.
func (r *run) plain(s string) {
	r.decode()
	r.text.WriteString(s)
}

func (r *run) decode() {
	r.text.WriteString(decode(r.typed.String()))
	r.typed.Reset()
}

func (r *run) add(n node) {
	r.nodes = append(r.end(), n)
}

// end closes the text at hand and gives the nodes so far.
func (r *run) end() []node {
	r.decode()
	if r.text.Len() > 0 {
		r.nodes = append(r.nodes, node{text: r.text.String()})
		r.text.Reset()
	}
	return r.nodes
}
