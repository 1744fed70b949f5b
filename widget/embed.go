// Package widget carries the built front end inside the binary: the loader, the comments and the
// dashboard, as `npm run build` left them in dist. It does not know how they are served.
package widget

import (
	"embed"
	"io/fs"
)

//go:embed dist
var files embed.FS

// Dist is the folder dist: embed.js, comments.js, dashboard.html and the rest, and build.txt, the
// content hash that stands in their addresses.
var Dist = mustSub(files, "dist")

// mustSub panics only if dist is missing, which the compiler has already refused.
func mustSub(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err)
	}
	return sub
}
