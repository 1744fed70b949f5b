package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// body is an answer's bytes, made once, and the encodings that clients ask for, each made when it is first worth it.
// Every encoding has an ETag of its own, as a strong one must; all three begin with the hash of the plain bytes.
type body struct {
	plain []byte
	etag  []byte

	gzip, brotli variant
	// brotliLevel and brotliAfter say how well to compress, and after how many readers: brotli costs more than gzip,
	// and many pages are read once.
	brotliLevel int
	brotliAfter int32
	brotliAsked atomic.Int32
	// grown is told how many bytes an encoding added. May be nil.
	grown func(bytes int)
}

type variant struct {
	once  sync.Once
	bytes []byte // nil where compressing made it no smaller
	etag  []byte
}

const (
	gzipLevel   = 6
	worthwhile  = 200 // fewer bytes than this fit a packet beside the headers anyway
	brotliQuick = 4   // for pages that change
	brotliBest  = 11  // for files that never do
)

func newBody(plain []byte) *body {
	b := new(body)
	b.fill(plain)
	return b
}

func (b *body) fill(plain []byte) {
	sum := sha256.Sum256(plain)
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	b.plain, b.etag = plain, []byte(`"`+tag+`"`)
	b.gzip.etag, b.brotli.etag = []byte(`"`+tag+`-gz"`), []byte(`"`+tag+`-br"`)
	b.brotliLevel, b.brotliAfter = brotliQuick, 1
}

// send answers a GET or HEAD: 304 to whoever has the bytes, else the best encoding that the client reads.
func (b *body) send(rc *fasthttp.RequestCtx) {
	header := &rc.Response.Header
	if held := b.held(rc.Request.Header.Peek(fiber.HeaderIfNoneMatch)); held != nil {
		header.SetCanonical(etagName, held)
		rc.Response.SetStatusCode(fiber.StatusNotModified)
		return
	}
	content, etag, encoding := b.choose(rc.Request.Header.Peek(fiber.HeaderAcceptEncoding))
	header.SetCanonical(etagName, etag)
	if encoding != "" {
		header.SetContentEncoding(encoding)
	}
	rc.Response.SetBodyRaw(content)
}

// choose takes brotli before gzip before plain bytes.
func (b *body) choose(accept []byte) (content, etag []byte, encoding string) {
	if len(b.plain) < worthwhile || len(accept) == 0 {
		return b.plain, b.etag, ""
	}
	if accepts(accept, "br") && (b.brotliAsked.Add(1) > b.brotliAfter || !accepts(accept, "gzip")) {
		b.brotli.once.Do(func() {
			b.keep(&b.brotli, fasthttp.AppendBrotliBytesLevel(nil, b.plain, b.brotliLevel))
		})
		if b.brotli.bytes != nil {
			return b.brotli.bytes, b.brotli.etag, "br"
		}
	}
	if accepts(accept, "gzip") {
		b.gzip.once.Do(func() { b.keep(&b.gzip, fasthttp.AppendGzipBytesLevel(nil, b.plain, gzipLevel)) })
		if b.gzip.bytes != nil {
			return b.gzip.bytes, b.gzip.etag, "gzip"
		}
	}
	return b.plain, b.etag, ""
}

func (b *body) keep(v *variant, compressed []byte) {
	if len(compressed) >= len(b.plain) {
		return
	}
	v.bytes = bytes.Clone(compressed) // without the room that it grew into
	if b.grown != nil {
		b.grown(len(v.bytes))
	}
}

// held is that ETag of ours which an If-None-Match names, nil when none.
func (b *body) held(list []byte) []byte {
	for len(list) > 0 {
		var one []byte
		one, list, _ = bytes.Cut(list, []byte(","))
		one = bytes.TrimPrefix(bytes.TrimSpace(one), []byte("W/"))
		if string(one) == "*" {
			return b.etag
		}
		for _, etag := range [][]byte{b.etag, b.gzip.etag, b.brotli.etag} {
			if bytes.Equal(one, etag) {
				return etag
			}
		}
	}
	return nil
}

// accepts says whether an Accept-Encoding takes a coding: by name or by a star, and not with a weight of zero.
func accepts(header []byte, coding string) bool {
	star := false
	for len(header) > 0 {
		var one []byte
		one, header, _ = bytes.Cut(header, []byte(","))
		name, parameters, _ := bytes.Cut(one, []byte(";"))
		name = bytes.TrimSpace(name)
		switch {
		case len(name) == len(coding) && bytes.EqualFold(name, []byte(coding)):
			return !weightless(parameters)
		case string(name) == "*":
			star = !weightless(parameters)
		}
	}
	return star
}

// weightless says whether the parameters of a coding hold q=0.
func weightless(parameters []byte) bool {
	name, value, _ := bytes.Cut(parameters, []byte("="))
	if !bytes.EqualFold(bytes.TrimSpace(name), []byte("q")) {
		return false
	}
	weight, err := strconv.ParseFloat(string(bytes.TrimSpace(value)), 64)
	return err != nil || weight <= 0
}
