package comment

import (
	"context"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/site"
)

// Service carries out what readers do.
type Service struct {
	Store   Store
	Cursors Cursors
	Review  Review
	Now     func() time.Time
	// Changed is told, after the commit, of an article whose public thread is not what it was.
	Changed func(on site.ID, a Article)

	running running
}

// Review judges a text before it is kept. Wiring fills it: this package does not know how comments are judged.
type Review func(ctx context.Context, on site.Site, d Draft) (Verdict, error)

// Action is what a verdict says should happen.
type Action string

// The actions, from least to most.
const (
	Publish Action = "publish"
	Nudge   Action = "nudge" // ask the author to read it once more; confirmed, it is held
	Hold    Action = "hold"
	Reject  Action = "reject"
)

// Verdict is what the policy says of a text, with everything the detectors saw.
type Verdict struct {
	Action   Action
	Reason   string // for the author, when held or rejected
	Findings []Finding
}

// Store is what this package needs kept. Every method is bound to a site. Comments come without Source
// except from Comment and Own. Methods that find one thing answer NotFound.
type Store interface {
	// InTx runs fn in one transaction, which the context hands on.
	InTx(ctx context.Context, fn func(context.Context) error) error

	Article(ctx context.Context, on site.ID, id ArticleID) (Article, error)
	ArticleByIdentity(ctx context.Context, on site.ID, identity string) (Article, error)
	// AddArticle keeps a new article unless its identity is there already.
	AddArticle(ctx context.Context, on site.ID, a Article) error
	// LockArticle holds the article's row until the transaction ends, adds to its sums and returns it as it then is.
	LockArticle(ctx context.Context, on site.ID, id ArticleID, t Touch) (Article, error)
	// AddChanges keeps what a version of a locked article changed.
	AddChanges(ctx context.Context, on site.ID, id ArticleID, c Changes, at time.Time) error
	// SaveArticle keeps the status and title of a locked article.
	SaveArticle(ctx context.Context, on site.ID, a Article) error
	// Counts are the published comments by identity.
	Counts(ctx context.Context, on site.ID, identities []string) (map[string]int64, error)

	// Roots are at most limit shown roots after a position, in the order of the sort.
	Roots(ctx context.Context, on site.ID, article ArticleID, sort Sort, after Position, limit int) ([]Comment, error)
	// Replies are at most limit shown direct replies after a position, oldest first.
	Replies(ctx context.Context, on site.ID, parent ID, after Position, limit int) ([]Comment, error)
	// FirstReplies are the first shown direct replies of each parent, in the order of the parents.
	FirstReplies(ctx context.Context, on site.ID, parents []ID, each int) ([]Comment, error)
	// Ancestors are what c answers, root first.
	Ancestors(ctx context.Context, on site.ID, c Comment) ([]Comment, error)
	Comment(ctx context.Context, on site.ID, id ID) (Comment, error)
	Comments(ctx context.Context, on site.ID, ids []ID) ([]Comment, error)
	AddComment(ctx context.Context, on site.ID, c Comment) error
	// SaveComment keeps everything but the text.
	SaveComment(ctx context.Context, on site.ID, c Comment) error
	// SaveText keeps source, tree, renderer and findings.
	SaveText(ctx context.Context, on site.ID, c Comment) error
	// RepliedOtherwise says whether a reader has a published reply to parent beside the one named.
	RepliedOtherwise(ctx context.Context, on site.ID, parent Comment, reader account.ReaderID, beside ID) (bool, error)

	Reader(ctx context.Context, on site.ID, key account.KeyHash) (account.Reader, error)
	// AddReader keeps a new reader unless the key is there already.
	AddReader(ctx context.Context, on site.ID, r account.Reader) error
	// RenameReader keeps the name last used.
	RenameReader(ctx context.Context, on site.ID, id account.ReaderID, name, email string) error
	// Respected are the comments of an article that a reader respects.
	Respected(ctx context.Context, on site.ID, reader account.ReaderID, article ArticleID) ([]ID, error)
	// Own are a reader's comments on an article that are younger than since, held or rejected, newest first, at most limit.
	Own(ctx context.Context, on site.ID, reader account.ReaderID, article ArticleID, since time.Time, limit int) ([]Comment, error)
	// AddRespect and RemoveRespect say whether anything changed.
	AddRespect(ctx context.Context, on site.ID, c Comment, reader account.ReaderID, at time.Time) (bool, error)
	RemoveRespect(ctx context.Context, on site.ID, c Comment, reader account.ReaderID) (bool, error)
	// AddReport says whether it is this reader's first of the comment.
	AddReport(ctx context.Context, on site.ID, r Report) (bool, error)

	// Answer is what was answered to a key before. NotFound when nothing was.
	Answer(ctx context.Context, on site.ID, k Key) (Answer, error)
	// AddAnswer says whether the key was still free.
	AddAnswer(ctx context.Context, on site.ID, k Key, a Answer) (bool, error)

	// AddOutbox leaves word for what follows a write: its kind and the row it is about.
	AddOutbox(ctx context.Context, on site.ID, kind string, row uuid.UUID, at time.Time) error
}

// Touch is what a write adds to its article.
type Touch struct {
	Visible  bool  // the public thread changes: raises the version
	Comments int64 // published ones, more or fewer
	At       time.Time
}

// Kinds of outbox rows that this package leaves.
const (
	KindPosted    = "comment.posted"
	KindEdited    = "comment.edited"
	KindWithdrawn = "comment.withdrawn"
	KindReported  = "comment.reported"
)

// now is the time of a write, as both databases can keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) announce(on site.ID, a Article) {
	if s.Changed != nil {
		s.Changed(on, a)
	}
}
