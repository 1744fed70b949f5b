package words

import (
	"slices"
	"strconv"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// numbers writes numbers as a language does, and says which plural form goes with them.
type numbers struct {
	tag     language.Tag
	printer *message.Printer
	isLoose bool
}

// loose languages part thousands from five digits on alone: 1000, but 10.000 (minimumGroupingDigits 2 in CLDR 48, of
// which the library does not know).
var loose = []string{"es", "es-ES", "it", "it-CH", "it-IT", "pl", "pl-PL", "pt-CH", "pt-PT"}

func newNumbers(lang string) *numbers {
	written := lang
	if lang == "ar" { // CLDR 48, younger than the library, has European digits for an Arabic of no country
		written = "ar-u-nu-latn"
	}
	tag := language.Make(written)
	return &numbers{tag, message.NewPrinter(tag), slices.Contains(loose, lang)}
}

func (w *numbers) write(n int64) string {
	if w.isLoose && n < 10_000 {
		return strconv.FormatInt(n, 10)
	}
	return w.printer.Sprint(n)
}

// other is the plural form that every language has.
const other = "other"

var forms = map[plural.Form]string{
	plural.Other: other, plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
}

// form is the plural form of a whole number, at whose last seven digits the rules look.
func (w *numbers) form(n int64) string {
	return forms[plural.Cardinal.MatchPlural(w.tag, int(n%10_000_000), 0, 0, 0, 0)]
}
