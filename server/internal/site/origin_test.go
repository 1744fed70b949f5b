package site_test

import (
	"testing"

	"understory/server/internal/fault"
	"understory/server/internal/site"
)

func TestAnOriginIsAllowedOnlyAsThePatternSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, origin string
		allowed         bool
	}{
		{"https://news.example", "https://news.example", true},
		{"https://News.Example/", "https://news.example", true},
		{"https://news.example", "http://news.example", false},
		{"https://news.example", "https://news.example:8443", false},
		{"https://news.example", "https://evil.example", false},
		{"https://news.example", "https://news.example.evil.example", false},
		{"https://news.example", "null", false},
		{"https://news.example", "", false},
		{"https://*.news.example", "https://sport.news.example", true},
		{"https://*.news.example", "https://a.b.news.example", true},
		{"https://*.news.example", "https://news.example", false},
		{"https://*.news.example", "https://evilnews.example", false},
		{"https://*.news.example", "https://.news.example", false},
		{"http://localhost:*", "http://localhost:9000", true},
		{"http://localhost:*", "http://localhost", true},
		{"http://localhost:*", "http://localhost.evil.example", false},
		{"http://[::1]:8080", "http://[::1]:8080", true},
		{"http://[::1]:*", "http://[::1]", true},
	} {
		pattern, err := site.ParseOriginPattern(c.pattern)
		if err != nil {
			t.Errorf("pattern %q: %v", c.pattern, err)
		}
		if got := pattern.Matches(c.origin); got != c.allowed {
			t.Errorf("%q matches %q: %v, want %v", c.pattern, c.origin, got, c.allowed)
		}
	}
}

func TestWhatIsNoOriginIsRefusedInWords(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "news.example", "ftp://news.example", "https://", "https://news.example/path", "https://*", "https://a*.example",
		"https://user@news.example", "https://news.example:port", "https://news.example:123456"} {
		_, err := site.ParseOriginPattern(text)
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: got %v, want it refused", text, err)
		}
	}
}

func TestAPageBelongsToASiteWhateverItsScheme(t *testing.T) {
	t.Parallel()
	made, err := site.New("courier", "", []string{"https://courier.example"}, "")
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"https://courier.example/a": true, "http://courier.example/a": true,
		"https://evil.example/a": false, "https://courier.example:8443/a": false, "/a": false, "": false, "https://%zz": false,
	} {
		if got := made.AllowsPage(address); got != want {
			t.Errorf("page %q: %v, want %v", address, got, want)
		}
	}
}

func TestTheDemoSiteTakesLocalPagesAndNoOthers(t *testing.T) {
	t.Parallel()
	demo := site.Demo()
	for origin, want := range map[string]bool{
		"http://localhost:3000": true, "https://localhost": true, "http://news.localhost:9": true, "http://127.0.0.1:8080": true,
		"http://192.168.1.2": false, "https://example.org": false, "http://localhost.example.org": false, "null": false,
	} {
		if got := demo.AllowsOrigin(origin); got != want {
			t.Errorf("demo allows %q: %v, want %v", origin, got, want)
		}
	}
	if demo.Settings.Guests != site.GuestsPublish || !demo.Settings.RecordOnly {
		t.Errorf("demo settings %+v, want guests to publish and findings only recorded", demo.Settings)
	}
}

func TestASiteNeedsAKeyAndAnOrigin(t *testing.T) {
	t.Parallel()
	for field, c := range map[string]struct {
		key     string
		origins []string
		guests  site.Guests
	}{
		"key": {"Not a key", []string{"https://a.example"}, ""}, "origin": {"a", nil, ""}, "guests": {"a", []string{"https://a.example"}, "maybe"},
	} {
		_, err := site.New(c.key, "", c.origins, c.guests)
		refused, ok := err.(*fault.Error) //nolint:errorlint // New wraps nothing
		if !ok || refused.Field != field {
			t.Errorf("got %v, want a refusal of %s", err, field)
		}
	}
}
