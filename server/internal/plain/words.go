package plain

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Words are what a page says in one language.
type Words struct {
	Lang    string
	tag     language.Tag
	printer *message.Printer
	texts   map[string]sentence
}

// sentence is one text in the plural forms of its language, "other" alone where it has no number.
type sentence map[string]string

// UnmarshalJSON reads a text, or an object of plural forms.
func (s *sentence) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*s = sentence{"other": one}
		return nil
	}
	var forms map[string]string
	if err := json.Unmarshal(data, &forms); err != nil {
		return fmt.Errorf("read text: %w", err)
	}
	*s = forms
	return nil
}

// ReadWords reads the languages of a folder of texts, one file each, by their tags.
func ReadWords(texts fs.FS) (map[string]Words, error) {
	names, err := fs.Glob(texts, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list texts: %w", err)
	}
	all := make(map[string]Words, len(names))
	for _, name := range names {
		lang := strings.TrimSuffix(path.Base(name), ".json")
		file, err := fs.ReadFile(texts, name)
		if err != nil {
			return nil, fmt.Errorf("read texts %s: %w", lang, err)
		}
		if all[lang], err = newWords(lang, file); err != nil {
			return nil, fmt.Errorf("read texts %s: %w", lang, err)
		}
	}
	return all, nil
}

func newWords(lang string, file []byte) (Words, error) {
	var sections struct{ Reading, Page map[string]sentence }
	if err := json.Unmarshal(file, &sections); err != nil {
		return Words{}, err
	}
	tag, err := language.Parse(lang)
	if err != nil {
		return Words{}, err
	}
	words := Words{Lang: lang, tag: tag, printer: message.NewPrinter(tag), texts: sections.Reading}
	maps.Copy(words.texts, sections.Page) // where both name a text, the page's own is meant
	return words, nil
}

// Dir is the direction in which the language is written.
func (w Words) Dir() string {
	switch base, _ := w.tag.Base(); base.String() {
	case "ar", "fa", "he", "ur":
		return "rtl"
	}
	return "ltr"
}

// Say is a text without holes.
func (w Words) Say(key string) string { return w.texts[key]["other"] }

// Fill is a text with one hole filled.
func (w Words) Fill(key, hole, with string) string {
	return strings.ReplaceAll(w.Say(key), "{"+hole+"}", with)
}

// Count is a text in the form that a number asks for, with the number in it.
func (w Words) Count(key string, n int64) string {
	text, ok := w.texts[key][w.form(n)]
	if !ok {
		text = w.Say(key)
	}
	return strings.ReplaceAll(text, "{n}", w.Number(n))
}

// Number is a number as the language writes it.
func (w Words) Number(n int64) string { return w.printer.Sprint(n) }

// form is the plural category of CLDR.
func (w Words) form(n int64) string {
	switch plural.Cardinal.MatchPlural(w.tag, int(n), 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	default:
		return "other"
	}
}
