package comment

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/markup"
	"understory/server/internal/site"
	"understory/server/internal/text"
)

// Draft is what a guest sends to be posted. Review finds Name and Body in it as they will be kept, and Body read.
type Draft struct {
	Page    Page
	Parent  uuid.NullUUID
	Body    string // Markdown
	Name    string
	Email   string
	Confirm bool // the author has read the nudge and means it
	Author  account.KeyHash
	Once    Once

	Read markup.Document // what Body says, for Review; nobody else need fill it
}

// Posted is a comment that is kept, or the answer that its idempotency key already stands for.
type Posted struct {
	Comment Comment
	Replay  []byte // not nil: answer with this
}

// Post keeps a comment in one transaction and returns after the commit.
// Faults: SignIn, Invalid with a field, Nudge, Rejected, TooDeep, Closed, ParentGone, Origin, KeyReused, InProgress.
func (s *Service) Post(ctx context.Context, on site.Site, d Draft) (Posted, error) {
	if on.Settings.Guests == site.GuestsOff {
		return Posted{}, fault.New(fault.SignIn, "This site takes comments from signed-in readers only.")
	}
	if err := d.Once.check(); err != nil {
		return Posted{}, err
	}
	if d.Once.Key == "" {
		return s.post(ctx, on, d)
	}
	key := d.key()
	leave, ok := s.running.enter(on.ID, key)
	if !ok {
		return Posted{}, fault.New(fault.InProgress, "This comment is just being posted. Ask again in a moment.")
	}
	defer leave()
	if body, err := s.replay(ctx, on.ID, key, d.Once); body != nil || err != nil {
		return Posted{Replay: body}, err
	}
	posted, err := s.post(ctx, on, d)
	if errors.Is(err, errAnswered) { // another process was quicker
		body, err := s.replay(ctx, on.ID, key, d.Once)
		return Posted{Replay: body}, err
	}
	return posted, err
}

var errAnswered = errors.New("the idempotency key was answered meanwhile")

func (d Draft) key() Key { return Key{Actor: d.Author, Route: "POST /comments", Text: d.Once.Key} }

func (s *Service) post(ctx context.Context, on site.Site, d Draft) (Posted, error) {
	made, err := s.compose(ctx, on, &d)
	if err != nil {
		return Posted{}, err
	}
	var article Article
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		article, err = s.keep(ctx, on, d, &made)
		return err
	})
	if err != nil {
		return Posted{}, fmt.Errorf("post comment %s: %w", made.ID, err)
	}
	if made.Public() {
		s.announce(on.ID, article)
	}
	return Posted{Comment: made}, nil
}

// compose checks and judges a draft and makes the comment, all but its place in the thread.
func (s *Service) compose(ctx context.Context, on site.Site, d *Draft) (Comment, error) {
	made := Comment{ID: uuid.Must(uuid.NewV7()), Parent: d.Parent, Level: 1, Version: 1, CreatedAt: s.now()}
	var err error
	if made.Name, err = text.Name(d.Name); err != nil {
		return Comment{}, err
	}
	if d.Email != "" {
		if d.Email, err = text.Email(d.Email); err != nil {
			return Comment{}, err
		}
	}
	if d.Read, err = made.write(d.Body); err != nil {
		return Comment{}, err
	}
	d.Name, d.Body = made.Name, made.Source // findings point into what is kept
	verdict, err := s.Review(ctx, on, *d)
	if err != nil {
		return Comment{}, fmt.Errorf("review comment %s: %w", made.ID, err)
	}
	if err := made.accept(verdict, d.Confirm); err != nil {
		return Comment{}, err
	}
	made.Shown = made.Public()
	made.rerank()
	return made, nil
}

// write sets the text in both its forms, and returns it as read, once. Faults: Invalid with the field body.
func (c *Comment) write(body string) (markup.Document, error) {
	clean, err := text.Body(body)
	if err != nil {
		return markup.Document{}, err
	}
	read, err := markup.Parse(clean)
	if err != nil {
		return markup.Document{}, err
	}
	c.Source, c.Tree, c.Renderer = clean, read.JSON(), markup.Version
	return read, nil
}

// accept takes a verdict on a new or edited text: its status, or the refusal. Faults: Nudge, Rejected.
func (c *Comment) accept(v Verdict, confirmed bool) error {
	c.Findings = v.Findings
	switch {
	case v.Action == Reject:
		return &fault.Error{Kind: fault.Rejected, Message: v.Reason, Findings: shownFindings(v.Findings)}
	case v.Action == Nudge && !confirmed:
		return &fault.Error{Kind: fault.Nudge, Message: v.Reason, Findings: shownFindings(v.Findings)}
	case v.Action == Nudge || v.Action == Hold:
		c.Status, c.Reason = Held, v.Reason
	default:
		c.Status, c.Reason = Published, ""
	}
	return nil
}

func shownFindings(findings []Finding) []fault.Finding {
	out := make([]fault.Finding, len(findings))
	for i, f := range findings {
		out[i] = fault.Finding{Detector: f.Detector, Reason: f.Reason, Start: f.Start, End: f.End}
	}
	return out
}

// keep is the transaction of a post: reader, article under its lock, parent, comment, sums, key, outbox.
func (s *Service) keep(ctx context.Context, on site.Site, d Draft, made *Comment) (Article, error) {
	reader, err := s.signUp(ctx, on.ID, d.Author, d.Name, d.Email)
	if err != nil {
		return Article{}, err
	}
	made.Reader = reader.ID
	touch := Touch{Visible: made.Public(), At: made.CreatedAt}
	if made.Public() {
		touch.Comments = 1
	}
	article, err := s.openArticle(ctx, on, d.Page, touch)
	if err != nil {
		return Article{}, err
	}
	made.Article = article.ID
	if err := s.answerTo(ctx, on.ID, made); err != nil {
		return Article{}, err
	}
	if err := s.Store.AddComment(ctx, on.ID, *made); err != nil {
		return Article{}, err
	}
	if touch.Visible {
		if err := s.keepChanges(ctx, on.ID, article, Changes{Added: []Added{{made.ID, made.Parent}}}); err != nil {
			return Article{}, err
		}
	}
	if err := s.remember(ctx, on.ID, d, *made); err != nil {
		return Article{}, err
	}
	return article, s.Store.AddOutbox(ctx, on.ID, KindPosted, made.ID, made.CreatedAt)
}

// openArticle locks the page's article, which the first accepted post creates. Faults: Closed, Origin, Invalid.
func (s *Service) openArticle(ctx context.Context, on site.Site, page Page, t Touch) (Article, error) {
	found, err := s.Store.ArticleByIdentity(ctx, on.ID, page.Identity)
	if fault.KindOf(err) == fault.NotFound {
		found, err = s.createArticle(ctx, on, page, t)
	}
	if err != nil {
		return Article{}, err
	}
	article, err := s.Store.LockArticle(ctx, on.ID, found.ID, t)
	if err != nil {
		return Article{}, err
	}
	if article.Status != Open {
		return Article{}, fault.New(fault.Closed, "Comments on this story are closed. What is there stays to be read.")
	}
	return article, nil
}

func (s *Service) createArticle(ctx context.Context, on site.Site, page Page, t Touch) (Article, error) {
	if page.URL == "" {
		return Article{}, fault.Field("url", "The first comment on a story must come with the story's url.")
	}
	if !on.AllowsPage(page.URL) {
		return Article{}, fault.New(fault.Origin, "This page does not belong to the site. Its owner can add the page's address to the site's origins.")
	}
	title, err := page.title()
	if err != nil {
		return Article{}, err
	}
	made := Article{ID: uuid.Must(uuid.NewV7()), Identity: page.Identity, URL: page.URL, Title: title, Status: Open, CreatedAt: t.At}
	if err := s.Store.AddArticle(ctx, on.ID, made); err != nil {
		return Article{}, err
	}
	return s.Store.ArticleByIdentity(ctx, on.ID, page.Identity)
}

// answerTo gives a reply its level and its parent one more. Faults: ParentGone, TooDeep.
func (s *Service) answerTo(ctx context.Context, on site.ID, made *Comment) error {
	if !made.Parent.Valid {
		return nil
	}
	parent, err := s.Store.Comment(ctx, on, made.Parent.UUID)
	if fault.KindOf(err) == fault.NotFound || err == nil && (!parent.Public() || parent.Article != made.Article) {
		return fault.New(fault.ParentGone, "The comment you answer is no longer there. Your text is kept; you can post it as a new comment.")
	}
	if err != nil {
		return err
	}
	if parent.Level >= MaxLevel {
		return fault.New(fault.TooDeep, "This branch has reached %d levels. Answer further up.", MaxLevel)
	}
	made.Level = parent.Level + 1
	if !made.Public() {
		return nil
	}
	return s.joinParent(ctx, on, *made, parent)
}

// remember keeps the answer under its idempotency key, in the comment's own transaction.
func (s *Service) remember(ctx context.Context, on site.ID, d Draft, made Comment) error {
	if d.Once.Key == "" {
		return nil
	}
	body, err := d.Once.Render(made)
	if err != nil {
		return fmt.Errorf("render answer: %w", err)
	}
	free, err := s.Store.AddAnswer(ctx, on, d.key(), Answer{Request: d.Once.Request, Body: body, At: made.CreatedAt})
	if err == nil && !free {
		return errAnswered
	}
	return err
}

// signUp finds the reader with a key, or makes one.
func (s *Service) signUp(ctx context.Context, on site.ID, key account.KeyHash, name, email string) (account.Reader, error) {
	known, err := s.Store.Reader(ctx, on, key)
	if fault.KindOf(err) == fault.NotFound {
		made := account.Reader{ID: uuid.Must(uuid.NewV7()), KeyHash: key, Name: name, Email: email, CreatedAt: s.now()}
		if err := s.Store.AddReader(ctx, on, made); err != nil {
			return account.Reader{}, err
		}
		return s.Store.Reader(ctx, on, key)
	}
	if err != nil || name == "" || known.Name == name && (email == "" || known.Email == email) {
		return known, err
	}
	if email == "" {
		email = known.Email
	}
	return known, s.Store.RenameReader(ctx, on, known.ID, name, email)
}
