package markup

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	goldmark "github.com/yuin/goldmark/text"

	"understory/server/internal/text"
)

// build parses a source and gives the blocks of its tree, without those that hold nothing.
func build(source []byte) []node {
	b := builder{source}
	return b.blocks(grammar.Parse(goldmark.NewReader(source)))
}

// builder makes our nodes from goldmark's, which point into the source.
type builder struct{ source []byte }

func (b builder) blocks(parent ast.Node) []node {
	var nodes []node
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		nodes = append(nodes, b.block(c)...)
	}
	return nodes
}

// block gives no node for what shows nothing, and several only for the text of a tight list item.
func (b builder) block(n ast.Node) []node {
	switch n := n.(type) {
	case *ast.Paragraph:
		return element("p", b.inlines(n))
	case *ast.TextBlock:
		return b.inlines(n)
	case *ast.Heading:
		return element("p", element("strong", b.inlines(n)))
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return pre(n.Lines().Value(b.source))
	case *ast.Blockquote:
		return element("blockquote", b.blocks(n))
	case *ast.List:
		return b.list(n)
	}
	return nil // a thematic break
}

func element(tag string, children []node) []node {
	if len(children) == 0 {
		return nil
	}
	return []node{{tag: tag, children: children}}
}

func pre(code []byte) []node {
	var cleaner text.Cleaner
	s := strings.TrimSuffix(cleaner.Clean(string(code)), "\n")
	if !text.Visible(s) {
		return nil
	}
	return []node{{tag: "pre", children: []node{{text: s}}}}
}

// list keeps items that hold nothing, since without them the numbers of the others would change.
func (b builder) list(n *ast.List) []node {
	items, empty := []node{}, true
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		children := b.item(c)
		items = append(items, node{tag: "li", children: children})
		empty = empty && len(children) == 0
	}
	switch {
	case empty:
		return nil
	case n.IsOrdered():
		return element("ol", items)
	}
	return element("ul", items)
}

// item gives the children of a list item. Two runs of text with a rule between them, which is not drawn, get a break.
func (b builder) item(parent ast.Node) []node {
	var nodes []node
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		more := b.block(c)
		if len(nodes) > 0 && len(more) > 0 && !isBlock(nodes[len(nodes)-1].tag) && !isBlock(more[0].tag) {
			nodes = append(nodes, node{tag: "br"})
		}
		nodes = append(nodes, more...)
	}
	return nodes
}
