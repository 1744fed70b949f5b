package examples_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"understory/examples"
)

// page is one HTML file, parsed as a browser would.
type page struct {
	name string
	root *html.Node
}

func readPage(t *testing.T, files fs.FS, name string) page {
	t.Helper()
	content, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("parse %s: %v", name, err)
	}
	return page{name, root}
}

// readPages gives the pages of the newspaper whose names match.
func readPages(t *testing.T, pattern string) []page {
	t.Helper()
	names, err := fs.Glob(examples.Newspaper, pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatalf("no page matches %s", pattern)
	}
	pages := make([]page, len(names))
	for i, name := range names {
		pages[i] = readPage(t, examples.Newspaper, name)
	}
	return pages
}

func stories(t *testing.T) []page { t.Helper(); return readPages(t, "stories/*.html") }

func allPages(t *testing.T) []page { t.Helper(); return append(readPages(t, "*.html"), stories(t)...) }

// elements gives the elements with one of these names beneath a node, in order; without names, all.
func elements(root *html.Node, names ...string) []*html.Node {
	var found []*html.Node
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && (len(names) == 0 || slices.Contains(names, node.Data)) {
			found = append(found, node)
		}
	}
	return found
}

func attribute(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text gives the words beneath a node, scripts left out.
func text(node *html.Node) string {
	var words strings.Builder
	for n := range node.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" {
			words.WriteString(n.Data + " ")
		}
	}
	return words.String()
}

func slug(p page) string { return strings.TrimSuffix(path.Base(p.name), ".html") }

// tags gives the script tags that load the widget.
func tags(p page) []*html.Node {
	return slices.DeleteFunc(elements(p.root, "script"), func(script *html.Node) bool {
		return !strings.HasSuffix(attribute(script, "src"), "/embed.js")
	})
}

// threadIDs gives the threads a page shows, by tag or by element.
func threadIDs(p page) []string {
	var ids []string
	for _, tag := range tags(p) {
		ids = append(ids, attribute(tag, "data-thread-id"))
	}
	for _, element := range elements(p.root, "understory-comments") {
		ids = append(ids, attribute(element, "thread-id"))
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

func TestEveryPageHoldsTheTagOnce(t *testing.T) {
	t.Parallel()
	for _, p := range allPages(t) {
		found := tags(p)
		if len(found) != 1 {
			t.Errorf("%s: got %d tags for embed.js, want 1", p.name, len(found))
			continue
		}
		if src, site := attribute(found[0], "src"), attribute(found[0], "data-site"); src != "/embed.js" || site != "demo" {
			t.Errorf("%s: got src %q and data-site %q, want /embed.js and demo", p.name, src, site)
		}
		for _, element := range elements(p.root, "understory-comments") {
			if site := attribute(element, "site"); site != "demo" {
				t.Errorf("%s: <understory-comments> got site %q, want demo", p.name, site)
			}
		}
	}
}

func TestEveryPageHasAThreadOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, p := range allPages(t) {
		want := slug(p)
		if p.name == "index.html" {
			want = "todays-question"
		}
		ids := threadIDs(p)
		if !slices.Equal(ids, []string{want}) {
			t.Errorf("%s: got threads %q, want %q alone", p.name, ids, want)
		}
		for _, id := range ids {
			if other, taken := seen[id]; taken {
				t.Errorf("thread %q is on %s and on %s", id, other, p.name)
			}
			seen[id] = p.name
		}
	}
}

func TestTheCommentsFollowTheArticle(t *testing.T) {
	t.Parallel()
	for _, p := range stories(t) {
		var order []string
		for _, element := range elements(p.root, "article", "understory-comments", "script") {
			order = append(order, element.Data)
		}
		if len(order) < 2 || order[0] != "article" || order[1] == "article" {
			t.Errorf("%s: got the order %q, want the article, then its comments", p.name, order)
		}
	}
}

func TestBothWaysToPlaceCommentsAreShown(t *testing.T) {
	t.Parallel()
	tagOnly, element := 0, 0
	for _, p := range stories(t) {
		if len(elements(p.root, "understory-comments")) > 0 {
			element++
		} else {
			tagOnly++
		}
	}
	if tagOnly <= element || element == 0 {
		t.Errorf("got %d stories with the tag alone and %d with the element, want some of both, most with the tag alone", tagOnly, element)
	}
}

func TestTheFrontPageCountsEveryStoryOnce(t *testing.T) {
	t.Parallel()
	front := readPage(t, examples.Newspaper, "index.html")
	counted := map[string]int{}
	for _, teaser := range elements(front.root, "article", "section") {
		if teaser.Data != "article" && attribute(teaser, "class") != "feature" {
			continue
		}
		counts := elements(teaser, "understory-count")
		if len(counts) != 1 {
			t.Errorf("teaser %.60q: got %d counts, want 1", text(teaser), len(counts))
			continue
		}
		id := attribute(counts[0], "thread-id")
		counted[id]++
		for _, link := range elements(teaser, "a") {
			if got, want := attribute(link, "href"), "/stories/"+id+".html"; got != want {
				t.Errorf("the teaser that counts %s links to %s, want %s", id, got, want)
			}
		}
	}
	for _, p := range stories(t) {
		if counted[slug(p)] != 1 {
			t.Errorf("%s: counted %d times on the front page, want 1", p.name, counted[slug(p)])
		}
		delete(counted, slug(p))
	}
	if len(counted) > 0 {
		t.Errorf("the front page counts %v, which are no stories", counted)
	}
}

func TestEveryInternalLinkAndPictureIsThere(t *testing.T) {
	t.Parallel()
	for _, p := range allPages(t) {
		for _, element := range elements(p.root) {
			for _, key := range []string{"href", "src"} {
				address := attribute(element, key)
				if address == "" || address == "/embed.js" {
					continue
				}
				if err := resolve(t, p, address); err != nil {
					t.Errorf("%s: <%s %s=%q>: %v", p.name, element.Data, key, address, err)
				}
			}
		}
	}
}

// resolve finds what an address of the newspaper names, down to the element of a fragment.
func resolve(t *testing.T, from page, address string) error {
	t.Helper()
	target, fragment, _ := strings.Cut(address, "#")
	name := from.name
	switch {
	case target == "/":
		name = "index.html"
	case strings.HasPrefix(target, "/"):
		name = target[1:]
	case target != "":
		return fmt.Errorf("not an address from the root")
	}
	if _, err := fs.Stat(examples.Newspaper, name); err != nil || fragment == "" {
		return err
	}
	for _, element := range elements(readPage(t, examples.Newspaper, name).root) {
		if attribute(element, "id") == fragment {
			return nil
		}
	}
	return fmt.Errorf("%s has no element with the id %q", name, fragment)
}

func TestEveryPictureIsShown(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, p := range allPages(t) {
		for _, img := range elements(p.root, "img") {
			shown[strings.TrimPrefix(attribute(img, "src"), "/")] = true
		}
	}
	pictures, err := fs.Glob(examples.Newspaper, "pictures/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pictures {
		if !shown[name] {
			t.Errorf("%s is on no page", name)
		}
	}
}

func TestPicturesSayTheirSizeSoThatNothingMoves(t *testing.T) {
	t.Parallel()
	for _, p := range allPages(t) {
		for _, img := range elements(p.root, "img") {
			src := attribute(img, "src")
			drawing, err := fs.ReadFile(examples.Newspaper, strings.TrimPrefix(src, "/"))
			if err != nil {
				t.Error(err)
				continue
			}
			size := fmt.Sprintf(`width="%s" height="%s"`, attribute(img, "width"), attribute(img, "height"))
			if svg, _, _ := strings.Cut(string(drawing), ">"); !strings.Contains(svg, size) {
				t.Errorf("%s: %s is said to have %s, but begins %s>", p.name, src, size, svg)
			}
		}
	}
}

func TestPicturesAreDescribedOrPassedOver(t *testing.T) {
	t.Parallel()
	for _, p := range allPages(t) {
		for _, img := range elements(p.root, "img") {
			hasAlt := slices.ContainsFunc(img.Attr, func(a html.Attribute) bool { return a.Key == "alt" })
			// A picture without words may only stand in a link that is hidden from screen readers.
			if !hasAlt || attribute(img, "alt") == "" && attribute(img.Parent, "aria-hidden") != "true" {
				t.Errorf("%s: %s has no description", p.name, attribute(img, "src"))
			}
		}
	}
}

// elsewhere is what a style sheet or a drawing would use to fetch something or to run something.
var elsewhere = regexp.MustCompile(`(?i)@import|@font-face|url\((?:[^#)]|#\))|xlink:|\shref=|<script|<style|<foreignObject|<image|\son\w+=|\sstyle=`)

func TestStyleSheetAndDrawingsFetchAndRunNothing(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(examples.Newspaper, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".html" {
			return err
		}
		content, err := fs.ReadFile(examples.Newspaper, name)
		if found := elsewhere.Find(content); found != nil {
			t.Errorf("%s holds %q", name, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPagesWorkUnderAStrictContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	loads := []string{"src", "srcset", "poster", "data", "action", "formaction", "background"}
	for _, p := range allPages(t) {
		for _, element := range elements(p.root) {
			if element.Data == "style" || element.Data == "base" || element.Data == "iframe" {
				t.Errorf("%s: holds a <%s>", p.name, element.Data)
			}
			if element.Data == "script" && (attribute(element, "src") == "" || element.FirstChild != nil) {
				t.Errorf("%s: holds an inline script", p.name)
			}
			for _, a := range element.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s> is inline", p.name, element.Data, a.Key)
				}
				fetched := slices.Contains(loads, a.Key) || a.Key == "href" && element.Data == "link"
				if fetched && (!strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "//")) {
					t.Errorf("%s: <%s %s=%q> comes from elsewhere", p.name, element.Data, a.Key, a.Val)
				}
			}
		}
	}
}

func TestTheNewspaperIsNotStyledForTheWidget(t *testing.T) {
	t.Parallel()
	sheet, err := fs.ReadFile(examples.Newspaper, "newspaper.css")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ToLower(string(sheet)), "understory") {
		t.Error("newspaper.css names understory: the widget must get along with a page that does not know it")
	}
}

func TestOneStoryReadsFromTheRight(t *testing.T) {
	t.Parallel()
	var fromTheRight []page
	for _, p := range allPages(t) {
		root := elements(p.root, "html")[0]
		switch lang, dir := attribute(root, "lang"), attribute(root, "dir"); {
		case dir == "rtl" && lang == "ar":
			fromTheRight = append(fromTheRight, p)
		case dir != "" || lang != "en" && lang != "de":
			t.Errorf("%s: got lang %q and dir %q, want en or de, or ar from the right", p.name, lang, dir)
		}
	}
	if len(fromTheRight) != 1 {
		t.Fatalf("got %d pages from the right, want 1", len(fromTheRight))
	}
	arabic, letters := 0, 0
	for _, r := range text(elements(fromTheRight[0].root, "article")[0]) {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Arabic, r) {
				arabic++
			}
		}
	}
	if arabic < 1000 || arabic*10 < letters*9 {
		t.Errorf("%s: got %d Arabic letters of %d, want a thousand and nine of ten", fromTheRight[0].name, arabic, letters)
	}
}

func TestStoriesAreLongAndShort(t *testing.T) {
	t.Parallel()
	all := stories(t)
	if len(all) < 6 {
		t.Errorf("got %d stories, want at least 6", len(all))
	}
	words := map[string]int{}
	for _, p := range all {
		words[slug(p)] = len(strings.Fields(text(elements(p.root, "article")[0])))
	}
	if got := words["four-minutes-slow"]; got < 1500 {
		t.Errorf("the long read has %d words, want at least 1,500", got)
	}
	if got := words["askerdale-road-closed"]; got == 0 || got > 120 {
		t.Errorf("the notice has %d words, want 1 to 120", got)
	}
}

func TestPagesTellWhatTheyAre(t *testing.T) {
	t.Parallel()
	titles := map[string]string{}
	for _, p := range allPages(t) {
		title := text(elements(p.root, "title")[0])
		if other, taken := titles[title]; taken {
			t.Errorf("%s and %s have the same title %q", other, p.name, title)
		}
		titles[title] = p.name
		described := map[string]string{}
		for _, meta := range elements(p.root, "meta") {
			described[attribute(meta, "name")+attribute(meta, "property")] = attribute(meta, "content")
		}
		for _, key := range []string{"description", "og:title", "og:type", "viewport"} {
			if described[key] == "" {
				t.Errorf("%s: no %s", p.name, key)
			}
		}
		if len(elements(p.root, "h1")) != 1 || len(elements(p.root, "main")) != 1 {
			t.Errorf("%s: want one <h1> and one <main>", p.name)
		}
	}
}

func TestTheSmallestPagesNeedTheTagAlone(t *testing.T) {
	t.Parallel()
	files := os.DirFS("html")
	for name, wantInsert := range map[string]string{"index.html": "", "counts.html": "off"} {
		p := readPage(t, files, name)
		if n := len(elements(p.root, "script", "link", "style", "understory-comments")); n != 1 {
			t.Errorf("html/%s: got %d scripts, links, styles and elements, want the tag alone", name, n)
		}
		found := tags(p)
		if len(found) != 1 {
			t.Fatalf("html/%s: got %d tags, want 1", name, len(found))
		}
		tag := found[0]
		if src, site := attribute(tag, "src"), attribute(tag, "data-site"); src != "http://localhost:8080/embed.js" || site != "demo" {
			t.Errorf("html/%s: got src %q and data-site %q", name, src, site)
		}
		if got := attribute(tag, "data-insert"); got != wantInsert {
			t.Errorf("html/%s: got data-insert %q, want %q", name, got, wantInsert)
		}
	}
}

func TestTheIndexCountsStoriesThatExist(t *testing.T) {
	t.Parallel()
	files := os.DirFS("html")
	index := readPage(t, files, "counts.html")
	counts := elements(index.root, "understory-count")
	if len(counts) == 0 {
		t.Fatal("html/counts.html counts nothing")
	}
	for _, count := range counts {
		story := readPage(t, files, attribute(elements(count.Parent, "a")[0], "href"))
		if url := attribute(count, "url"); url != "" && url != story.name {
			t.Errorf("html/counts.html: the count beside %s is of %s", story.name, url)
		}
		id := attribute(count, "thread-id")
		if ids := threadIDs(story); id != "" && !slices.Equal(ids, []string{id}) {
			t.Errorf("html/counts.html: the count of %s stands beside %s, which shows %q", id, story.name, ids)
		}
	}
}
