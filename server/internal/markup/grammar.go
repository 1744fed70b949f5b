package markup

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Goldmark's time grows with the square of nesting and of unmatched brackets and stars. Beyond these bounds,
// which no prose reaches, its parsers no longer see the marks, and so they stay as typed. With them the worst
// 10,000 characters known take about as long as 10,000 characters of dense, ordinary markup.
const (
	maxContainers = 8    // quotes and lists inside one another
	maxBrackets   = 500  // [ and ] in a comment
	maxDelimiters = 1000 // runs of *, _ and ~ in a comment
	maxAddresses  = 200  // addresses in running text
)

// grammar is safe for use by many goroutines: what a parse remembers is in its own context.
// It has no parsers for HTML, tables, underlined headings and link reference definitions, so those are text.
var grammar = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(lists{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(quotes{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(links{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(bareLinks{}, 400),
		util.Prioritized(delimiters{parser.NewEmphasisParser()}, 500),
		util.Prioritized(delimiters{extension.NewStrikethroughParser()}, 500),
	),
)

type quotes struct{ parser.BlockParser }

func (q quotes) Open(parent ast.Node, line text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if containers(parent) >= maxContainers {
		return nil, parser.NoChildren
	}
	return q.BlockParser.Open(parent, line, pc)
}

type lists struct{ parser.BlockParser }

func (l lists) Open(parent ast.Node, line text.Reader, pc parser.Context) (ast.Node, parser.State) {
	opened, state := l.BlockParser.Open(parent, line, pc)
	list, ok := opened.(*ast.List)
	if !ok || containers(parent) >= maxContainers || list.IsOrdered() && list.Start != 1 {
		return nil, parser.NoChildren
	}
	return list, state
}

// Continue ends a numbered list before a number that does not count on, so that "3." is not shown as "2.".
// Numbers that are all 1, which Markdown counts by itself, go on.
func (l lists) Continue(opened ast.Node, line text.Reader, pc parser.Context) parser.State {
	list := opened.(*ast.List)
	if n := itemNumber(list, line); n > 1 && n != list.ChildCount()+1 {
		return parser.Close
	}
	return l.BlockParser.Continue(opened, line, pc)
}

// itemNumber is the number of the item of this list that the line begins with, or 0.
func itemNumber(list *ast.List, reader text.Reader) int {
	line, _ := reader.PeekLine()
	indent, start := util.IndentWidth(line, reader.LineOffset())
	if !list.IsOrdered() || indent >= list.LastChild().(*ast.ListItem).Offset {
		return 0
	}
	digits, _, marked := bytes.Cut(line[min(start, len(line)):], []byte{list.Marker})
	n, err := strconv.Atoi(string(digits))
	if !marked || err != nil {
		return 0
	}
	return n
}

// containers counts the quotes and lists that a block would stand in.
func containers(parent ast.Node) int {
	n := 0
	for ; parent != nil; parent = parent.Parent() {
		switch parent.Kind() {
		case ast.KindBlockquote, ast.KindList:
			n++
		}
	}
	return n
}

type links struct{ parser.InlineParser }

var bracketsSeen = parser.NewContextKey()

func (l links) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if block.Peek() != '!' && spent(pc, bracketsSeen, maxBrackets) {
		return nil
	}
	return l.InlineParser.Parse(parent, block, pc)
}

// CloseBlock passes on what the parser would be asked for, were it not wrapped.
func (l links) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	l.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

type delimiters struct{ parser.InlineParser }

var delimitersSeen = parser.NewContextKey()

func (d delimiters) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if spent(pc, delimitersSeen, maxDelimiters) {
		return nil
	}
	return d.InlineParser.Parse(parent, block, pc)
}

// spent counts one more of what key stands for in this parse, and reports whether that is too many.
func spent(pc parser.Context, key parser.ContextKey, most int) bool {
	seen := pc.ComputeIfAbsent(key, func() any { return new(int) }).(*int)
	*seen++
	return *seen > most
}
