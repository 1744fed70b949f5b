package markup

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// bareLinks finds http://, https:// and www. addresses in running text. Goldmark's own extension knows only
// ASCII addresses after a space, and people quote, bracket and write Köln; this one goes by what cmark-gfm
// does: it wakes at the colon or the dot and looks back for what stands before it.
type bareLinks struct{}

func (bareLinks) Trigger() []byte { return []byte{':', '.'} }

var addressesSeen = parser.NewContextKey()

func (bareLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, here := block.PeekLine()
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || here.Padding > 0 || before.Segment.Stop != here.Start {
		return nil
	}
	head := addressHead(before.Value(block.Source()), line)
	if head == 0 || spent(pc, addressesSeen, maxAddresses) {
		return nil
	}
	start := here.Start - head
	length := addressLength(block.Source()[start:here.Stop], pc.IsInLinkLabel())
	if length == 0 {
		return nil
	}
	label := text.NewSegment(start, start+length)
	link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(label))
	if line[0] == '.' {
		link.Protocol = []byte("http")
	}
	if _, ok := href(autoLinkAddress(link, block.Source())); !ok {
		return nil
	}
	if before.Segment.Stop -= head; before.Segment.IsEmpty() {
		parent.RemoveChild(parent, before)
	}
	block.Advance(length - head)
	return link
}

// addressHead is how many bytes at the end of before, together with what line begins with, start an address.
func addressHead(before, line []byte) int {
	for _, start := range [...]struct{ head, tail string }{{"https", "://"}, {"http", "://"}, {"www", "."}} {
		cut := len(before) - len(start.head)
		if cut >= 0 && bytes.EqualFold(before[cut:], []byte(start.head)) && bytes.HasPrefix(line, []byte(start.tail)) &&
			(cut == 0 || !isAlphanumeric(before[cut-1])) {
			return len(start.head)
		}
	}
	return 0
}

func isAlphanumeric(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}

// addressLength is how much of s the address takes that s begins with, or 0.
func addressLength(s []byte, inLabel bool) int {
	s = s[:min(len(s), maxHref+1)]
	if end := bytes.IndexFunc(s, func(r rune) bool { return endsAddress(r) || inLabel && r == ']' }); end >= 0 {
		s = s[:end]
	} else if len(s) > maxHref {
		return 0
	}
	host := hostPart.FindIndex(s)
	if host == nil {
		return 0
	}
	if host[1] < len(s) && bytes.IndexByte([]byte("/?#"), s[host[1]]) < 0 {
		s = s[:host[1]] // such as the comma in "https://a.example,https://b.example"
	}
	if s = trimSentence(s); !hostPart.Match(s) {
		return 0 // too little is left, such as "www.a.~"
	}
	return len(s)
}

// hostPart is the scheme and the host, or a host that begins with www and has a name and a top-level domain.
var hostPart = regexp.MustCompile(`^(?i:https?://` + label + `(?:[.:]` + label + `)*|www\.` + label + `(?:\.` + label + `)+(?::[0-9]+)?)`)

// label is a run of what may stand between the dots of a host. What else is wrong with it, href knows.
const label = `[^/?#!"$&'()*+,;=.:]+`

// trimSentence leaves out what belongs to the sentence around an address: the punctuation at its end, and a
// closing bracket without an opening one.
func trimSentence(s []byte) []byte {
	for len(s) > 0 {
		switch last := s[len(s)-1]; {
		case bytes.IndexByte([]byte(`?!.,:*_~'`), last) >= 0,
			last == ')' && bytes.Count(s, []byte("(")) < bytes.Count(s, []byte(")")),
			last == ']' && bytes.Count(s, []byte("[")) < bytes.Count(s, []byte("]")):
			s = s[:len(s)-1]
		case last == ';':
			s = s[:len(s)-endEntity(s)]
		default:
			return s
		}
	}
	return nil
}

// endEntity is the length of the entity that s ends with, or 1, for the semicolon alone.
func endEntity(s []byte) int {
	name := s[max(0, len(s)-32) : len(s)-1]
	if start := bytes.LastIndexByte(name, '&'); start >= 0 && start+1 < len(name) && !bytes.ContainsFunc(name[start+1:], notAlphanumeric) {
		return len(name) - start + 1
	}
	return 1
}

func notAlphanumeric(r rune) bool { return r > unicode.MaxASCII || !isAlphanumeric(byte(r)) }

// endsAddress reports whether r cannot stand in an address in running text. Letters of any script may, since
// browsers show and copy them; quotes, brackets and full stops of any script but ASCII may not.
func endsAddress(r rune) bool {
	if r <= unicode.MaxASCII {
		return r <= ' ' || r == 0x7F || strings.ContainsRune("<>\"`\\", r)
	}
	return !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.Join_Control)
}

// emails finds e-mail addresses in text. They need no protection from emphasis while parsing, as web addresses
// do, and so are looked for at the end, when an underscore that emphasised nothing is text again.
var emails = regexp.MustCompile(`[a-zA-Z0-9._+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z0-9]+`)

// linkEmails splits a text at the e-mail addresses in it.
func linkEmails(s string) []node {
	if !strings.Contains(s, "@") {
		return []node{{text: s}}
	}
	var nodes []node
	done := 0
	for _, at := range emails.FindAllStringIndex(s, -1) {
		address, ok := href("mailto:" + s[at[0]:at[1]])
		part := at[0] > 0 && strings.IndexByte("/@", s[at[0]-1]) >= 0 || strings.HasPrefix(s[at[1]:], "@")
		if !ok || part {
			continue
		}
		if at[0] > done {
			nodes = append(nodes, node{text: s[done:at[0]]})
		}
		nodes = append(nodes, node{tag: "a", href: address, children: []node{{text: s[at[0]:at[1]]}}})
		done = at[1]
	}
	if done < len(s) {
		nodes = append(nodes, node{text: s[done:]})
	}
	return nodes
}
