package drawn

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"regexp"

	"understory/server/internal/words"
)

// Page is a thread, or one branch of it, as a page that needs no script. Empty parts are left out.
type Page struct {
	Words words.Words
	Title string // of the story; "" where none is known
	Story string // its address; "" when it has none that may be followed
	Count int64  // published comments

	Sorts     []Link // the ways to order; the present one has no address
	Whole     string // where all comments are, when this is one branch
	Status    string // what has just happened
	Refusal   *Refusal
	Closed    string // why nobody can write here
	IsEmpty   bool
	Write     *Form // for the story
	Elsewhere []Comment
	Comments  []Comment
	Next      string
	First     string

	Schema []byte // JSON-LD; nil where the site wants none
}

// Link is a way to another page.
type Link struct{ Label, Address string }

// Refusal is why something is not there, or was not done.
type Refusal struct {
	What string // a sentence of the page's language; may be ""
	Why  []Said
}

// Said is a sentence, and its language where that is not the page's.
type Said struct{ Text, Lang string }

// Form is where a comment is written.
type Form struct {
	Place   string // its id: a page holds one form for the story and one for a reply at most
	Label   string
	Submit  string
	Hidden  []Field // what goes along unseen
	Text    string
	Name    string
	Rules   string
	IsHeld  bool // a moderator reads it first
	IsNew   bool // the browser has no cookie of ours yet
	Refusal *Refusal
	Confirm string // the label of the button that posts in spite of a nudge
	Cancel  string // where the page without this form is
}

// Asking is the question whether a comment shall be taken back.
type Asking struct {
	Hidden []Field
	Keep   string // where the page without the question is
}

// Field is one hidden value.
type Field struct{ Name, Value string }

var (
	//go:embed page.html
	pageSource string
	//go:embed page.css
	styleSource string

	style = regexp.MustCompile(`(?s)/\*.*?\*/|\n\s*`).ReplaceAllString(styleSource, "")
	page  = parse("page", pageSource)
)

// Policy is the Content-Security-Policy of a page: no script at all, and no style but its own.
var Policy = "default-src 'none'; style-src 'sha256-" + digest(style) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// HTML is the whole page.
func (p *Page) HTML() ([]byte, error) { return draw(page, p) }

// TitleLevel is that of the heading over the comments: a page has one of the first level.
func (p *Page) TitleLevel() int {
	if p.Title == "" {
		return 1
	}
	return 2
}

// Views are the comments of the thread.
func (p *Page) Views() []*view { return p.root().views(p.Comments) }

// ElsewhereViews are one's own comments whose place is on another page.
func (p *Page) ElsewhereViews() []*view { return p.root().views(p.Elsewhere) }

func (p *Page) root() *view { return &view{said: p.Words, headingLevel: 3} }

// InWords is a form with the words that it needs.
func (p *Page) InWords(f *Form) spokenForm { return spokenForm{f, p.Words} }

// Spoken is the form at the comment with the words that it needs.
func (v *view) Spoken() spokenForm { return spokenForm{v.Here.Form, v.said} }

type spokenForm struct {
	*Form
	Words words.Words
}
