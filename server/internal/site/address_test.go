package site

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"understory/server/internal/fault"
)

func TestAddressSpellingsOfOnePageShareAKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		key       string
		spellings []string
	}{
		{"https://news.example/", []string{
			"https://news.example", "http://news.example", "HTTPS://News.Example/", "http://news.example:80/", "https://news.example:443", "https://news.example:0443", "https://news.example:/",
			"https://news.example/index.html", "https://news.example/#comments", "https://news.example/?", "https://news.example/?&&", "https://news.example//", "https://news.example./", " https://news.example/\n",
			`https:\\news.example\`, "https:news.example", "https:/news.example", "https:////news.example", "https://news.example/?utm_source=x&fbclid=y", "https://news.example/.", "https://news.example/a/..", "https://news.example/../..", "https://%6eews.ex%41mple/", "https://ｎｅｗｓ。example",
		}},
		{"https://news.example/a/b", []string{
			"https://news.example/a/b", "http://news.example/a/b/", "https://news.example/a/b/index.html", "https://news.example/a/b/index.html/", "https://news.example/a/b//", "https://news.example/a/./b", "https://news.example/a/c/../b/.",
			"https://news.example/a/c/%2e%2E/b", "https://news.example/%61/b", `https://news.example\a\b`, "https://news.example/x/../../a/b", "https://news.example/a/b#:~:text=c", "https://news.example/a/b?gclid=1#x",
		}},
		{"https://news.example/a?b=1&c=2", []string{
			"https://news.example/a?b=1&c=2", "https://news.example/a?c=2&b=1", "http://news.example/a/?c=2&utm_campaign=x&b=1", "https://news.example/a?&b=1&&c=2&", "https://news.example/a?%62=%31&c=2",
		}},
		{"https://news.example/a?b=2&b=1", []string{"https://news.example/a?b=2&b=1"}},
		{"https://news.example/?a%5B%5D=1&b=%27%22%20%7C", []string{`https://news.example/?a[]=1&b='" |`, "https://news.example/?b=%27%22%20%7c&a%5b%5d=1"}},
		{"https://news.example/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF", []string{"https://news.example/می‌شود", "https://news.example/%d9%85%db%8c%e2%80%8c%d8%b4%d9%88%d8%af"}},
		{"https://news.example/100%25", []string{"https://news.example/100%", "https://news.example/100%25"}},
		{"https://news.example/a%2Fb", []string{"https://news.example/a%2fb", "https://news.example/a%2Fb"}},
		{"https://news.example/a//b", []string{"https://news.example/a//b/"}},
		{"https://xn--bcher-kva.example/", []string{"https://bücher.example", "https://BÜCHER.example", "https://xn--bcher-kva.example", "https://b%C3%BCcher.example"}},
		{"https://127.0.0.1:8080/a", []string{"http://127.0.0.1:8080/a", "https://127.0.0.1:08080/a/"}},
		{"https://[2001:db8::1]:8080/", []string{"http://[2001:db8::1]:8080/", "http://[2001:DB8:0:0:0::1]:8080"}},
		{"https://[::1]/", []string{"http://[::1]/", "http://[::1]:80", "https://[0:0::1]:443"}},
	}
	for _, tt := range tests {
		for _, raw := range tt.spellings {
			got, err := ParseAddress(raw)
			if err != nil || got.Key != tt.key {
				t.Errorf("ParseAddress(%q) has key %q, %v, want %q", raw, got.Key, err, tt.key)
				continue
			}
			checkAddressHolds(t, raw, got)
		}
	}
}

func TestAddressesOfTwoPagesHaveTwoKeys(t *testing.T) {
	t.Parallel()
	pages := []string{
		"https://news.example/", "https://www.news.example/", "https://m.news.example/", "https://news.example:8080/", "https://news.example:9090/", "https://news.example:80/", "http://localhost:8080/", "http://127.0.0.1:8080/",
		"https://news.example/a", "https://news.example/A", "https://news.example/a.html", "https://news.example/a/b", "https://news.example/a%2Fb", "https://news.example/a//b", "https://news.example/index.htm", "https://news.example/aindex.html",
		"https://news.example/?a", "https://news.example/?a=", "https://news.example/?A", "https://news.example/?id=7", "https://news.example/?id=8", "https://news.example/?id=7&id=8", "https://news.example/?id=8&id=7", "https://news.example/?a+b", "https://news.example/?a%20b", "https://news.example/?a=b%26c", "https://news.example/?a=b&c",
		"https://news.example/?refs=1", "https://news.example/?utm=1", "https://news.example/?ampere=1", "https://news.example/?x=utm_source",
	}
	seen := map[string]string{}
	for _, raw := range pages {
		got, err := ParseAddress(raw)
		if err != nil {
			t.Errorf("ParseAddress(%q): %v", raw, err)
		}
		if other, ok := seen[got.Key]; ok {
			t.Errorf("%q and %q share the key %q", raw, other, got.Key)
		}
		seen[got.Key] = raw
	}
}

func TestAddressURLOpensThePageThatWasMeant(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]Address{
		"http://News.example:80/B/index.html?z=1&utm_source=x&a=%e9#c": {URL: "http://news.example/B/index.html?z=1&a=%E9", Key: "https://news.example/B?a=%E9&z=1", Host: "news.example"},
		"https://news.example/a/":                                      {URL: "https://news.example/a/", Key: "https://news.example/a", Host: "news.example"},
		"http://news.example:443/":                                     {URL: "http://news.example:443/", Key: "https://news.example/", Host: "news.example"},
		"http://[::1]:8080/a":                                          {URL: "http://[::1]:8080/a", Key: "https://[::1]:8080/a", Host: "::1"},
		"https://bücher.example/ü?ö#ä":                                 {URL: "https://xn--bcher-kva.example/%C3%BC?%C3%B6", Key: "https://xn--bcher-kva.example/%C3%BC?%C3%B6", Host: "xn--bcher-kva.example"},
		"http://a.localhost:8080/x?fbclid":                             {URL: "http://a.localhost:8080/x", Key: "https://a.localhost:8080/x", Host: "a.localhost"},
	} {
		if got, err := ParseAddress(raw); err != nil || got != want {
			t.Errorf("ParseAddress(%q)\n got %+v, %v\nwant %+v", raw, got, err, want)
		}
	}
}

func TestAddressesThatNameNoPageAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		says string
		raws []string
	}{
		{"is missing", []string{"", " \n"}},
		{"opened as a file", []string{"file:///home/ana/a.html", "FILE:///C:/a.html", "file:a"}},
		{"must begin with https://", []string{"news.example", "//news.example/a", "/a", "ftp://news.example", "javascript:alert(1)", "about:blank", "data:text/html,a", "about:srcdoc", "blob:https://news.example/1", "httpx://news.example", "chrome-extension://a/b"}},
		{"user name", []string{"https://ana@news.example", "https://ana:x@news.example/", "https://@news.example"}},
		{"no valid host", []string{"https://", "https:///", "https://?a", "https://#a", "https://:80/", "https://a b/", "https://a..b/", "https://[::1", "https://[x]/", "https://[1.2.3.4]/", "https://::1/", "https://1.2.3/", "https://0x7f.1/", "https://a%2fb/", "https://a%00b/", "https://[fe80::1%25eth0]/", "https://xn--a/"}},
		{"no valid port", []string{"https://a:x/", "https://a:65536/", "https://a:-1/", "https://a:1:x/"}},
		{"no address may hold", []string{"https://a/\x00", "https://a/b\nc", "https://a/\tb", "https://a/\u0085b", "https://a/\xff"}},
		{"at most 2048 bytes", []string{"https://a/" + strings.Repeat("b", 2048), "https://a/" + strings.Repeat("ü", 500)}},
	}
	for _, tt := range tests {
		for _, raw := range tt.raws {
			got, err := ParseAddress(raw)
			if err == nil {
				t.Errorf("ParseAddress(%q) = %+v, want a refusal that says %q", raw, got, tt.says)
				continue
			}
			wantAddressFault(t, err, "url", tt.says)
		}
	}
}

func wantAddressFault(t *testing.T, err error, field, says string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Field != field || !strings.Contains(f.Message, says) {
		t.Errorf("got error %v, want an invalid %s that says %q", err, field, says)
	}
}

func TestTrackersOfAnAddressAreDropped(t *testing.T) {
	t.Parallel()
	list := TrackerList()
	if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) || len(list) < 30 {
		t.Errorf("TrackerList() is not sorted, repeats a name or is short: %q", list)
	}
	for _, name := range list {
		name = strings.Replace(name, "*", "anything", 1)
		if name != strings.ToLower(name) {
			t.Errorf("the list is compared in lower case and holds %q", name)
		}
		for query, want := range map[string]string{
			name:                           "",
			name + "=1":                    "",
			strings.ToUpper(name) + "=1":   "",
			"b=1&" + name + "=2&c=3":       "?b=1&c=3",
			"x" + name + "=1":              "?x" + name + "=1",
			strings.ToUpper("x=" + name):   "?" + strings.ToUpper("x="+name),
			"b=" + name + "&" + name + "=": "?b=" + name,
		} {
			want = "https://news.example/a" + want
			if got, err := ParseAddress("https://news.example/a?" + query); err != nil || got.URL != want || got.Key != want {
				t.Errorf("with ?%s got %+v, %v, want %s", query, got, err, want)
			}
		}
	}
}

func TestThreadIDAddressesAnArticleByName(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"2026/story-7": "2026/story-7", " a b ": "a b", "می‌شود": "می‌شود", "記事": "記事", strings.Repeat("é", 200): strings.Repeat("é", 200), "https://a/b": "https://a/b",
	} {
		if got, err := ParseThreadID(raw); err != nil || got != want {
			t.Errorf("ParseThreadID(%q) = %q, %v, want %q", raw, got, err, want)
		}
	}
	for raw, says := range map[string]string{
		"": "empty", " \n": "empty", "a\nb": "printable", "a\x00": "printable", "a\u202eb": "printable", "a\u200bb": "printable", "a\xff": "printable", strings.Repeat("é", 201): "at most 200",
	} {
		_, err := ParseThreadID(raw)
		wantAddressFault(t, err, "thread_id", says)
	}
}

// checkAddressHolds holds an address against what callers rely on.
func checkAddressHolds(t *testing.T, raw string, a Address) {
	t.Helper()
	for _, address := range []string{a.URL, a.Key} {
		u, err := url.Parse(address)
		if err != nil || u.Hostname() != a.Host || a.Host == "" || u.User != nil || strings.Contains(address, "#") || u.Scheme != "http" && u.Scheme != "https" || len(address) > 2048 || u.Path == "" {
			t.Errorf("ParseAddress(%q) = %+v: %v", raw, a, err)
			continue
		}
		if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'<>\\^`{|}", r) }) {
			t.Errorf("ParseAddress(%q) = %+v holds what should be escaped", raw, a)
		}
		for param := range strings.SplitSeq(u.RawQuery, "&") {
			if name, _, _ := strings.Cut(param, "="); name != "" && isTracker(name) {
				t.Errorf("ParseAddress(%q) = %+v keeps the tracker %q", raw, a, name)
			}
		}
		again, err := ParseAddress(address)
		if err != nil || again.Key != a.Key || again.URL != address || again.Host != a.Host {
			t.Errorf("ParseAddress(%q) = %+v, and of %q %+v, %v", raw, a, address, again, err)
		}
	}
}

// FuzzAddress looks for an address whose key gives another key, or that keeps what it should not.
func FuzzAddress(f *testing.F) {
	for _, raw := range []string{
		"http://News.example:80/a/../b/index.html?z=1&utm_source=x&a=%e9#c", `https:\\bücher.example\%2e%2E/%zz?'"`, "https://[2001:DB8::1]:443/;a=b//.", "http://a:443?%75tm_source=1&&=",
		"https://a/index.html/index.html//", "https://a/..;/.%2e", "https://a%80/", "https://a./?+", "http://0x7f.1", "https://ａ。ｂ/", "file:///a", "https://u@a", "https://a/?outputType=amp&CMP=1&oly_enc_id=2",
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a, err := ParseAddress(raw)
		if err != nil {
			wantAddressFault(t, err, "url", "")
			return
		}
		checkAddressHolds(t, raw, a)
	})
}
