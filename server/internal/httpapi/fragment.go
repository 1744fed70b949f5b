package httpapi

import (
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/comment"
	"understory/server/internal/fragment"
	"understory/server/internal/markup"
	"understory/server/internal/site"
	"understory/server/internal/words"
)

// fragment answers the first page of a thread as HTML, for a publisher to put into the story's page on its way to the
// reader. What is wrong is said as everywhere in the API: nobody would want an error page in a story.
func (a *api) fragment(c *fiber.Ctx) error {
	on, err := a.site(c)
	if err != nil {
		return err
	}
	asked, err := threadQuery(c)
	if err != nil {
		return err
	}
	asked.Cursor, asked.Limit = "", comment.FirstPage
	host, lang, err := hostQuery(c)
	if err != nil {
		return err
	}
	thread, err := a.threadAsked(requestContext(c), on, asked)
	if err != nil {
		return err
	}
	host.NoSnippet = on.Settings.SearchHidden
	drawn, err := a.drawFragment(on, thread, host, lang)
	if err != nil {
		return err
	}
	header := &c.Response().Header
	setLines(header, publicJSONLines)
	header.SetContentType(fiber.MIMETextHTMLCharsetUTF8)
	newBody(drawn).send(c.Context())
	return nil
}

// hostQuery is what the address says about the element: its attributes, and its language, English when none is named.
// Faults: BadQuery.
func hostQuery(c *fiber.Ctx) (host fragment.Host, lang string, err error) {
	q, err := parseQuery(c)
	if err != nil {
		return host, "", err
	}
	given := make(map[string]string)
	for _, name := range []string{"site", "thread_id", "url", "sort", "lang", "heading_level"} {
		if given[name], err = q.one(name); err != nil {
			return host, "", err
		}
	}
	host = fragment.Host{Site: given["site"], ThreadID: given["thread_id"], URL: given["url"], Sort: given["sort"]}
	if lang = given["lang"]; lang != "" && !languageTag.MatchString(lang) {
		return host, "", badQuery("lang", "lang is a language's tag, such as de or pt-BR.")
	}
	if text := given["heading_level"]; text != "" {
		host.HeadingLevel, err = strconv.Atoi(text)
		if err != nil || host.HeadingLevel < 1 || host.HeadingLevel > 5 {
			return host, "", badQuery("heading_level", "heading_level is a whole number from 1 to 5.")
		}
	}
	return host, lang, nil
}

// wordsIn are the words that a reader of a language's tag reads best.
func (a *api) wordsIn(tag string) words.Words {
	return a.words[nearestLanguage(tag, slices.Collect(maps.Keys(a.words)))].In(tag)
}

func (a *api) drawFragment(on site.Site, t threadJSON, host fragment.Host, lang string) ([]byte, error) {
	said := a.wordsIn(lang)
	thread := fragment.Thread{
		Words: said, Host: host,
		Styles: a.PublicURL + "/assets/" + a.build + "/comments.css", Page: a.PublicURL + pageAddress(host, lang),
		Count: t.Article.CommentCount, Sort: string(t.Sort), Closed: closedWords(said, on, t.Article), HasNext: t.Next != "",
	}
	var err error
	if thread.Roots, err = drawnComments(t.Comments); err != nil {
		return nil, err
	}
	if !on.Settings.SearchHidden && t.Article.CommentCount > 0 {
		if thread.Schema, err = json.Marshal(describe(t)); err != nil {
			return nil, fmt.Errorf("write schema: %w", err)
		}
	}
	leaveOutBodies(t.Comments)
	if thread.JSON, err = json.Marshal(t); err != nil {
		return nil, fmt.Errorf("write thread: %w", err)
	}
	return fragment.Draw(thread)
}

// pageAddress is where the same thread is as a page without script.
func pageAddress(host fragment.Host, lang string) string {
	q := url.Values{}
	for name, value := range map[string]string{"site": host.Site, "thread_id": host.ThreadID, "url": host.URL, "sort": host.Sort, "lang": lang} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "/t/?" + q.Encode()
}

// closedWords say why nobody can post, "" where everybody can.
func closedWords(said words.Words, on site.Site, a articleJSON) string {
	switch {
	case a.Status == comment.Open && on.Settings.Guests != site.GuestsOff:
		return ""
	case a.Status == comment.Open:
		return said.Reading.Say("guestsOff")
	case a.CommentCount > 0:
		return said.Reading.Say("closed", "n", a.CommentCount)
	}
	return said.Reading.Say("closedEmpty")
}

func drawnComments(shapes []commentJSON) ([]fragment.Comment, error) {
	drawn := make([]fragment.Comment, len(shapes))
	for i, shape := range shapes {
		var err error
		if drawn[i], err = drawnComment(shape); err != nil {
			return nil, err
		}
	}
	return drawn, nil
}

func drawnComment(shape commentJSON) (fragment.Comment, error) {
	drawn := fragment.Comment{
		ID: shape.ID.String(), Level: shape.Level, CreatedAt: shape.CreatedAt, Respects: shape.Respects, ReplyCount: shape.ReplyCount,
	}
	if shape.More != nil {
		drawn.More = shape.More.Count
	}
	var err error
	if drawn.Replies, err = drawnComments(shape.Replies); err != nil {
		return drawn, err
	}
	if shape.Author == nil {
		drawn.Gone = goneKey(shape.Status)
		return drawn, nil
	}
	drawn.Author, drawn.Name = shape.Author.ID.String(), shape.Author.Name
	if shape.EditedAt != nil {
		drawn.EditedAt = *shape.EditedAt
	}
	drawn.Body, err = bodyHTML(shape.Body)
	if err != nil {
		return drawn, fmt.Errorf("draw comment %s: %w", shape.ID, err)
	}
	return drawn, nil
}

// bodyHTML is a kept text as HTML. Its twelve tags, with everything else escaped, are markup's own promise.
func bodyHTML(tree json.RawMessage) (template.HTML, error) {
	read, err := markup.Decode(tree)
	return template.HTML(read.HTML()), err //nolint:gosec // see above
}

// leaveOutBodies takes out what the fragment shows already.
func leaveOutBodies(comments []commentJSON) {
	for i := range comments {
		comments[i].Body = noBody
		leaveOutBodies(comments[i].Replies)
	}
}
