package httpapi

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/comment"
	"understory/server/internal/drawn"
	"understory/server/internal/site"
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
	html, err := a.drawFragment(on, thread, host, lang)
	if err != nil {
		return err
	}
	return sendPublicHTML(c, html)
}

// hostQuery is what the address says about the element: its attributes, and its language, English when none is named.
// Faults: BadQuery.
func hostQuery(c *fiber.Ctx) (host drawn.Host, lang string, err error) {
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
	host = drawn.Host{Site: given["site"], ThreadID: given["thread_id"], URL: given["url"], Sort: given["sort"]}
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

func (a *api) drawFragment(on site.Site, t threadJSON, host drawn.Host, lang string) ([]byte, error) {
	said := a.wordsIn(lang)
	host.NoSnippet = !t.Settings.Schema
	fragment := drawn.Fragment{
		Words: said, Host: host,
		Assets: a.PublicURL + "/assets/" + a.build + "/", Page: a.PublicURL + pageAddress(host, lang),
		Count: t.Article.CommentCount, Sort: string(t.Sort), Closed: closedWords(said, on, t.Article), HasNext: t.Next != "",
	}
	var err error
	if fragment.Comments, err = drawnComments(t.Comments); err != nil {
		return nil, err
	}
	if fragment.Schema, err = schemaOf(t); err != nil {
		return nil, err
	}
	leaveOutBodies(t.Comments)
	if fragment.JSON, err = json.Marshal(t); err != nil {
		return nil, fmt.Errorf("write thread: %w", err)
	}
	return fragment.HTML()
}

// pageAddress is where the same thread is as a page without script.
func pageAddress(host drawn.Host, lang string) string {
	q := url.Values{}
	for name, value := range map[string]string{"site": host.Site, "thread_id": host.ThreadID, "url": host.URL, "sort": host.Sort, "lang": lang} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "/t/?" + q.Encode()
}

// leaveOutBodies takes out what the fragment shows already.
func leaveOutBodies(comments []commentJSON) {
	for i := range comments {
		comments[i].Body = noBody
		leaveOutBodies(comments[i].Replies)
	}
}
