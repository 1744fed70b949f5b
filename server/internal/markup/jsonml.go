package markup

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"understory/server/internal/text"
)

// JSON is the document in JsonML, a list of blocks such as
//
//	[["p","Hi ",["em","there"],["a",{"href":"https://example.org/"},"x"]]]
//
// in which <, > and & are escaped, so that it may stand in an HTML page.
func (d Document) JSON() []byte {
	return appendJSON([]byte{'['}, d.blocks, ']')
}

func appendJSON(out []byte, nodes []node, end byte) []byte {
	for i, n := range nodes {
		if i > 0 {
			out = append(out, ',')
		}
		out = n.appendJSON(out)
	}
	return append(out, end)
}

func (n node) appendJSON(out []byte) []byte {
	if n.tag == "" {
		return appendString(out, n.text)
	}
	out = append(append(append(out, `["`...), n.tag...), '"')
	if n.tag == "a" {
		out = append(appendString(append(out, `,{"href":`...), n.href), '}')
	}
	if len(n.children) > 0 {
		out = append(out, ',')
	}
	return appendJSON(out, n.children, ']')
}

func appendString(out []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return append(out, quoted...)
}

// Decode reads what [Document.JSON] wrote. It accepts no tag, attribute, address, character or nesting that
// Parse could not have made, so that a damaged row cannot reach a page.
func Decode(jsonml []byte) (Document, error) {
	var list []any
	if err := json.Unmarshal(jsonml, &list); err != nil {
		return Document{}, fmt.Errorf("decode markup: %w", err)
	}
	if list == nil {
		return Document{}, errors.New("decode markup: null is no document")
	}
	blocks, err := decodeChildren("", list, 1)
	if err != nil {
		return Document{}, fmt.Errorf("decode markup: %w", err)
	}
	return Document{blocks}, nil
}

func decodeChildren(tag string, values []any, depth int) ([]node, error) {
	var children []node
	for _, value := range values {
		child, err := decodeNode(value, depth)
		if err != nil {
			return nil, err
		}
		children = append(children, child)
	}
	return children, checkChildren(tag, children)
}

// maxDepth is the deepest that Parse builds: containers (a list and its item are two), a block, a heading's
// strong, inline elements, text.
const maxDepth = 2*maxContainers + 2 + maxInline + 2

func decodeNode(value any, depth int) (node, error) {
	if depth > maxDepth {
		return node{}, fmt.Errorf("deeper than %d levels", maxDepth)
	}
	switch value := value.(type) {
	case string:
		return node{text: value}, checkText(value)
	case []any:
		return decodeElement(value, depth)
	}
	return node{}, fmt.Errorf("%T is no node", value)
}

func decodeElement(value []any, depth int) (node, error) {
	if len(value) == 0 {
		return node{}, errors.New("an element without a tag")
	}
	tag, _ := value[0].(string)
	n, rest := node{tag: tag}, value[1:]
	if _, known := contents[tag]; !known || tag == "" {
		return node{}, fmt.Errorf("tag %q is not allowed", tag)
	}
	if tag == "a" {
		if len(rest) == 0 {
			return node{}, errors.New("a link without an address")
		}
		address, err := decodeHref(rest[0])
		if err != nil {
			return node{}, err
		}
		n.href, rest = address, rest[1:]
	}
	var err error
	n.children, err = decodeChildren(tag, rest, depth+1)
	return n, err
}

func decodeHref(value any) (string, error) {
	attributes, _ := value.(map[string]any)
	address, ok := attributes["href"].(string)
	if !ok || len(attributes) != 1 {
		return "", errors.New("a link needs href and nothing else")
	}
	if clean, ok := href(address); !ok || clean != address {
		return "", fmt.Errorf("address %q is not allowed", address)
	}
	return address, nil
}

func checkText(s string) error {
	var cleaner text.Cleaner
	if s == "" || cleaner.Clean(s) != s {
		return errors.New("text is empty or holds characters that are not allowed")
	}
	return nil
}

// content says what an element may have for children.
type content int

const (
	noContent content = iota
	codeContent
	inlineContent
	listContent
	blockContent
	anyContent
)

// contents is the allow-list of tags. The document itself goes by the empty tag.
var contents = map[string]content{
	"": blockContent, "blockquote": blockContent, "li": anyContent, "ul": listContent, "ol": listContent,
	"p": inlineContent, "em": inlineContent, "strong": inlineContent, "del": inlineContent, "a": inlineContent,
	"pre": codeContent, "code": codeContent, "br": noContent,
}

func isBlock(tag string) bool {
	switch tag {
	case "p", "pre", "blockquote", "ul", "ol", "li":
		return true
	}
	return false
}

func checkChildren(tag string, children []node) error {
	for i, c := range children {
		if !allows(contents[tag], c.tag) {
			return fmt.Errorf("%q may not stand in %q", c.tag, tag)
		}
		if i > 0 && c.tag == "" && children[i-1].tag == "" {
			return fmt.Errorf("two texts side by side in %q", tag)
		}
		if c.tag == "" && tag != "pre" && strings.Contains(c.text, "\n") {
			return fmt.Errorf("a line end in the text of %q", tag)
		}
		if tag == "a" && holdsLink(c) {
			return errors.New("a link in a link")
		}
	}
	switch want := contents[tag]; {
	case want == codeContent && len(children) != 1,
		want == noContent && len(children) != 0,
		len(children) == 0 && want != noContent && tag != "li" && tag != "":
		return fmt.Errorf("%q has %d children", tag, len(children))
	}
	return nil
}

func allows(in content, tag string) bool {
	switch in {
	case noContent:
		return false
	case codeContent:
		return tag == ""
	case inlineContent:
		return !isBlock(tag)
	case listContent:
		return tag == "li"
	case blockContent:
		return isBlock(tag) && tag != "li"
	}
	return tag != "li"
}

func holdsLink(n node) bool {
	return n.tag == "a" || slices.ContainsFunc(n.children, holdsLink)
}
