package comment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// How much of a thread one answer holds.
const (
	FirstPage     = 30 // roots of a page that asks for no number
	MaxPage       = 100
	InlineReplies = 3 // of each comment
	InlineLevels  = 5 // counting the page's own comments as the first
	InlineCap     = 200
	InlineBytes   = 256 << 10
	branchPage    = 30
)

// Node is a comment in its thread with the replies that came along.
type Node struct {
	Comment
	Replies []*Node
	More    *More // nil when all shown replies are there
}

// More says how many direct replies were left out, and where they go on.
type More struct {
	Count  int64
	Cursor string
}

// Thread is a page of roots.
type Thread struct {
	Article  Article
	Sort     Sort
	Comments []*Node
	Next     string
}

// Branch is a page of one comment's direct replies.
type Branch struct {
	Article  ArticleID
	Comments []*Node
	Next     string
}

// Permalink is one comment with what it answers.
type Permalink struct {
	Article   Article
	Comment   *Node
	Ancestors []Comment // root first
}

// ThreadQuery asks for a page of roots. Limit 0 is FirstPage, Sort "" is Best.
type ThreadQuery struct {
	Page   Page
	Sort   Sort
	Limit  int
	Cursor string
}

func (q *ThreadQuery) complete() error {
	switch q.Sort {
	case Best, Newest, Oldest:
	case "":
		q.Sort = Best
	default:
		return &fault.Error{Kind: fault.BadQuery, Field: "sort", Message: "sort is best, newest or oldest."}
	}
	if q.Limit == 0 {
		q.Limit = FirstPage
	}
	if q.Limit < 1 || q.Limit > MaxPage {
		return &fault.Error{Kind: fault.BadQuery, Field: "limit", Message: fmt.Sprintf("limit is a number from 1 to %d.", MaxPage)}
	}
	return nil
}

// Thread reads a page of roots with their first replies, in at most six statements.
// An unknown article is an empty thread. Faults: BadQuery, BadCursor.
func (s *Service) Thread(ctx context.Context, on site.Site, q ThreadQuery) (Thread, error) {
	if err := q.complete(); err != nil {
		return Thread{}, err
	}
	article, err := s.Store.ArticleByIdentity(ctx, on.ID, q.Page.Identity)
	if fault.KindOf(err) == fault.NotFound {
		if q.Cursor != "" {
			return Thread{}, errBadCursor()
		}
		return Thread{Article: q.Page.unknown(), Sort: q.Sort}, nil
	}
	if err != nil {
		return Thread{}, fmt.Errorf("find article: %w", err)
	}
	return s.threadOf(ctx, on, article, q)
}

func (s *Service) threadOf(ctx context.Context, on site.Site, article Article, q ThreadQuery) (Thread, error) {
	at := place{site: on.ID, article: article.ID, sort: q.Sort}
	after, err := s.Cursors.read(at, q.Cursor)
	if err != nil {
		return Thread{}, err
	}
	roots, err := s.Store.Roots(ctx, on.ID, article.ID, q.Sort, after, q.Limit+1)
	if err != nil {
		return Thread{}, fmt.Errorf("read roots of article %s: %w", article.ID, err)
	}
	thread := Thread{Article: article, Sort: q.Sort}
	roots, more := cut(roots, q.Limit)
	if more {
		thread.Next = s.Cursors.write(at, q.Sort.position(roots[len(roots)-1]))
	}
	thread.Comments, err = s.inline(ctx, on.ID, roots)
	return thread, err
}

// Replies reads a page of the direct replies to a comment, each with its own first replies.
// Without a cursor it begins with the first. Faults: NotFound, BadCursor.
func (s *Service) Replies(ctx context.Context, on site.Site, parent ID, cursor string) (Branch, error) {
	above, err := s.shown(ctx, on.ID, parent)
	if err != nil {
		return Branch{}, err
	}
	at := place{site: on.ID, article: above.Article, parent: parent}
	after, err := s.Cursors.read(at, cursor)
	if err != nil {
		return Branch{}, err
	}
	replies, err := s.Store.Replies(ctx, on.ID, parent, after, branchPage+1)
	if err != nil {
		return Branch{}, fmt.Errorf("read replies to %s: %w", parent, err)
	}
	branch := Branch{Article: above.Article}
	replies, more := cut(replies, branchPage)
	if more {
		branch.Next = s.Cursors.write(at, Oldest.position(replies[len(replies)-1]))
	}
	branch.Comments, err = s.inline(ctx, on.ID, replies)
	return branch, err
}

// Permalink reads one shown comment, its first replies and its ancestors. Faults: NotFound.
func (s *Service) Permalink(ctx context.Context, on site.Site, id ID) (Permalink, error) {
	found, err := s.shown(ctx, on.ID, id)
	if err != nil {
		return Permalink{}, err
	}
	article, err := s.Store.Article(ctx, on.ID, found.Article)
	if err != nil {
		return Permalink{}, fmt.Errorf("find article of %s: %w", id, err)
	}
	link := Permalink{Article: article}
	if link.Ancestors, err = s.Store.Ancestors(ctx, on.ID, found); err != nil {
		return Permalink{}, fmt.Errorf("read ancestors of %s: %w", id, err)
	}
	nodes, err := s.inlineTo(ctx, on.ID, []Comment{found}, InlineLevels-1)
	if err != nil {
		return Permalink{}, err
	}
	link.Comment = nodes[0]
	return link, nil
}

// Shown reads those of at most 50 comments that a public thread holds, in no order.
func (s *Service) Shown(ctx context.Context, on site.Site, ids []ID) ([]Comment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.Store.Comments(ctx, on.ID, ids)
	if err != nil {
		return nil, fmt.Errorf("read %d comments: %w", len(ids), err)
	}
	shown := found[:0]
	for _, c := range found {
		if c.Shown {
			shown = append(shown, c)
		}
	}
	return shown, nil
}

// Counts are the published comments of pages by identity; unknown pages are left out.
func (s *Service) Counts(ctx context.Context, on site.Site, identities []string) (map[string]int64, error) {
	if len(identities) == 0 {
		return map[string]int64{}, nil
	}
	counts, err := s.Store.Counts(ctx, on.ID, identities)
	if err != nil {
		return nil, fmt.Errorf("count comments of %d articles: %w", len(identities), err)
	}
	return counts, nil
}

func (s *Service) shown(ctx context.Context, on site.ID, id ID) (Comment, error) {
	found, err := s.Store.Comment(ctx, on, id)
	if err != nil {
		return Comment{}, fmt.Errorf("find comment %s: %w", id, err)
	}
	if !found.Shown {
		return Comment{}, errNoComment()
	}
	return found, nil
}

func errNoComment() error {
	return fault.New(fault.NotFound, "This comment is not there. It may have been removed.")
}

func (s Sort) position(c Comment) Position {
	if s == Best {
		return Position{Key: c.Rank, ID: c.ID}
	}
	return Position{Key: c.CreatedAt.UnixMicro(), ID: c.ID}
}

// cut drops the one comment that was read to learn whether there are more.
func cut(comments []Comment, limit int) ([]Comment, bool) {
	if len(comments) <= limit {
		return comments, false
	}
	return comments[:limit], true
}

func (s *Service) inline(ctx context.Context, on site.ID, top []Comment) ([]*Node, error) {
	return s.inlineTo(ctx, on, top, InlineLevels)
}

// inlineTo hangs each comment's first replies beneath it, a level a statement, until the caps are reached.
func (s *Service) inlineTo(ctx context.Context, on site.ID, top []Comment, levels int) ([]*Node, error) {
	nodes := asNodes(top)
	room := budget{comments: InlineCap, bytes: InlineBytes}
	room.take(top)
	level := nodes
	for depth := 1; depth < levels; depth++ {
		parents := answered(level)
		if len(parents) == 0 || room.spent() {
			break
		}
		replies, err := s.Store.FirstReplies(ctx, on, ids(parents), InlineReplies)
		if err != nil {
			return nil, fmt.Errorf("read replies of level %d: %w", depth+1, err)
		}
		level = hang(parents, room.take(replies))
	}
	s.markMore(on, nodes)
	return nodes, nil
}

// budget is what is left of an answer's caps.
type budget struct{ comments, bytes int }

func (b *budget) spent() bool { return b.comments <= 0 || b.bytes <= 0 }

// take keeps as many comments as the caps allow, in order.
func (b *budget) take(comments []Comment) []Comment {
	for i := range comments {
		if b.spent() {
			return comments[:i]
		}
		b.comments--
		b.bytes -= len(comments[i].Tree) + nodeOverhead
	}
	return comments
}

// nodeOverhead is about what a comment costs in an answer beside its text.
const nodeOverhead = 300

func asNodes(comments []Comment) []*Node {
	nodes := make([]*Node, len(comments))
	for i, c := range comments {
		nodes[i] = &Node{Comment: c}
	}
	return nodes
}

func answered(nodes []*Node) []*Node {
	var with []*Node
	for _, n := range nodes {
		if n.ShownReplies > 0 {
			with = append(with, n)
		}
	}
	return with
}

func ids(nodes []*Node) []ID {
	out := make([]ID, len(nodes))
	for i, n := range nodes {
		out[i] = n.ID
	}
	return out
}

// hang puts replies, which come in the order of their parents, beneath them and returns the new level.
func hang(parents []*Node, replies []Comment) []*Node {
	byID := make(map[ID]*Node, len(parents))
	for _, p := range parents {
		byID[p.ID] = p
	}
	level := asNodes(replies)
	for _, reply := range level {
		if parent := byID[reply.Parent.UUID]; parent != nil {
			parent.Replies = append(parent.Replies, reply)
		}
	}
	return level
}

// markMore tells, at every node, how many direct replies did not come along.
func (s *Service) markMore(on site.ID, nodes []*Node) {
	for _, n := range nodes {
		if left := n.ShownReplies - int64(len(n.Replies)); left > 0 {
			var after Position
			if len(n.Replies) > 0 {
				after = Oldest.position(n.Replies[len(n.Replies)-1].Comment)
			}
			at := place{site: on, article: n.Article, parent: n.ID}
			n.More = &More{Count: left, Cursor: s.Cursors.write(at, after)}
		}
		s.markMore(on, n.Replies)
	}
}

func parentOf(c Comment) (ID, bool) {
	return c.Parent.UUID, c.Parent.Valid && c.Parent.UUID != uuid.Nil
}
