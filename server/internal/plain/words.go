package plain

import "understory/server/internal/words"

// Words are what a page says in one language: its own texts, and those of the comments themselves.
type Words struct{ words.Words }

// section is the page's own where it has a text of the key.
func (w Words) section(key string) words.Texts {
	if w.Page.Has(key) {
		return w.Page
	}
	return w.Reading
}

// Say is a text without holes.
func (w Words) Say(key string) string { return w.section(key).Say(key) }

// Fill is a text with one hole filled.
func (w Words) Fill(key, hole, with string) string { return w.section(key).Say(key, hole, with) }

// Count is a text in the form that a number asks for, with the number in it.
func (w Words) Count(key string, n int64) string { return w.section(key).Say(key, "n", n) }

// Number is a number as the language writes it.
func (w Words) Number(n int64) string { return w.Reading.Number(n) }
