package moderation

import (
	"context"
	"fmt"

	"understory/server/internal/comment"
	"understory/server/internal/site"
)

// Articles reads a page of the articles of a site, those commented on last first. Faults: BadCursor.
func (s *Service) Articles(ctx context.Context, on site.Site, cursor string) (articles []comment.Article, next string, err error) {
	const list = "articles"
	after, err := s.Cursors.ReadFor(on.ID, list, cursor)
	if err != nil {
		return nil, "", err
	}
	articles, err = s.Store.ArticlePage(ctx, on.ID, after, pageSize+1)
	if err != nil {
		return nil, "", fmt.Errorf("read articles: %w", err)
	}
	articles, next = onePage(s, on.ID, list, articles, lastComment)
	return articles, next, nil
}

func lastComment(a comment.Article) comment.Position {
	if a.LastCommentAt.IsZero() {
		return comment.Position{ID: a.ID}
	}
	return comment.Position{Key: a.LastCommentAt.UnixMicro(), ID: a.ID}
}
