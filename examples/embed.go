// Package examples holds the pages and set-ups that show Understory at work. It carries the example
// newspaper inside the binary and knows nothing of the server that shows it.
package examples

import (
	"embed"
	"io/fs"
)

//go:embed newspaper
var files embed.FS

// Newspaper is the site of The Marren Ledger, an invented paper: index.html, the stories in stories/,
// newspaper.css, favicon.svg and pictures/. Its pages name each other, and embed.js, from the root, so
// it must be served at "/". They need nothing beyond a Content-Security-Policy of default-src 'self'.
var Newspaper = newspaper()

func newspaper() fs.FS {
	root, err := fs.Sub(files, "newspaper")
	if err != nil {
		panic(err) // only an invalid folder name can cause it
	}
	return root
}
