package httpapi

import (
	"encoding/json"
	"time"

	"understory/server/internal/markup"
)

// mostDescribed is how many comments search engines are told of.
const mostDescribed = 20

// The shapes below are schema.org's, as JSON-LD: https://schema.org/Article and https://schema.org/Comment.
type articleSchema struct {
	Context      string          `json:"@context"`
	Type         string          `json:"@type"`
	ID           string          `json:"@id"`
	Headline     string          `json:"headline,omitempty"`
	CommentCount int64           `json:"commentCount"`
	Statistic    statisticSchema `json:"interactionStatistic"`
	Comments     []commentSchema `json:"comment,omitempty"`
}

type statisticSchema struct {
	Type  string `json:"@type"`
	Of    string `json:"interactionType"`
	Count int64  `json:"userInteractionCount"`
}

type commentSchema struct {
	Type    string          `json:"@type"`
	Text    string          `json:"text"`
	Author  personSchema    `json:"author"`
	Created time.Time       `json:"dateCreated"`
	Upvotes int64           `json:"upvoteCount"`
	URL     string          `json:"url"`
	Replies []commentSchema `json:"comment,omitempty"`
}

type personSchema struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// describe tells of a thread what search engines understand: how many comments, and the first of them.
func describe(t threadJSON) articleSchema {
	left := mostDescribed
	return articleSchema{
		Context: "https://schema.org", Type: "Article", ID: t.Article.URL, Headline: t.Article.Title, CommentCount: t.Article.CommentCount,
		Statistic: statisticSchema{Type: "InteractionCounter", Of: "https://schema.org/CommentAction", Count: t.Article.CommentCount},
		Comments:  describeAll(t.Comments, t.Article.URL, &left),
	}
}

// describeAll tells of published comments; replies to one that is gone are left out with it.
func describeAll(comments []commentJSON, story string, left *int) []commentSchema {
	var all []commentSchema
	for _, shape := range comments {
		if *left == 0 || shape.Author == nil {
			continue
		}
		*left--
		all = append(all, commentSchema{
			Type: "Comment", Text: plainText(shape.Body), Author: personSchema{"Person", shape.Author.Name}, Created: shape.CreatedAt.UTC(),
			Upvotes: shape.Respects, URL: story + "#c-" + shape.ID.String(), Replies: describeAll(shape.Replies, story, left),
		})
	}
	return all
}

func plainText(tree json.RawMessage) string {
	read, err := markup.Decode(tree)
	if err != nil { // what is kept was written by markup itself
		return ""
	}
	return read.Text()
}
