// Package widget carries the built front end inside the binary: the loader, the comments and the
// dashboard, as `npm run build` left them in dist, and the words in which comments are shown. It does not
// know how they are served.
package widget

import (
	"embed"
	"io/fs"
)

//go:embed dist
var files embed.FS

// Dist is the folder dist: embed.js, comments.js, texts/de.js, dashboard.html and the rest, and build.txt,
// the content hash that stands in their addresses.
var Dist = mustSub(files, "dist")

//go:embed texts/*.json
var texts embed.FS

// Texts is the folder texts: a file for each language, such as pt.json, with a section for each of its users.
var Texts = mustSub(texts, "texts")

// mustSub panics only if a folder is missing, which the compiler has already refused.
func mustSub(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err)
	}
	return sub
}
