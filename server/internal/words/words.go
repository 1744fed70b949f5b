// Package words knows what is said to readers, in each language that there is a file for: sentences with holes, plural
// forms and numbers as the language writes them. The widget says the same from the same files. It does not know who
// asks, nor which language suits a reader.
package words

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"golang.org/x/text/language"
)

// english has every text; what another language lacks is said in it.
const english = "en"

// Words are all texts of one language, by who says them.
type Words struct {
	// Lang is the tag for the lang attribute and for numbers: that of the file, or of a region of the same language.
	Lang string
	// Dir is the direction in which the language is written: ltr or rtl.
	Dir string

	Reading Texts // what the first page of comments says
	Writing Texts // what is said to those who write
	Page    Texts // what the page without script says besides
}

// Texts are those of one section of a file.
type Texts struct {
	all     map[string]sentences
	numbers *numbers
}

// sentences are those of one text, by plural form; other alone where there is no number in it.
type sentences map[string]string

// UnmarshalJSON reads a sentence, or an object of plural forms.
func (s *sentences) UnmarshalJSON(text []byte) error {
	var sentence string
	if json.Unmarshal(text, &sentence) == nil {
		*s = sentences{other: sentence}
		return nil
	}
	return json.Unmarshal(text, (*map[string]string)(s))
}

type sections struct {
	Reading, Writing, Page map[string]sentences
}

// Read reads a folder of texts, a file for each language. The words come by the names of the files: de for de.json.
func Read(texts fs.FS) (map[string]Words, error) {
	names, err := fs.Glob(texts, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list texts: %w", err)
	}
	spare, err := readFile(texts, english+".json")
	if err != nil {
		return nil, err
	}
	all := make(map[string]Words, len(names))
	for _, name := range names {
		file, err := readFile(texts, name)
		if err != nil {
			return nil, err
		}
		lang := strings.TrimSuffix(path.Base(name), ".json")
		all[lang] = newWords(lang, file, spare)
	}
	return all, nil
}

func readFile(texts fs.FS, name string) (read sections, err error) {
	text, err := fs.ReadFile(texts, name)
	if err == nil {
		err = json.Unmarshal(text, &read)
	}
	if err != nil {
		return read, fmt.Errorf("read texts %s: %w", name, err)
	}
	return read, nil
}

func newWords(lang string, file, spare sections) Words {
	write := newNumbers(lang)
	section := func(own, spare map[string]sentences) Texts {
		all := maps.Clone(spare)
		maps.Copy(all, own)
		return Texts{all, write}
	}
	return Words{
		Lang: lang, Dir: direction(lang),
		Reading: section(file.Reading, spare.Reading),
		Writing: section(file.Writing, spare.Writing),
		Page:    section(file.Page, spare.Page),
	}
}

// direction is that of the scripts in which these languages are usually written.
func direction(lang string) string {
	switch base, _, _ := strings.Cut(lang, "-"); base {
	case "ar", "fa", "he", "ur":
		return "rtl"
	}
	return "ltr"
}

// In gives the same words with a page's own tag, as de-AT, if that names the same language; else it changes nothing.
func (w Words) In(page string) Words {
	tag, err := language.Parse(page)
	if err != nil {
		return w
	}
	base, _, _ := strings.Cut(tag.String(), "-")
	if own, _, _ := strings.Cut(w.Lang, "-"); base != own {
		return w
	}
	w.Lang = tag.String()
	write := newNumbers(w.Lang)
	for _, section := range []*Texts{&w.Reading, &w.Writing, &w.Page} {
		section.numbers = write
	}
	return w
}

// Say is the text of a key with its holes filled, given as pairs of name and value. Whole numbers are written as the
// language writes them, and the one named n decides on the plural form. What is not there is said as its key.
func (t Texts) Say(key string, holes ...any) string {
	texts, known := t.all[key]
	if !known {
		return key
	}
	sentence := texts[other]
	var pairs []string
	for i := 0; i+1 < len(holes); i += 2 {
		name, value := fmt.Sprint(holes[i]), fmt.Sprint(holes[i+1])
		if n, isNumber := whole(holes[i+1]); isNumber {
			value = t.numbers.write(n)
			if form, there := texts[t.numbers.form(n)]; name == "n" && there {
				sentence = form
			}
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}

// Has says whether there is a text of a key.
func (t Texts) Has(key string) bool {
	_, known := t.all[key]
	return known
}

// Number is a whole number as the language writes it.
func (t Texts) Number(n int64) string { return t.numbers.write(n) }

func whole(value any) (int64, bool) {
	switch value := value.(type) {
	case int:
		return int64(value), true
	case int64:
		return value, true
	}
	return 0, false
}
