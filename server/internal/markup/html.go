package markup

import (
	"html"
	"strings"
)

// HTML is the document for pages that the server writes: escaped throughout, its links without the site's credit. The
// widget draws the same elements (widget/src/shared/markup.ts).
func (d Document) HTML() string {
	var out strings.Builder
	for _, n := range d.blocks {
		n.writeHTML(&out)
	}
	return out.String()
}

func (n node) writeHTML(out *strings.Builder) {
	switch n.tag {
	case "":
		out.WriteString(html.EscapeString(n.text))
		return
	case "br":
		out.WriteString("<br>")
		return
	case "a":
		out.WriteString(`<a href="` + html.EscapeString(n.href) + `" rel="ugc nofollow noopener">`)
	case "pre": // it scrolls sideways, so the keyboard must be able to stop there
		out.WriteString(`<pre tabindex="0"><code>` + html.EscapeString(n.children[0].text) + "</code></pre>")
		return
	default:
		out.WriteString("<" + n.tag + ">")
	}
	for _, c := range n.children {
		c.writeHTML(out)
	}
	out.WriteString("</" + n.tag + ">")
}
