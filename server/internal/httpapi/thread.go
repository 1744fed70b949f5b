package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/site"
)

// thread answers a page of roots. A first page comes from memory, where the address need not even be read.
func (a *api) thread(c *fiber.Ctx) error {
	if kept := a.ready.known(c.Context().URI().QueryString()); kept != nil {
		return sendReady(c, &kept.body)
	}
	on, err := a.site(c)
	if err != nil {
		return err
	}
	asked, err := threadQuery(c)
	if err != nil {
		return err
	}
	sort := slices.Index(sorts[:], asked.Sort)
	if sort < 0 || asked.Cursor != "" || asked.Limit != comment.FirstPage {
		read, err := a.Comments.Thread(requestContext(c), on, asked)
		if err != nil {
			return err
		}
		return sendPublic(c, threadShape(on, read))
	}
	return a.firstPage(c, on, asked, sort)
}

func threadQuery(c *fiber.Ctx) (asked comment.ThreadQuery, err error) {
	q, err := parseQuery(c)
	if err != nil {
		return asked, err
	}
	if asked.Page, err = q.page(); err != nil {
		return asked, err
	}
	if asked.Limit, err = q.limit(); err != nil {
		return asked, err
	}
	if asked.Cursor, err = q.one("cursor"); err != nil {
		return asked, err
	}
	sort, err := q.one("sort")
	asked.Sort = comment.Sort(sort)
	if sort == "" {
		asked.Sort = comment.Best
	}
	if asked.Limit == 0 {
		asked.Limit = comment.FirstPage
	}
	return asked, err
}

func (a *api) firstPage(c *fiber.Ctx, on site.Site, asked comment.ThreadQuery, sort int) error {
	kept, err := a.keptPage(requestContext(c), on, asked, sort)
	if err != nil {
		return err
	}
	if kept == nil { // each asker's own address is repeated, so this one is shared with nobody
		return sendPublic(c, unknownThread(on, asked))
	}
	a.ready.learn(string(c.Context().URI().QueryString()), place{on.ID, asked.Page.Identity}, sort)
	return sendReady(c, &kept.body)
}

// keptPage is a first page from memory, which is read into it where need be; nil for an unknown article.
func (a *api) keptPage(ctx context.Context, on site.Site, asked comment.ThreadQuery, sort int) (*page, error) {
	return a.ready.read(ctx, place{on.ID, asked.Page.Identity}, on.Key, sort, func(ctx context.Context) (*page, error) {
		return a.readPage(ctx, on, asked)
	})
}

// unknownThread is that of an article on which nobody has commented.
func unknownThread(on site.Site, asked comment.ThreadQuery) threadJSON {
	unknown := comment.Article{URL: asked.Page.URL, Status: comment.Open}
	return threadShape(on, comment.Thread{Article: unknown, Sort: asked.Sort})
}

// threadAsked is a page of roots as the API answers it, for what draws it. A first page comes from memory, so that it
// is there without the database too.
func (a *api) threadAsked(ctx context.Context, on site.Site, asked comment.ThreadQuery) (shape threadJSON, err error) {
	sort := slices.Index(sorts[:], asked.Sort)
	if sort < 0 || asked.Cursor != "" || asked.Limit != comment.FirstPage {
		read, err := a.Comments.Thread(ctx, on, asked)
		return threadShape(on, read), err
	}
	kept, err := a.keptPage(ctx, on, asked, sort)
	if err != nil {
		return shape, err
	}
	if kept == nil {
		return unknownThread(on, asked), nil
	}
	if err := json.Unmarshal(kept.plain, &shape); err != nil {
		return shape, fmt.Errorf("read kept thread: %w", err)
	}
	return shape, nil
}

// readPage reads a first page from the database, nil for an unknown article.
func (a *api) readPage(ctx context.Context, on site.Site, asked comment.ThreadQuery) (*page, error) {
	read, err := a.Comments.Thread(ctx, on, asked)
	if err != nil || !read.Article.Known() {
		return nil, err
	}
	plain, err := json.Marshal(threadShape(on, read))
	if err != nil {
		return nil, fmt.Errorf("write thread of article %s: %w", read.Article.ID, err)
	}
	made := &page{article: read.Article.ID, version: read.Article.Version, settings: fingerprint(on)}
	made.fill(plain)
	return made, nil
}

func (a *api) replies(c *fiber.Ctx) error {
	on, id, err := a.siteAndID(c)
	if err != nil {
		return err
	}
	cursor, err := cursorOf(c)
	if err != nil {
		return err
	}
	branch, err := a.Comments.Replies(requestContext(c), on, id, cursor)
	if err != nil {
		return err
	}
	return sendPublic(c, branchJSON{Comments: nodeShapes(branch.Comments), Next: branch.Next})
}

func (a *api) comment(c *fiber.Ctx) error {
	on, id, err := a.siteAndID(c)
	if err != nil {
		return err
	}
	link, err := a.Comments.Permalink(requestContext(c), on, id)
	if err != nil {
		return err
	}
	return sendPublic(c, permalinkJSON{
		Comment: nodeShapes([]*comment.Node{link.Comment})[0], Ancestors: publicShapes(link.Ancestors), Article: articleShape(link.Article),
	})
}

// comments answers those of the ids that a thread shows, in the order asked for.
func (a *api) comments(c *fiber.Ctx) error {
	on, err := a.site(c)
	if err != nil {
		return err
	}
	ids, err := idsAsked(c)
	if err != nil {
		return err
	}
	found, err := a.Comments.Shown(requestContext(c), on, ids)
	if err != nil {
		return err
	}
	slices.SortFunc(found, func(x, y comment.Comment) int { return slices.Index(ids, x.ID) - slices.Index(ids, y.ID) })
	return sendPublic(c, branchJSON{Comments: publicShapes(found)})
}

func idsAsked(c *fiber.Ctx) ([]comment.ID, error) {
	q, err := parseQuery(c)
	if err != nil {
		return nil, err
	}
	texts, err := q.many("id")
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 {
		return nil, badQuery("id", "Say which comments: the address lacks id=….")
	}
	ids := make([]comment.ID, len(texts))
	for i, text := range texts {
		var ok bool
		if ids[i], ok = parseID(text); !ok {
			return nil, badQuery("id", "%q is no comment's id.", shortened(text))
		}
	}
	return ids, nil
}

// counts answers how many published comments pages have, by their names as sent. What was asked for lately comes from
// memory, where the address need not even be read.
func (a *api) counts(c *fiber.Ctx) error {
	address := c.Context().URI().QueryString()
	if kept := a.counted.known(address); kept != nil {
		return sendReady(c, &kept.body)
	}
	on, err := a.site(c)
	if err != nil {
		return err
	}
	identities, err := pagesAsked(c)
	if err != nil {
		return err
	}
	distinct := slices.Compact(slices.Sorted(maps.Values(identities)))
	pages := make([]place, len(distinct))
	for i, identity := range distinct {
		pages[i] = place{on.ID, identity}
	}
	kept, err := a.counted.read(requestContext(c), string(address), pages, func(ctx context.Context) (*counted, error) {
		return a.count(ctx, on, identities, distinct)
	})
	if err != nil {
		return err
	}
	return sendReady(c, &kept.body)
}

// count reads how many comments pages have from the database.
func (a *api) count(ctx context.Context, on site.Site, identities map[string]string, distinct []string) (*counted, error) {
	known, err := a.Comments.Counts(ctx, on, distinct)
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int64, len(identities))
	for sent, identity := range identities {
		counts[sent] = known[identity]
	}
	plain, err := json.Marshal(map[string]any{"counts": counts})
	if err != nil {
		return nil, fmt.Errorf("write counts: %w", err)
	}
	made := &counted{known: len(known)}
	made.fill(plain)
	return made, nil
}

// pagesAsked are the identities of pages by their names as sent.
func pagesAsked(c *fiber.Ctx) (map[string]string, error) {
	q, err := parseQuery(c)
	if err != nil {
		return nil, err
	}
	addresses, err := q.many("url")
	if err != nil {
		return nil, err
	}
	threads, err := q.many("thread_id")
	if err != nil {
		return nil, err
	}
	identities := make(map[string]string, len(addresses)+len(threads))
	for _, address := range addresses {
		page, err := comment.PageOf("", address, "")
		if err != nil {
			return nil, inAddress(err)
		}
		identities[address] = page.Identity
	}
	for _, id := range threads {
		page, err := comment.PageOf(id, "", "")
		if err != nil {
			return nil, inAddress(err)
		}
		identities[id] = page.Identity
	}
	switch {
	case len(identities) == 0:
		return nil, badQuery("url", "Say which pages: the address lacks url=… or thread_id=….")
	case len(identities) > mostMany:
		return nil, badQuery("url", "Ask for %d pages at most in one request.", mostMany)
	}
	return identities, nil
}

// siteAndID are the site of the address and the comment in its path. Faults: NotFound, BadQuery.
func (a *api) siteAndID(c *fiber.Ctx) (site.Site, comment.ID, error) {
	on, err := a.site(c)
	if err != nil {
		return site.Site{}, comment.ID{}, err
	}
	id, err := idInPath(c)
	return on, id, err
}

// idInPath is the id that stands in the path. Faults: NotFound.
func idInPath(c *fiber.Ctx) (uuid.UUID, error) {
	id, ok := parseID(c.Params("id"))
	if !ok {
		return uuid.UUID{}, fault.New(fault.NotFound, "There is nothing with this id.")
	}
	return id, nil
}

// parseID reads an id as we write it; the looser forms that the library takes would be more addresses of one thing.
func parseID(text string) (uuid.UUID, bool) {
	id, err := uuid.Parse(text)
	return id, err == nil && id.String() == text
}
