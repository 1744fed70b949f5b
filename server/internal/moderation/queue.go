package moderation

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// Queue is a list of comments for moderators.
type Queue string

// The queues.
const (
	Reported Queue = "reported" // published with open reports, most reports first, then oldest
	Held     Queue = "held"     // oldest first
	Recent   Queue = "recent"   // in any status, newest first
)

// How much of a list one answer holds.
const (
	pageSize    = 30
	reportsEach = 20 // newest open ones of a comment
	countMost   = 10_000
)

// Counts are how many comments wait; the figure stays at 10,000 where there are more.
type Counts struct{ Reported, Held int64 }

// Item is a comment with what a moderator needs to decide on it.
type Item struct {
	Comment  comment.Comment
	Article  comment.Article
	Parent   *comment.Comment // nil for a root
	Reports  []comment.Report // the newest open ones
	Decision *Decision        // in force
}

// QueuePage is a page of a queue.
type QueuePage struct {
	Items  []Item
	Next   string
	Counts Counts
}

// Queue reads a page in at most six statements. Faults: BadQuery, BadCursor.
func (s *Service) Queue(ctx context.Context, on site.Site, q Queue, cursor string) (QueuePage, error) {
	if q != Reported && q != Held && q != Recent {
		return QueuePage{}, &fault.Error{Kind: fault.BadQuery, Field: "queue", Message: "queue is reported, held or recent."}
	}
	list := "queue/" + string(q)
	after, err := s.Cursors.ReadFor(on.ID, list, cursor)
	if err != nil {
		return QueuePage{}, err
	}
	comments, err := s.Store.QueuePage(ctx, on.ID, q, after, pageSize+1)
	if err != nil {
		return QueuePage{}, fmt.Errorf("read queue %s: %w", q, err)
	}
	var page QueuePage
	comments, page.Next = onePage(s, on.ID, list, comments, q.position)
	if page.Items, err = s.items(ctx, on.ID, comments); err != nil {
		return QueuePage{}, err
	}
	page.Counts, err = s.counts(ctx, on.ID)
	return page, err
}

// onePage drops what was read to learn whether there is more, and says where that begins.
func onePage[T any](s *Service, on site.ID, list string, read []T, position func(T) comment.Position) (page []T, next string) {
	if len(read) <= pageSize {
		return read, ""
	}
	page = read[:pageSize]
	return page, s.Cursors.WriteFor(on, list, position(page[pageSize-1]))
}

func (q Queue) position(c comment.Comment) comment.Position {
	if q == Reported {
		return comment.Position{Key: c.ReportCount, ID: c.ID}
	}
	return comment.Position{ID: c.ID}
}

func (s *Service) counts(ctx context.Context, on site.ID) (Counts, error) {
	counts, err := s.Store.QueueCounts(ctx, on, countMost)
	if err != nil {
		return Counts{}, fmt.Errorf("count queues: %w", err)
	}
	return counts, nil
}

// items gathers what hangs on the comments of a page, one statement a kind.
func (s *Service) items(ctx context.Context, on site.ID, comments []comment.Comment) ([]Item, error) {
	var articles, parents, decisions, reported distinct
	for _, c := range comments {
		articles.add(c.Article)
		parents.addSome(c.Parent)
		decisions.addSome(c.Decision)
		if c.ReportCount > 0 {
			reported.add(c.ID)
		}
	}
	foundArticles, err := s.articles(ctx, on, articles)
	if err != nil {
		return nil, err
	}
	foundParents, err := s.comments(ctx, on, parents)
	if err != nil {
		return nil, err
	}
	foundDecisions, err := s.decisions(ctx, on, decisions)
	if err != nil {
		return nil, err
	}
	reports, err := s.reports(ctx, on, reported)
	if err != nil {
		return nil, err
	}
	items := make([]Item, len(comments))
	for i, c := range comments {
		items[i] = Item{Comment: c, Article: foundArticles[c.Article], Reports: reports[c.ID]}
		if parent, ok := foundParents[c.Parent.UUID]; ok {
			items[i].Parent = &parent
		}
		if decision, ok := foundDecisions[c.Decision.UUID]; ok {
			items[i].Decision = &decision
		}
	}
	return items, nil
}

// distinct is a list of ids that holds each once.
type distinct struct {
	list []uuid.UUID
	seen map[uuid.UUID]bool
}

func (d *distinct) add(id uuid.UUID) {
	if d.seen == nil {
		d.seen = make(map[uuid.UUID]bool)
	}
	if !d.seen[id] {
		d.seen[id] = true
		d.list = append(d.list, id)
	}
}

func (d *distinct) addSome(id uuid.NullUUID) {
	if id.Valid {
		d.add(id.UUID)
	}
}

func (s *Service) articles(ctx context.Context, on site.ID, ids distinct) (map[comment.ArticleID]comment.Article, error) {
	found, err := s.Store.Articles(ctx, on, ids.list)
	if err != nil {
		return nil, fmt.Errorf("read %d articles: %w", len(ids.list), err)
	}
	return byID(found, func(a comment.Article) uuid.UUID { return a.ID }), nil
}

func (s *Service) comments(ctx context.Context, on site.ID, ids distinct) (map[comment.ID]comment.Comment, error) {
	found, err := s.Store.Comments(ctx, on, ids.list)
	if err != nil {
		return nil, fmt.Errorf("read %d comments: %w", len(ids.list), err)
	}
	return byID(found, func(c comment.Comment) uuid.UUID { return c.ID }), nil
}

func (s *Service) decisions(ctx context.Context, on site.ID, ids distinct) (map[ID]Decision, error) {
	found, err := s.Store.Decisions(ctx, on, ids.list)
	if err != nil {
		return nil, fmt.Errorf("read %d decisions: %w", len(ids.list), err)
	}
	return byID(found, func(d Decision) uuid.UUID { return d.ID }), nil
}

func byID[T any](list []T, id func(T) uuid.UUID) map[uuid.UUID]T {
	found := make(map[uuid.UUID]T, len(list))
	for _, one := range list {
		found[id(one)] = one
	}
	return found
}

func (s *Service) reports(ctx context.Context, on site.ID, of distinct) (map[comment.ID][]comment.Report, error) {
	found, err := s.Store.OpenReports(ctx, on, of.list, reportsEach)
	if err != nil {
		return nil, fmt.Errorf("read reports of %d comments: %w", len(of.list), err)
	}
	byComment := make(map[comment.ID][]comment.Report)
	for _, r := range found {
		byComment[r.Comment] = append(byComment[r.Comment], r)
	}
	return byComment, nil
}
