package httpapi

import (
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"

	"understory/server/internal/comment"
	"understory/server/internal/drawn"
	"understory/server/internal/markup"
	"understory/server/internal/site"
	"understory/server/internal/words"
)

// What the server draws, it draws of what the API answers, so that nobody sees more in one than in the other.

// wordsIn are the words that a reader of a language's tag reads best.
func (a *api) wordsIn(tag string) words.Words {
	return a.words[nearestLanguage(tag, slices.Collect(maps.Keys(a.words)))].In(tag)
}

// canPost says whether a guest may write to a story.
func canPost(on site.Site, a articleJSON) bool {
	return a.Status == comment.Open && on.Settings.Guests != site.GuestsOff
}

// closedWords say why nobody can post, "" where everybody can.
func closedWords(said words.Words, on site.Site, a articleJSON) string {
	switch {
	case canPost(on, a):
		return ""
	case a.Status == comment.Open:
		return said.Reading.Say("guestsOff")
	case a.CommentCount > 0:
		return said.Reading.Say("closed", "n", a.CommentCount)
	}
	return said.Reading.Say("closedEmpty")
}

func drawnComments(shapes []commentJSON) ([]drawn.Comment, error) {
	comments := make([]drawn.Comment, len(shapes))
	for i, shape := range shapes {
		var err error
		if comments[i], err = drawnComment(shape); err != nil {
			return nil, err
		}
	}
	return comments, nil
}

func drawnComment(shape commentJSON) (drawn.Comment, error) {
	one := drawn.Comment{
		ID: shape.ID.String(), Level: shape.Level, CreatedAt: shape.CreatedAt, Respects: shape.Respects, ReplyCount: shape.ReplyCount,
	}
	if shape.More != nil {
		one.More = shape.More.Count
	}
	var err error
	if one.Replies, err = drawnComments(shape.Replies); err != nil {
		return one, err
	}
	if shape.Author == nil {
		one.Gone = goneKey(shape.Status)
		return one, nil
	}
	one.Author, one.Name = shape.Author.ID.String(), shape.Author.Name
	if shape.EditedAt != nil {
		one.EditedAt = *shape.EditedAt
	}
	if one.Body, err = bodyHTML(shape.Body); err != nil {
		return one, fmt.Errorf("draw comment %s: %w", shape.ID, err)
	}
	return one, nil
}

// bodyHTML is a kept text as HTML. Its twelve tags, with everything else escaped, are markup's own promise.
func bodyHTML(tree json.RawMessage) (template.HTML, error) {
	read, err := markup.Decode(tree)
	return template.HTML(read.HTML()), err //nolint:gosec // see above
}

// goneKey names the text that says why a comment is not there.
func goneKey(s comment.Status) string {
	switch s {
	case comment.Withdrawn, comment.Erased:
		return "gone_" + string(s)
	default:
		return "gone_rejected"
	}
}

// schemaOf is what search engines are told of a thread, nil where there is nothing to tell or the site wants none.
func schemaOf(t threadJSON) ([]byte, error) {
	if !t.Settings.Schema || t.Article.CommentCount == 0 {
		return nil, nil
	}
	schema, err := json.Marshal(describe(t))
	if err != nil {
		return nil, fmt.Errorf("write schema: %w", err)
	}
	return schema, nil
}
