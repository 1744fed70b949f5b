package httpapi

import "github.com/valyala/fasthttp"

// line is a header's name, in the form in which fasthttp keeps it, and value. Fixed lines are prepared once:
// writing them is most of what a ready page costs.
type line struct{ name, value []byte }

func lines(namesAndValues ...string) []line {
	made := make([]line, 0, len(namesAndValues)/2)
	for i := 0; i < len(namesAndValues); i += 2 {
		made = append(made, line{[]byte(namesAndValues[i]), []byte(namesAndValues[i+1])})
	}
	return made
}

func setLines(header *fasthttp.ResponseHeader, fixed []line) {
	for _, l := range fixed {
		header.SetCanonical(l.name, l.value)
	}
}

const (
	forEverybody = "public, max-age=0, s-maxage=2, stale-while-revalidate=10, stale-if-error=600"
	// forCDNs says the same again to those who take s-maxage to forbid what is stale (RFC 9111, 5.2.2.10), and look
	// here first (RFC 9213).
	forCDNs      = "max-age=2, stale-while-revalidate=10, stale-if-error=600"
	forOneReader = "private, no-store"
	sealed       = "default-src 'none'; frame-ancestors 'none'; sandbox" // JSON is no document
)

var (
	// publicLines stand on every answer that is the same for everybody, refusals included.
	publicLines = lines(
		"Access-Control-Allow-Origin", "*",
		"Vary", "Accept-Encoding",
		"X-Content-Type-Options", "nosniff",
		"Content-Security-Policy", sealed,
		"Cross-Origin-Resource-Policy", "cross-origin",
	)
	// publicJSONLines come to them when there is something to read.
	publicJSONLines = lines(
		"Cache-Control", forEverybody,
		"CDN-Cache-Control", forCDNs,
		"Content-Type", "application/json",
	)
	// streamLines come to them on a stream. No proxy is to gather what comes on it, nginx by this very header.
	streamLines = lines(
		"Cache-Control", "no-store",
		"Content-Type", "text/event-stream",
		"X-Accel-Buffering", "no",
	)
	// privateLines stand on every answer for one reader or member of staff.
	privateLines = lines(
		"Cache-Control", forOneReader,
		"Vary", "Origin",
		"X-Content-Type-Options", "nosniff",
		"Content-Security-Policy", sealed,
	)

	requestIDName = []byte("X-Request-Id")
	etagName      = []byte("Etag")
)
