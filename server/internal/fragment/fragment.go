// Package fragment draws the first page of a thread as the widget would draw it: the same elements, classes and ids, in
// a declarative shadow root that a publisher puts into a page on its way to the reader. There it can be read before any
// script has run, and the widget takes the nodes as they are instead of drawing them again. A test in a browser holds
// the two drawings equal. The package does not know where a thread comes from, nor how the fragment is sent.
package fragment

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"regexp"
	"time"

	"understory/server/internal/words"
)

// Thread is what is drawn.
type Thread struct {
	Words words.Words
	Host  Host

	Styles  string // address of the style sheet
	Page    string // address of the thread as a page without script
	Count   int64  // published comments
	Sort    string
	Closed  string // why nobody can post, in words; "" where everybody can
	Roots   []Comment
	HasNext bool

	JSON   []byte // the thread as the API answers it, bodies left out
	Schema []byte // JSON-LD; nil where the site wants none
}

// Host is what stands on the element itself.
type Host struct {
	Site, ThreadID, URL, Sort string
	HeadingLevel              int  // 1 to 5, of the heading over all; 0 is unsaid
	NoSnippet                 bool // search engines may not quote
}

// Comment is one comment with the replies that come along. One without an author is a tombstone.
type Comment struct {
	ID         string
	Level      int
	Gone       string // why there is nothing to read, as a text's key; "" where there is
	Author     string // id
	Name       string
	Body       template.HTML // as markup wrote it
	CreatedAt  time.Time
	EditedAt   time.Time // zero: never
	Respects   int64
	ReplyCount int64
	Replies    []Comment
	More       int64 // direct replies left out
}

//go:embed fragment.html
var source string

// The widget's nodes have no white space between them, so line ends and indents of the source are dropped.
var drawing = template.Must(template.New("fragment").Funcs(template.FuncMap{
	"view": newView, "avatar": avatar,
	"icon": func(name string) template.HTML { return icons[name] },
	"json": func(text []byte) template.JS { return template.JS(text) }, //nolint:gosec // encoding/json escapes <, > and &
}).Parse(regexp.MustCompile(`\n\s*`).ReplaceAllString(source, "")))

// Draw writes the fragment as HTML.
func Draw(t Thread) ([]byte, error) {
	var out bytes.Buffer
	if err := drawing.Execute(&out, &t); err != nil {
		return nil, fmt.Errorf("draw fragment: %w", err)
	}
	return out.Bytes(), nil
}

// HeadingLevel is that of the heading over all; those of the comments are one lower.
func (t *Thread) HeadingLevel() int {
	if t.Host.HeadingLevel == 0 {
		return 2
	}
	return t.Host.HeadingLevel
}

// Sorts are the orders that a reader can choose, in the widget's order.
func (t *Thread) Sorts() []string { return []string{"best", "newest", "oldest"} }
