package httpapi

import (
	"regexp"
	"slices"
	"strings"
)

// languageTag is the form of a page's `lang`, in which some write en_US for en-US.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$`)

// renamed are languages whose code changed in 1989, and which some systems call by the old one still.
var renamed = map[string]string{"in": "id", "iw": "he"}

// nearestLanguage picks the one of the languages there are that a reader of a tag reads best: the tag itself, Chinese
// of the same script, the language without its region, else English.
func nearestLanguage(tag string, there []string) string {
	for _, wanted := range fallbacks(tag) {
		if at := slices.IndexFunc(there, func(lang string) bool { return strings.EqualFold(lang, wanted) }); at >= 0 {
			return there[at]
		}
	}
	return "en"
}

// fallbacks are the names, best first, under which a tag's texts may be found.
func fallbacks(tag string) []string {
	tag = strings.ReplaceAll(strings.ToLower(tag), "_", "-")
	language, rest, _ := strings.Cut(tag, "-")
	if current, isOld := renamed[language]; isOld {
		language = current
	}
	if language == "zh" {
		return []string{tag, chineseScript(strings.Split(rest, "-"))}
	}
	return []string{tag, language}
}

// chineseScript is the script that is named, else that of the region.
func chineseScript(subtags []string) string {
	has := func(subtag string) bool { return slices.Contains(subtags, subtag) }
	if has("hant") || !has("hans") && (has("tw") || has("hk") || has("mo")) {
		return "zh-Hant"
	}
	return "zh-Hans"
}
