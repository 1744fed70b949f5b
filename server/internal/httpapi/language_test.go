package httpapi

import (
	"fmt"
	"testing"
	"testing/fstest"

	"understory/server/internal/storetest"
)

func TestNearestLanguage(t *testing.T) {
	t.Parallel()
	there := []string{"ar", "de", "en", "fr", "he", "id", "pt", "zh-Hans", "zh-Hant"}
	for tag, want := range map[string]string{
		"de": "de", "de-AT": "de", "DE_at": "de", "de-Latn-DE-1996": "de",
		"pt": "pt", "pt-BR": "pt", "pt_PT": "pt",
		"iw": "he", "iw-IL": "he", "he-IL": "he", "in": "id", "in-ID": "id",
		"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-hans": "zh-Hans", "zh-Hans-HK": "zh-Hans", "ZH_hans_cn": "zh-Hans",
		"zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-mo": "zh-Hant", "zh-Hant": "zh-Hant", "zh-Hant-HK": "zh-Hant", "zh-Hant-CN": "zh-Hant",
		"en": "en", "en-GB": "en", "en_US": "en",
		// Languages that there are no texts for, and names that only begin like one that there is.
		"is": "en", "tlh-Piqd": "en", "deu": "en", "inh": "en", "zha": "en", "arc": "en", "": "en",
	} {
		if got := nearestLanguage(tag, there); got != want {
			t.Errorf("texts for %q are those of %q, want %q", tag, got, want)
		}
	}
	if got := nearestLanguage("pt-BR", append(there, "pt-BR")); got != "pt-BR" {
		t.Errorf("texts for pt-BR, which are there, are those of %q", got)
	}
}

func TestTextsAreThoseOfTheNearestLanguage(t *testing.T) {
	t.Parallel()
	assets := fstest.MapFS{"build.txt": {Data: []byte("0123456789abcdef\n")}}
	for _, lang := range []string{"de", "en", "zh-Hans", "zh-Hant"} {
		assets["texts/"+lang+".js"] = &fstest.MapFile{Data: []byte("reading " + lang)}
		assets["texts/"+lang+"-write.js"] = &fstest.MapFile{Data: []byte("writing " + lang)}
	}
	r := start(t, storetest.New(t), func(c *Config) { c.Assets = assets })
	for name, want := range map[string]string{
		"de.js": "reading de", "de-write.js": "writing de", "de-AT.js": "reading de", "de_AT-write.js": "writing de",
		"zh-TW.js": "reading zh-Hant", "zh-TW-write.js": "writing zh-Hant", "zh.js": "reading zh-Hans",
		"is.js": "reading en", "is-write.js": "writing en", "write.js": "reading en",
	} {
		for build, cached := range map[string]string{"0123456789abcdef": forEver, "fedcba9876543210": askFirst} {
			got := r.ask("GET", fmt.Sprintf("/assets/%s/texts/%s", build, name), "")
			if got.status != 200 || got.body != want {
				t.Errorf("%s of build %s answers %d %q, want %q", name, build, got.status, got.body, want)
			}
			for header, value := range map[string]string{
				"Cache-Control": cached, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
				"Content-Type": "text/javascript; charset=utf-8", "Content-Language": "",
			} {
				if got.header.Get(header) != value {
					t.Errorf("%s of build %s: %s is %q, want %q", name, build, header, got.header.Get(header), value)
				}
			}
		}
	}
	for _, name := range []string{"", ".js", "-write.js", "d.js", "de", "de.json", "de.js.js", "de-.js", "%64e.js", "..%2fbuild.txt", "de-AT-x-y-z-a.js", "toolonglanguage.js"} {
		if got := r.ask("GET", "/assets/0123456789abcdef/texts/"+name, ""); got.status != 404 {
			t.Errorf("texts/%s answers %d %q, want 404", name, got.status, got.body)
		}
	}
}
