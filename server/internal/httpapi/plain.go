package httpapi

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/drawn"
	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/words"
)

// plainPage is a thread as a page that needs no script, while it is being made.
type plainPage struct {
	*api
	c     *fiber.Ctx
	at    plainAddress
	said  words.Words
	on    site.Site
	asked comment.ThreadQuery
	guest account.KeyHash // whose browser it is; zero for a stranger
	seen  comment.Viewer  // what the guest did here
	drawn drawn.Page
}

// plainAddress is what the address of a plain page says, by the names of its parameters.
type plainAddress map[string]string

var (
	// plainPlaces say which comments are shown, and how. Every link and form of a page goes on with them.
	plainPlaces = []string{"site", "url", "thread_id", "lang", "sort", "branch", "cursor"}
	// plainMoments say what is just being done, and to which comment.
	plainMoments = []string{"reply", "posted", "withdraw", "withdrawn"}
)

// address reads what a plain page is asked for. Faults: BadQuery.
func (q query) address(names ...string) (plainAddress, error) {
	at := plainAddress{}
	for _, name := range names {
		value, err := q.one(name)
		if err != nil {
			return nil, err
		}
		at[name] = value
	}
	return at, nil
}

// changed are other values for an address; "" takes a parameter away.
type changed map[string]string

// with is the address of another plain page.
func (at plainAddress) with(other changed) string {
	q := url.Values{}
	for _, name := range plainPlaces {
		q.Set(name, at[name])
	}
	for name, value := range other {
		q.Set(name, value)
	}
	for name := range q {
		if q.Get(name) == "" {
			q.Del(name)
		}
	}
	return "/t/?" + q.Encode()
}

// plainThread answers GET /t/: all that can be read, and forms to write.
func (a *api) plainThread(c *fiber.Ctx) error {
	p := &plainPage{api: a, c: c}
	p.speak()
	q, err := parseQuery(c)
	if err != nil {
		return p.refuse(err)
	}
	if p.at, err = q.address(append(plainMoments, plainPlaces...)...); err != nil {
		return p.refuse(err)
	}
	p.speak()
	if err := p.read(); err != nil {
		return p.refuse(err)
	}
	return p.send(fiber.StatusOK)
}

// speak chooses the language that the address names, else the one that the browser names first.
func (p *plainPage) speak() {
	lang := p.at["lang"]
	if lang == "" {
		lang, _, _ = strings.Cut(p.c.Get(fiber.HeaderAcceptLanguage), ",")
		lang, _, _ = strings.Cut(strings.TrimSpace(lang), ";")
	}
	if !languageTag.MatchString(lang) {
		lang = ""
	}
	p.said = p.wordsIn(lang)
	p.drawn.Words = p.said
}

// read finds and draws what the address asks for. Faults: NotFound, BadQuery, BadCursor, Origin.
func (p *plainPage) read() (err error) {
	if p.on, err = p.namedSite(); err != nil {
		return err
	}
	if p.at["url"] == "" && p.at["thread_id"] == "" {
		return worded{badQuery("url", "There is neither url nor thread_id."), p.said.Page.Say("noAddress")}
	}
	p.asked = comment.ThreadQuery{Sort: comment.Sort(p.at["sort"]), Limit: comment.FirstPage, Cursor: p.at["cursor"]}
	if p.asked.Sort == "" {
		p.asked.Sort = comment.Best
	}
	if p.asked.Page, err = comment.PageOf(p.at["thread_id"], p.at["url"], ""); err != nil {
		return inAddress(err)
	}
	p.readGuest()
	if p.at["branch"] != "" {
		err = p.readBranch(p.at["branch"])
	} else {
		err = p.readThread()
	}
	if err != nil {
		return err
	}
	return p.placeReplyForm()
}

// namedSite is the site that the address names. Faults: NotFound.
func (p *plainPage) namedSite() (site.Site, error) {
	on, err := p.find(p.c, p.at["site"])
	if fault.KindOf(err) == fault.NotFound {
		err = worded{err, p.said.Page.Say("unknownSite")}
	}
	return on, err
}

func (p *plainPage) readThread() error {
	t, err := p.threadAsked(requestContext(p.c), p.on, p.asked)
	if err != nil {
		return err
	}
	if t.Article.ID == nil && p.at["url"] != "" && !p.on.AllowsPage(p.at["url"]) {
		return errOrigin()
	}
	p.tellStory(t.Article)
	for _, sort := range sorts {
		link := drawn.Link{Label: p.said.Reading.Say(string(sort))}
		if sort != t.Sort {
			link.Address = p.at.with(changed{"sort": string(sort), "cursor": ""})
		}
		p.drawn.Sorts = append(p.drawn.Sorts, link)
	}
	if p.at["cursor"] != "" {
		p.drawn.First = p.at.with(changed{"cursor": ""})
	}
	if t.Next != "" {
		p.drawn.Next = p.at.with(changed{"cursor": t.Next})
	}
	p.drawn.Closed = closedWords(p.said, p.on, t.Article)
	// The first comment must bring the story's address, so without one there is no form for it.
	if p.drawn.Closed == "" && (t.Article.ID != nil || p.asked.Page.URL != "") {
		p.drawn.Write = p.storyForm()
	}
	if err := p.drawComments(t.Comments, t.Article); err != nil {
		return err
	}
	p.drawn.IsEmpty = p.drawn.Closed == "" && len(p.drawn.Comments)+len(p.drawn.Elsewhere) == 0
	p.drawn.Schema, err = schemaOf(t)
	return err
}

// readBranch reads one comment with a page of the replies to it.
func (p *plainPage) readBranch(text string) error {
	gone := worded{fault.New(fault.NotFound, "This comment is not there."), p.said.Writing.Say("linkGone")}
	p.drawn.Whole = p.at.with(changed{"branch": "", "cursor": ""})
	id, ok := parseID(text)
	if !ok {
		return gone
	}
	link, err := p.Comments.Permalink(requestContext(p.c), p.on, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && link.Article.Identity != p.asked.Page.Identity {
		return gone
	}
	if err != nil {
		return err
	}
	replies, err := p.Comments.Replies(requestContext(p.c), p.on, id, p.asked.Cursor)
	if err != nil {
		return err
	}
	article := articleShape(link.Article)
	p.tellStory(article)
	if p.at["cursor"] != "" {
		p.drawn.First = p.at.with(changed{"cursor": ""})
	}
	if replies.Next != "" {
		p.drawn.Next = p.at.with(changed{"cursor": replies.Next})
	}
	top := publicShape(link.Comment.Comment)
	top.Replies = nodeShapes(replies.Comments)
	return p.drawComments([]commentJSON{top}, article)
}

func (p *plainPage) tellStory(a articleJSON) {
	p.drawn.Title, p.drawn.Count = a.Title, a.CommentCount
	story, err := url.Parse(a.URL)
	if err != nil || story.Scheme != "http" && story.Scheme != "https" {
		return
	}
	p.drawn.Story = a.URL
	if a.Title == "" { // nobody has told us
		p.drawn.Title = strings.TrimSuffix(story.Host+story.Path, "/")
	}
}

func (p *plainPage) drawComments(shapes []commentJSON, a articleJSON) (err error) {
	if p.drawn.Comments, err = drawnComments(shapes); err != nil {
		return err
	}
	p.lead(p.drawn.Comments, shapes, canPost(p.on, a))
	return p.drawOwn()
}

// lead adds to comments the ways on from them.
func (p *plainPage) lead(comments []drawn.Comment, shapes []commentJSON, canPost bool) {
	for i, shape := range shapes {
		here := &comments[i].Here
		if canPost && shape.Author != nil && shape.Level < comment.MaxLevel {
			here.Reply = p.at.with(changed{"reply": comments[i].ID}) + "#" + replyPlace
		}
		if shape.More != nil {
			after := shape.More.Cursor
			if len(shape.Replies) == 0 {
				after = "" // the branch begins with its first reply
			}
			here.Rest = p.at.with(changed{"branch": comments[i].ID, "cursor": after})
		}
		p.lead(comments[i].Replies, shape.Replies, canPost)
	}
}

// findDrawn is the comment with an id among those drawn, nil when it is not there.
func findDrawn(comments []drawn.Comment, id string) *drawn.Comment {
	for i := range comments {
		if comments[i].ID == id {
			return &comments[i]
		}
		if found := findDrawn(comments[i].Replies, id); found != nil {
			return found
		}
	}
	return nil
}

// isPrivate says whether the page shows what only this reader may see, or see now.
func (p *plainPage) isPrivate() bool {
	return p.guest != account.KeyHash{} || p.at["posted"]+p.at["withdrawn"] != "" || p.c.Method() == fiber.MethodPost
}

// send answers with the page. Whoever has no key here gets the page that everybody gets, which caches may keep as long
// as the thread itself.
func (p *plainPage) send(status int) error {
	if p.isPrivate() {
		p.drawn.Schema = nil // for search engines, who write nothing
	}
	html, err := p.drawn.HTML()
	if err != nil {
		return err
	}
	setLines(&p.c.Response().Header, plainLines)
	p.c.Status(status)
	if status != fiber.StatusOK || p.isPrivate() {
		return p.c.Send(html)
	}
	p.c.Set(fiber.HeaderCacheControl, forEverybody)
	p.c.Set(fiber.HeaderVary, "Accept-Encoding, Accept-Language, Cookie")
	newBody(html).send(p.c.Context())
	return nil
}

// plainLines stand on every plain page, beside those of its class.
var plainLines = lines(
	"Content-Type", fiber.MIMETextHTMLCharsetUTF8,
	"Content-Security-Policy", drawn.Policy,
	"Vary", "Accept-Language, Cookie",
	"Referrer-Policy", "strict-origin-when-cross-origin",
	"X-Frame-Options", "DENY",
)
