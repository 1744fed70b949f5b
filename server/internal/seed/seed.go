// Package seed fills a site with what years of readers would have left: stories by Zipf's law, nested threads in many
// languages, respects, reports, edits, and what moderators held and rejected. The same seed gives the same site.
// Every counter is what posting all that one by one would have made of it. It does not know how anything is kept.
package seed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
)

// Options say how much to make.
type Options struct {
	Comments int
	Articles int // 0: one for sixty comments
	Largest  int // comments of the largest thread; 0: what Zipf's law gives it
	Seed     uint64
	Until    time.Time // nothing is younger, but for what follows a comment within the hour
	Span     time.Duration
}

// Batch is rows that hang on nothing outside it and the batches before it.
type Batch struct {
	Readers   []account.Reader
	Articles  []comment.Article
	Comments  []comment.Comment
	Respects  []Respect
	Decisions []moderation.Decision
	Reports   []Report
}

// Respect is a reader's of a comment.
type Respect struct {
	Comment comment.Comment
	Reader  account.ReaderID
	At      time.Time
}

// Report is a reader's flag, and the decision that answered it, if any.
type Report struct {
	comment.Report
	Answered uuid.NullUUID
}

// Store is what this package needs kept.
type Store interface {
	// InTx runs fn in one transaction, which the context hands on.
	InTx(ctx context.Context, fn func(context.Context) error) error
	// AddBatch keeps all rows of a batch. Faults: Conflict when one of its articles is there already.
	AddBatch(ctx context.Context, on site.ID, b Batch) error
	// Settle lets the database notice how many rows have come, so that it plans for them.
	Settle(ctx context.Context) error
	// HasComments says whether a site has any.
	HasComments(ctx context.Context, on site.ID) (bool, error)
	// Account finds by e-mail address. Faults: NotFound.
	Account(ctx context.Context, email string) (account.Account, error)
	AddAccount(ctx context.Context, a account.Account) error
}

// articleFor is how many comments come with one story, where it is not said how many stories there are.
const articleFor = 60

// complete checks the options and fills in what was left open. Faults: Invalid with a field.
func (o *Options) complete() error {
	if o.Comments < 1 {
		return fault.Field("comments", "Say how many comments to make: at least 1.")
	}
	if o.Articles == 0 {
		o.Articles = max(1, (o.Comments-o.Largest)/articleFor)
	}
	if o.Largest == 0 {
		o.Largest = zipf(o.Comments, min(o.Articles, o.Comments), o.Comments)[0]
	}
	switch {
	case o.Articles < 1 || o.Articles > o.Comments:
		return fault.Field("articles", "Every story has at least one comment: make between 1 and %d stories of %d comments.", o.Comments, o.Comments)
	case o.Largest < 1 || o.Largest > o.Comments-(o.Articles-1):
		return fault.Field("largest", "The largest thread can have at most %d comments, because %d others have at least one each.", o.Comments-(o.Articles-1), o.Articles-1)
	case o.Comments-o.Largest > (o.Articles-1)*o.Largest:
		return fault.Field("largest", "%d stories of at most %d comments are less than %d comments: make more stories or a larger thread.", o.Articles, o.Largest, o.Comments)
	case o.Span <= life:
		return fault.Field("months", "Stories must go back a month at least.")
	}
	o.Until = o.Until.UTC().Truncate(time.Microsecond)
	return nil
}

// sizes are the comments of every story, the largest first.
func (o *Options) sizes() []int {
	return append([]int{o.Largest}, zipf(o.Comments-o.Largest, o.Articles-1, o.Largest)...)
}

// Progress is how far it has come.
type Progress struct{ Comments, Articles int }

// Summary is what was made.
type Summary struct {
	Progress
	Largest comment.Article // the story with the most comments
}

// moderator is whose decisions the seeded ones are. Nobody can sign in as them.
const moderator = "seed@understory.invalid"

// inTransaction is how many comments are kept at once, or as many as a story has: whoever stops it leaves whole threads.
const inTransaction = 20_000

// Run fills a site and tells how far it has come after every transaction. Faults: Invalid with a field, Conflict.
func Run(ctx context.Context, store Store, on site.Site, o Options, tell func(Progress)) (Summary, error) {
	if err := o.complete(); err != nil {
		return Summary{}, err
	}
	g, err := newGenerator(on, o)
	if err != nil {
		return Summary{}, err
	}
	if g.moderator, err = somebody(ctx, store, o); err != nil {
		return Summary{}, fmt.Errorf("find the account of seeded decisions: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	parts := make(chan part, 2) // one is written while the next is thought of
	go func() {
		defer close(parts)
		g.all(ctx, parts)
	}()
	k := keeper{store: store, on: on.ID, parts: parts, tell: tell}
	if err := k.keepAll(ctx); err != nil {
		return Summary{}, err
	}
	return Summary{Progress: k.done, Largest: g.largest}, nil
}

// somebody is the account whose decisions the seeded ones are.
func somebody(ctx context.Context, store Store, o Options) (account.ID, error) {
	known, err := store.Account(ctx, moderator)
	if fault.KindOf(err) != fault.NotFound {
		return known.ID, err
	}
	made := account.Nobody(moderator, o.Until)
	return made.ID, store.AddAccount(ctx, made)
}

// part is a batch on its way to be kept.
type part struct {
	Batch
	whole bool // no thread is begun and not ended after it
	err   error
}

// keeper writes parts in large transactions.
type keeper struct {
	store Store
	on    site.ID
	parts <-chan part
	tell  func(Progress)
	done  Progress
	ended bool

	settled int // comments when the database was last let notice
}

func (k *keeper) keepAll(ctx context.Context) error {
	for !k.ended {
		made := k.done
		if err := k.store.InTx(ctx, func(ctx context.Context) error { return k.transaction(ctx, &made) }); err != nil {
			return err
		}
		k.done = made
		k.tell(k.done)
	}
	return k.store.Settle(ctx)
}

func (k *keeper) transaction(ctx context.Context, made *Progress) error {
	for begun := made.Comments; ; {
		p, more := <-k.parts
		if !more {
			k.ended = true
			return ctx.Err()
		}
		if p.err != nil {
			return p.err
		}
		if err := k.store.AddBatch(ctx, k.on, p.Batch); err != nil {
			return err
		}
		made.Comments += len(p.Comments)
		made.Articles += len(p.Articles)
		if made.Comments >= 2*k.settled { // as often as the site has doubled
			if err := k.store.Settle(ctx); err != nil {
				return err
			}
			k.settled = made.Comments
		}
		if p.whole && made.Comments-begun >= inTransaction {
			return nil
		}
	}
}

// generator makes a site up.
type generator struct {
	on        site.Site
	options   Options
	base      string // where the stories are
	people    *people
	books     []*phrasebook // by the place of their language
	random    *rand.Rand
	moderator account.ID
	largest   comment.Article
}

func newGenerator(on site.Site, o Options) (*generator, error) {
	g := &generator{on: on, options: o, people: newPeople(o.Seed, o.Comments), random: newRandom(o.Seed, "site"),
		books: make([]*phrasebook, len(Languages))}
	g.on.Settings.RecordOnly = false // so that what has many links is held, as on most sites
	if len(on.Origins) == 0 {
		return nil, fault.Field("site", "The site has no origins, so nobody could have commented there. Add one first.")
	}
	g.base = strings.TrimSuffix(strings.NewReplacer("*.", "www.", ":*", "").Replace(string(on.Origins[0])), "/")
	return g, nil
}

// book is the phrasebook of a language, written when it is first asked for.
func (g *generator) book(language int) (*phrasebook, error) {
	if g.books[language] == nil {
		made, err := newPhrasebook(g.options.Seed, Languages[language])
		if err != nil {
			return nil, fmt.Errorf("write in %s: %w", Languages[language].Tag, err)
		}
		g.books[language] = made
	}
	return g.books[language], nil
}
