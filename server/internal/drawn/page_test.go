package drawn

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func drawPage(t testing.TB, p Page) string {
	t.Helper()
	p.Words = english(t)
	drawn, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return string(drawn)
}

func TestThePolicyLetsInTheStyleOfThePageAlone(t *testing.T) {
	t.Parallel()
	found := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(drawPage(t, Page{}), -1)
	if len(found) != 1 || !strings.Contains(Policy, "style-src 'sha256-"+digest(found[0][1])+"'") {
		t.Errorf("%d styles, and the policy is %s", len(found), Policy)
	}
	if strings.Contains(Policy, "unsafe") || strings.Contains(found[0][1], "/*") || strings.Contains(found[0][1], "\n") {
		t.Errorf("policy %s, style %.80s", Policy, found[0][1])
	}
}

func TestAPageHasOneHeadingOfTheFirstLevel(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]Page{
		"a story":          {Title: "Lamps", Story: "https://e.org/a", Comments: []Comment{said("1", "Ada")}},
		"nothing":          {Refusal: &Refusal{Why: []Said{{Text: "Why"}}}},
		"a story, unnamed": {Story: "https://e.org/a"},
	} {
		if got := drawPage(t, p); strings.Count(got, "<h1") != 1 || strings.Count(got, "</h1>") != 1 {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestWhatAPageLacksLeavesNoEmptyElement(t *testing.T) {
	t.Parallel()
	got := drawPage(t, Page{Title: "Lamps"})
	for _, unwanted := range []string{"<nav", "<form", "<ol", "role=", "canonical", "ld+json", "Printed", "<p>", "class=\"quiet\""} {
		if strings.Contains(got, unwanted) {
			t.Errorf("%s in %s", unwanted, got)
		}
	}
}

// What a browser sends back must be what was kept: it drops a line end that stands first in a textarea.
func TestAKeptTextIsReadByABrowserAsItWasTyped(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"plain", "\n\nfirst lines empty", "ends so\n", "</textarea><b>", "&amp; <i> \"'", ""} {
		page, err := html.Parse(strings.NewReader(drawPage(t, Page{Write: &Form{Place: "write", Text: text, Name: text}})))
		if err != nil {
			t.Fatal(err)
		}
		var kept string
		for node := range page.Descendants() {
			if node.Data == "textarea" && node.FirstChild != nil {
				kept = node.FirstChild.Data
			}
		}
		if kept != text {
			t.Errorf("%q is read as %q", text, kept)
		}
	}
}

// FuzzPage holds that nothing from outside can become markup, leave its place, or lead anywhere but to the web.
func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		"Ada", `"><script>alert(1)</script>`, "</textarea></form>", "</style><b>", "<!--", "javascript:alert(1)", "\u202EadA", "{{.}}", "' onload='x", "\n",
	} {
		f.Add(seed, seed)
	}
	filled := func(text, address string) Page {
		quoted, _ := json.Marshal(text)
		form := Form{
			Place: "write", Label: text, Submit: text, Hidden: []Field{{text, address}}, Text: text, Name: text, Rules: text, IsHeld: true, IsNew: true,
			Refusal: &Refusal{What: text, Why: []Said{{text, "en"}}}, Confirm: text, Cancel: address,
		}
		root := said("1", text, said("2", text))
		root.More, root.EditedAt, root.Respects = 2, noon, 3
		root.Here = Here{IsOwn: true, Note: text, Reply: address, Rest: address, Withdraw: address, Form: &form, Asking: &Asking{form.Hidden, address}}
		return Page{
			Title: text, Story: address, Count: 2, Sorts: []Link{{text, ""}, {text, address}}, Whole: address, Status: text, Closed: text,
			Refusal: form.Refusal, Write: &form, Elsewhere: []Comment{root}, Comments: []Comment{root}, Next: address, First: address, Schema: quoted,
		}
	}
	f.Fuzz(func(t *testing.T, text, address string) {
		if text == "" || address == "" {
			t.Skip() // fewer elements, rightly
		}
		got := drawPage(t, filled(text, address))
		if skeleton(t, got) != skeleton(t, drawPage(t, filled("x", "x"))) {
			t.Errorf("%q and %q change the elements:\n%s", text, address, got)
		}
		checkAddresses(t, got)
	})
}
