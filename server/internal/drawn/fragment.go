package drawn

import (
	_ "embed"

	"understory/server/internal/words"
)

// Fragment is the first page of a thread as the widget would draw it, in a declarative shadow root: the same elements,
// classes and ids. It can be read before any script has run, and the widget then takes the nodes as they are instead of
// drawing them again. A test in a browser holds the two drawings equal.
type Fragment struct {
	Words words.Words
	Host  Host

	Assets   string // where the style sheets are, with the slash at its end
	Page     string // address of the thread as a page without script
	Count    int64  // published comments
	Sort     string
	Closed   string // why nobody can post, in words; "" where everybody can
	Comments []Comment
	HasNext  bool

	JSON   []byte // the thread as the API answers it, bodies left out
	Schema []byte // JSON-LD; nil where the site wants none
}

// Host is what stands on the element itself.
type Host struct {
	Site, ThreadID, URL, Sort string
	HeadingLevel              int  // 1 to 5, of the heading over all; 0 is unsaid
	NoSnippet                 bool // search engines may not quote
}

//go:embed fragment.html
var fragmentSource string

var fragment = parse("fragment", fragmentSource)

// HTML is the fragment for a publisher's page.
func (f *Fragment) HTML() ([]byte, error) { return draw(fragment, f) }

// HeadingLevel is that of the heading over all; those of the comments are one lower.
func (f *Fragment) HeadingLevel() int {
	if f.Host.HeadingLevel == 0 {
		return 2
	}
	return f.Host.HeadingLevel
}

// Sorts are the orders that a reader can choose, as the widget lists them.
func (f *Fragment) Sorts() []string { return []string{"best", "newest", "oldest"} }

func (f *Fragment) Views() []*view {
	root := view{said: f.Words, headingLevel: f.HeadingLevel() + 1, canPost: f.Closed == ""}
	return root.views(f.Comments)
}
