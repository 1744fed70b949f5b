package comment

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/text"
)

// ArticleID names an article: a UUIDv7.
type ArticleID = uuid.UUID

// ArticleStatus says whether a thread takes new comments.
type ArticleStatus string

// The statuses of an article.
const (
	Open   ArticleStatus = "open"
	Closed ArticleStatus = "closed"
)

// Article is one story and the sums of its thread.
type Article struct {
	ID            ArticleID
	Identity      string
	URL           string // the first accepted one, scheme included
	Title         string
	Status        ArticleStatus
	CommentCount  int64 // published ones
	Version       int64 // raised by every visible change
	LastCommentAt time.Time
	CreatedAt     time.Time
}

// Known says whether the article exists; reading never creates one.
func (a Article) Known() bool { return a.ID != uuid.Nil }

// Page is how a reader's page names its article.
type Page struct {
	Identity string // 't:' and the thread id, or 'u:' and the normalised address
	URL      string // as sent; empty when only a thread id was given
	Title    string
}

// PageOf is the identity of a page: its thread id where it has one, else its normalised address.
// Faults: Invalid with the field url or thread_id.
func PageOf(threadID, address, title string) (Page, error) {
	page := Page{Title: title}
	if address != "" {
		parsed, err := site.ParseAddress(address)
		if err != nil {
			return Page{}, err
		}
		page.URL, page.Identity = parsed.URL, "u:"+parsed.Key
	}
	if threadID != "" {
		id, err := site.ParseThreadID(threadID)
		if err != nil {
			return Page{}, err
		}
		page.Identity = "t:" + id
	}
	if page.Identity == "" {
		return Page{}, fault.Field("url", "Say which article: url or thread_id is missing.")
	}
	return page, nil
}

// maxTitle is how many code points of a title are kept. A page's title is the page's, not the reader's,
// so a long one is cut and never a reason to refuse a comment.
const maxTitle = 300

func (p Page) title() (string, error) {
	title, err := text.Lines("title", p.Title, 2000)
	if err != nil {
		return "", err
	}
	runes := []rune(strings.Join(strings.Fields(title), " "))
	return string(runes[:min(len(runes), maxTitle)]), nil
}

// unknown is the article of a page that nobody has commented on.
func (p Page) unknown() Article {
	return Article{Identity: p.Identity, URL: p.URL, Title: p.Title, Status: Open}
}
