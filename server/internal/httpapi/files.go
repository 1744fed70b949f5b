package httpapi

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// files are static ones, read whole at the start: there are few, and a request can then name nothing else.
type files map[string]*file

type file struct {
	body
	kind string
}

// kinds are ours and not the machine's, on which the type of a script must not depend.
var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".ico":   "image/x-icon",
	".jpg":   "image/jpeg",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".webp":  "image/webp",
	".woff2": "font/woff2",
}

func readFiles(from fs.FS) (files, error) {
	read := make(files)
	err := fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		kind, known := kinds[path.Ext(name)]
		if !known {
			kind = "application/octet-stream"
		}
		f := &file{kind: kind}
		f.fill(content)
		f.brotliLevel, f.brotliAfter = brotliBest, 0
		read[name] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read files: %w", err)
	}
	return read, nil
}

// send answers with a file, or 404 when there is none of that name.
func (f files) send(c *fiber.Ctx, name, cacheControl string) error {
	found, ok := f[name]
	if !ok {
		return fiber.ErrNotFound
	}
	current(c).routine = true
	c.Set(fiber.HeaderContentType, found.kind)
	c.Set(fiber.HeaderCacheControl, cacheControl)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	found.send(c.Context())
	return nil
}

// languages are those for which there are texts.
func (f files) languages() []string {
	var all []string
	for name := range f {
		lang, isTexts := strings.CutPrefix(name, "texts/")
		if isTexts && !strings.HasSuffix(lang, secondHalf+".js") {
			all = append(all, strings.TrimSuffix(lang, ".js"))
		}
	}
	return all
}

// build is the content hash that stands in the addresses of the front end.
func (f files) build() string {
	if stamp, ok := f["build.txt"]; ok {
		return strings.TrimSpace(string(stamp.plain))
	}
	return ""
}
