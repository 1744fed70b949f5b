// Package drawn is threads as the server draws them, in HTML: as a page that needs no script, and as the fragment that a
// publisher puts into a story, in which the widget finds the nodes that it would have drawn itself. It is given what to
// show, in which words and with which addresses. It knows neither where a thread comes from nor how HTML is sent.
package drawn

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"time"

	"understory/server/internal/words"
)

// Comment is one comment with the replies that come along.
type Comment struct {
	ID         string
	Level      int    // of a root 1
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

	Here Here
}

// Here is what the page without script offers at a comment, and its fragment does not.
type Here struct {
	IsOwn bool   // of this browser
	Note  string // what its author alone is told
	Reply string // where it can be answered; "" where nobody can
	Rest  string // where the replies left out are
	Form  *Form

	Withdraw string // where its author is asked about taking it back
	Asking   *Asking
}

// view is a comment as the drawings need it.
type view struct {
	Comment
	said         words.Words
	headingLevel int
	canPost      bool
	parent       *view
}

func (v *view) Views() []*view {
	below := *v
	below.parent = v
	return below.views(v.Replies)
}

// views are those of comments beside v's own place.
func (v *view) views(comments []Comment) []*view {
	views := make([]*view, len(comments))
	for i, c := range comments {
		one := *v
		one.Comment = c
		views[i] = &one
	}
	return views
}

// Say is a text of the widget's first half.
func (v *view) Say(key string, holes ...any) string { return v.said.Reading.Say(key, holes...) }

// SayHere is a text of the page without script.
func (v *view) SayHere(key string, holes ...any) string { return v.said.Page.Say(key, holes...) }

// SayWriting is a text of the widget's second half.
func (v *view) SayWriting(key string, holes ...any) string { return v.said.Writing.Say(key, holes...) }

func (v *view) Number(n int64) string { return v.said.Reading.Number(n) }

// HeadingLevel is that of the heading with the author's name.
func (v *view) HeadingLevel() int { return v.headingLevel }

func (v *view) CanPost() bool { return v.canPost }

// Called is what the comment is called after.
func (v *view) Called() string {
	if v.Gone != "" {
		return v.Say("goneName")
	}
	return v.Name
}

// Answered is the name of whom it answers, "" for a root.
func (v *view) Answered() string {
	if v.parent == nil {
		return ""
	}
	return v.parent.Called()
}

// IsFork says whether more than one thing hangs on it: then it is indented.
func (v *view) IsFork() bool {
	rows := len(v.Replies)
	if v.More > 0 {
		rows++
	}
	return rows > 1
}

// deepFork is the level from which the widget also offers a fork alone: a narrow page shows it only so.
const deepFork = 3

func (v *view) IsDeepFork() bool { return v.IsFork() && v.Level >= deepFork }

// Created is when it was written, as the API writes times.
func (v *view) Created() string { return written(v.CreatedAt) }

// Edited is when it was changed, "" for never.
func (v *view) Edited() string {
	if v.EditedAt.IsZero() {
		return ""
	}
	return written(v.EditedAt)
}

func written(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// Day is what stands for the time until the widget says how long ago it was.
func (v *view) Day() string { return v.CreatedAt.UTC().Format(time.DateOnly) }

// Minute is when it was written, for a page that will not tell it in the reader's own time.
func (v *view) Minute() string { return v.CreatedAt.UTC().Format("2006-01-02 15:04 UTC") }

// parse reads a drawing's source, of which line ends and indents are dropped: nodes have no white space between them
// but what stands there on purpose.
func parse(name, source string) *template.Template {
	functions := template.FuncMap{
		"avatar": avatar,
		"icon":   func(name string) template.HTML { return icons[name] },
		"json":   func(text []byte) template.JS { return template.JS(text) }, //nolint:gosec // encoding/json escapes <, > and &
		"style":  func() template.CSS { return template.CSS(style) },         //nolint:gosec // our own
	}
	return template.Must(template.New(name).Funcs(functions).Parse(regexp.MustCompile(`\n\s*`).ReplaceAllString(source, "")))
}

func draw(drawing *template.Template, what any) ([]byte, error) {
	var out bytes.Buffer
	if err := drawing.Execute(&out, what); err != nil {
		return nil, fmt.Errorf("draw %s: %w", drawing.Name(), err)
	}
	return out.Bytes(), nil
}
