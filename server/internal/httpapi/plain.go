package httpapi

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/markup"
	"understory/server/internal/plain"
	"understory/server/internal/site"
)

// plainPage is a thread as a page without script: what was asked, and what will be drawn of it.
type plainPage struct {
	*api
	c     *fiber.Ctx
	on    site.Site
	asked comment.ThreadQuery
	guest account.KeyHash // whose browser it is, zero for a stranger
	// newKey is the key of who posts here for the first time.
	newKey string
	drawn  plain.Page
}

// plainThread answers GET /t/: everything that can be read, and the forms to write.
func (a *api) plainThread(c *fiber.Ctx) error {
	p := &plainPage{api: a, c: c}
	if err := p.read(); err != nil {
		return p.refuse(err)
	}
	return p.send(fiber.StatusOK)
}

func (p *plainPage) read() error {
	p.drawn.Words = p.words("")
	q, err := parseQuery(p.c)
	if err != nil {
		return err
	}
	lang, err := q.one("lang")
	if err != nil {
		return err
	}
	p.drawn.Words = p.words(lang)
	if p.on, err = p.site(p.c); err != nil {
		return p.unknownSite(err)
	}
	if q["url"] == nil && q["thread_id"] == nil {
		return badQuery("url", "%s", p.drawn.Say("noAddress"))
	}
	if p.asked, err = threadQuery(p.c); err != nil {
		return err
	}
	p.guest = p.guestOf()
	branch, err := q.one("branch")
	if err != nil {
		return err
	}
	if branch != "" {
		return p.readBranch(branch)
	}
	return p.readThread()
}

// words are those of the language that is asked for, else of the one that the browser names first.
func (p *plainPage) words(lang string) plain.Words {
	if lang == "" {
		lang, _, _ = strings.Cut(p.c.Get(fiber.HeaderAcceptLanguage), ",")
		lang, _, _ = strings.Cut(strings.TrimSpace(lang), ";")
	}
	return plain.Words{Words: p.wordsIn(lang)}
}

func (p *plainPage) unknownSite(err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return fault.New(fault.NotFound, "%s", p.drawn.Say("unknownSite"))
}

func (p *plainPage) readThread() error {
	read, err := p.Comments.Thread(requestContext(p.c), p.on, p.asked)
	if err != nil {
		return err
	}
	p.tellStory(read.Article)
	for _, order := range sorts {
		link := plain.Link{Label: p.drawn.Say(string(order))}
		if order != read.Sort {
			link.Address = p.address(changed{"sort": string(order), "cursor": ""})
		}
		p.drawn.Orders = append(p.drawn.Orders, link)
	}
	if read.Next != "" {
		p.drawn.Next = p.address(changed{"cursor": read.Next})
	}
	if p.asked.Cursor != "" {
		p.drawn.First = p.address(changed{"cursor": ""})
	}
	p.drawn.Comments = p.comments(read.Comments, "")
	if p.mayPost(read.Article) {
		p.drawn.Write = p.form(p.drawn.Say("write"), p.drawn.Say("postComment"), "")
	} else if p.drawn.Closed = p.drawn.Say("guestsOff"); read.Article.Status == comment.Closed {
		p.drawn.Closed = p.closedWords(read.Article)
	}
	if p.asked.Cursor == "" {
		if err := p.readOwn(); err != nil {
			return err
		}
	}
	if !p.on.Settings.SearchHidden && read.Article.CommentCount > 0 {
		p.drawn.Description = describe(threadShape(p.on, read))
	}
	return nil
}

func (p *plainPage) closedWords(a comment.Article) string {
	if a.CommentCount == 0 {
		return p.drawn.Say("closedEmpty")
	}
	return p.drawn.Count("closed", a.CommentCount)
}

// readBranch reads one comment with the replies below it, and a form to answer it where that was asked for.
func (p *plainPage) readBranch(text string) error {
	id, ok := parseID(text)
	if !ok {
		return badQuery("branch", "%q is no comment's id.", shortened(text))
	}
	link, err := p.Comments.Permalink(requestContext(p.c), p.on, id)
	if err != nil {
		return err
	}
	replies, err := p.Comments.Replies(requestContext(p.c), p.on, id, p.asked.Cursor)
	if err != nil {
		return err
	}
	p.tellStory(link.Article)
	p.drawn.Whole = p.address(changed{"branch": "", "cursor": ""})
	top := *link.Comment
	top.Replies, top.More = replies.Comments, nil
	p.drawn.Comments = p.comments([]*comment.Node{&top}, "")
	if replies.Next != "" {
		p.drawn.Next = p.address(changed{"cursor": replies.Next})
	}
	if query(p.query())["reply"] != nil && top.Public() && p.mayPost(link.Article) {
		form := p.form(p.drawn.Fill("replyTo", "name", top.Name), p.drawn.Say("postReply"), id.String())
		form.Cancel = p.drawn.Whole
		p.drawn.Comments[0].Form = form
	}
	return nil
}

func (p *plainPage) tellStory(a comment.Article) {
	p.drawn.Title, p.drawn.Total = a.Title, a.CommentCount
	if address, err := url.Parse(a.URL); err == nil && (address.Scheme == "http" || address.Scheme == "https") {
		p.drawn.Story = a.URL
	}
	if posted := query(p.query())["posted"]; len(posted) == 1 {
		p.drawn.Status = p.drawn.Say(map[bool]string{true: "posted", false: "postedHeld"}[posted[0] == string(comment.Published)])
	}
}

func (p *plainPage) mayPost(a comment.Article) bool {
	return a.Status == comment.Open && p.on.Settings.Guests != site.GuestsOff
}

// comments are those shown, with what can be done about each.
func (p *plainPage) comments(nodes []*comment.Node, answers string) []plain.Comment {
	drawn := make([]plain.Comment, 0, len(nodes))
	for _, node := range nodes {
		one := p.comment(node.Comment, answers)
		name := one.Name
		if name == "" {
			name = p.drawn.Say("goneName")
		}
		one.Replies = p.comments(node.Replies, name)
		if node.More != nil {
			one.More = &plain.Link{
				Label:   p.drawn.Count("moreInBranch", node.More.Count),
				Address: p.address(changed{"branch": node.ID.String(), "cursor": ""}),
			}
		}
		drawn = append(drawn, one)
	}
	return drawn
}

func (p *plainPage) comment(c comment.Comment, answers string) plain.Comment {
	drawn := plain.Comment{ID: c.ID.String(), At: c.CreatedAt, Answers: answers}
	if !c.Public() {
		drawn.Gone = p.drawn.Say(goneKey(c.Status))
		return drawn
	}
	drawn.Name, drawn.Edited, drawn.Respects, drawn.Body = c.Name, !c.EditedAt.IsZero(), c.Respects, bodyOf(c)
	drawn.Reply = p.address(changed{"branch": drawn.ID, "reply": "1", "cursor": ""}) + "#write"
	return drawn
}

// bodyOf is the text as markup writes it, in which nothing but its twelve tags can stand.
func bodyOf(c comment.Comment) template.HTML {
	read, err := markup.Decode(c.Tree)
	if err != nil { // what is kept was written by markup itself
		return ""
	}
	return template.HTML(read.HTML()) //nolint:gosec // markup escapes; its tests and fuzzing hold that
}

func goneKey(s comment.Status) string {
	switch s {
	case comment.Withdrawn, comment.Erased:
		return "gone_" + string(s)
	default:
		return "gone_rejected"
	}
}

// readOwn adds what only its author may see.
func (p *plainPage) readOwn() error {
	if p.guest == (account.KeyHash{}) {
		return nil
	}
	seen, err := p.Comments.Viewer(requestContext(p.c), p.on, p.asked.Page, p.guest)
	if err != nil {
		return err
	}
	for _, own := range seen.Own {
		if own.Status == comment.Held || own.Status == comment.Rejected {
			one := plain.Comment{ID: own.ID.String(), At: own.CreatedAt, Name: own.Name, Body: bodyOf(own), Note: own.Reason}
			if own.Status == comment.Held && one.Note == "" {
				one.Note = p.drawn.Say("postedHeld")
			}
			p.drawn.Own = append(p.drawn.Own, one)
		}
	}
	return nil
}

// query is the address's, read before.
func (p *plainPage) query() url.Values {
	q, err := parseQuery(p.c)
	if err != nil {
		return nil
	}
	return url.Values(q)
}

// changed are parameters of an address that shall be others; "" takes one away.
type changed map[string]string

// address is this page's with some parameters changed.
func (p *plainPage) address(other changed) string {
	q := url.Values{}
	for _, name := range []string{"site", "url", "thread_id", "lang", "sort", "branch", "cursor"} {
		if value := p.query().Get(name); value != "" {
			q.Set(name, value)
		}
	}
	for name, value := range other {
		if q.Del(name); value != "" {
			q.Set(name, value)
		}
	}
	return "/t/?" + q.Encode()
}

func (p *plainPage) send(status int) error {
	drawn, err := plain.Draw(p.drawn)
	if err != nil {
		return fmt.Errorf("draw thread: %w", err)
	}
	p.c.Set(fiber.HeaderContentSecurityPolicy, plain.Policy)
	p.c.Set(fiber.HeaderVary, "Cookie, Accept-Language")
	p.c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return p.c.Status(status).Send(bytes.TrimSpace(drawn))
}

// refuse draws why there is nothing to read. What is ours to mend is kept for the log.
func (p *plainPage) refuse(err error) error {
	why := problemOf(err)
	if why.Status >= fiber.StatusInternalServerError {
		current(p.c).cause = err
	}
	p.drawn.Problem = why.Detail
	return p.send(why.Status)
}
