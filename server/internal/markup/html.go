package markup

import (
	"html"
	"strings"
)

// HTML is the document for pages that the server writes: escaped throughout, its links without the site's credit.
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
	case "pre":
		out.WriteString("<pre>\n") // HTML drops a line end there, and with it none of the text's own
	default:
		out.WriteString("<" + n.tag + ">")
	}
	for _, c := range n.children {
		c.writeHTML(out)
	}
	out.WriteString("</" + n.tag + ">")
}
