package moderation

import (
	"context"
	"fmt"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

// Entry is a decision with what it was about.
type Entry struct {
	Decision
	Title   string // of the article
	Excerpt string // of the comment; empty when it was about the article itself
}

// Log reads a page of the decisions of a site, newest first. Faults: BadCursor.
func (s *Service) Log(ctx context.Context, on site.Site, cursor string) (entries []Entry, next string, err error) {
	const list = "decisions"
	after, err := s.Cursors.ReadFor(on.ID, list, cursor)
	if err != nil {
		return nil, "", err
	}
	decisions, err := s.Store.DecisionPage(ctx, on.ID, after, pageSize+1)
	if err != nil {
		return nil, "", fmt.Errorf("read decisions: %w", err)
	}
	decisions, next = onePage(s, on.ID, list, decisions, func(d Decision) comment.Position { return comment.Position{ID: d.ID} })
	entries, err = s.entries(ctx, on.ID, decisions)
	return entries, next, err
}

func (s *Service) entries(ctx context.Context, on site.ID, decisions []Decision) ([]Entry, error) {
	var articles, comments distinct
	for _, d := range decisions {
		articles.add(d.Article)
		comments.addSome(d.Comment)
	}
	foundArticles, err := s.articles(ctx, on, articles)
	if err != nil {
		return nil, err
	}
	foundComments, err := s.comments(ctx, on, comments)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(decisions))
	for i, d := range decisions {
		entries[i] = Entry{Decision: d, Title: foundArticles[d.Article].Title}
		if about, ok := foundComments[d.Comment.UUID]; ok {
			if entries[i].Excerpt, err = Excerpt(about); err != nil {
				return nil, err
			}
		}
	}
	return entries, nil
}
