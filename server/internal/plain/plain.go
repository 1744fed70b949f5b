// Package plain draws a thread as a page for those who have no script, or want paper: nested lists, forms, and a
// style sheet in the page itself. It is given what to show and knows neither where it comes from nor how it is sent.
package plain

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"time"
)

// Page is one page of a thread. Empty parts are left out.
type Page struct {
	Words
	Title string // of the story
	Story string // its address; "" when it has none that can be followed
	Total int64  // published comments

	Orders   []Link // the ways to sort; the present one has no address
	Whole    string // where all comments are, when this is one branch
	Status   string // what has just happened, in a sentence
	Problem  string // what went wrong
	Closed   string // why nobody can write here
	Write    *Form  // for the story
	Open     string // where a form for the story is, when this page holds none
	Own      []Comment
	Comments []Comment
	Next     string
	First    string

	Description any // schema.org's, as JSON-LD; nil where the site wants none
}

// Link is a way to another page.
type Link struct{ Label, Address string }

// Comment is one comment with the replies shown below it. Gone says why there is nothing to read.
type Comment struct {
	ID       string
	Name     string
	Gone     string
	Answers  string // the name of whom it answers
	At       time.Time
	Edited   bool
	Body     template.HTML // as markup wrote it
	Respects int64
	Note     string // what its author alone is told
	Reply    string // where it can be answered
	Form     *Form
	Replies  []Comment
	More     *Link
}

// Form is where a comment is written. Hidden holds what goes along unseen.
type Form struct {
	Label   string
	Submit  string
	Hidden  []Field
	Name    string
	Body    string
	Hold    bool // a moderator reads it first
	Rules   string
	Confirm string // the label of the button that posts in spite of a nudge
	Cancel  string
}

// Field is one hidden value.
type Field struct{ Name, Value string }

//go:embed page.css
var style string

//go:embed page.html
var source string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"date":   func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
	"iso":    func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"css":    func() template.CSS { return template.CSS(style) }, //nolint:gosec // compiled in
	"one":    func(w Words, c Comment) any { return map[string]any{"Words": w, "Comment": c} },
	"filled": func(w Words, f *Form) any { return map[string]any{"Words": w, "Form": f} },
}).Parse(source))

// Policy is the Content-Security-Policy of a page: no script at all, and no style but its own.
var Policy = fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", digest(style))

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Draw writes the page as HTML.
func Draw(p Page) ([]byte, error) {
	var out bytes.Buffer
	if err := page.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("draw page: %w", err)
	}
	return out.Bytes(), nil
}
