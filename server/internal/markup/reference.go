package markup

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/util"
)

// reference is a backslash escape, or an entity or number for a character, as in CommonMark 0.31.2 section 2.4 and 2.5.
var reference = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")

var entity = regexp.MustCompile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")

func decode(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	return reference.ReplaceAllStringFunc(s, func(found string) string {
		if found[0] == '\\' {
			return found[1:]
		}
		return decodeEntity(found)
	})
}

// decodeEntities is decode for addresses without brackets around them, in which a backslash is no escape.
func decodeEntities(s string) string {
	return entity.ReplaceAllStringFunc(s, decodeEntity)
}

func decodeEntity(found string) string {
	if found[1] == '#' {
		return html.UnescapeString(found)
	}
	if named, ok := util.LookUpHTML5EntityByName(found[1 : len(found)-1]); ok {
		return string(named.Characters)
	}
	return found
}
