package text

import "unicode"

// unseen reports whether r is drawn as nothing: white space, control and format characters, variation
// selectors, fillers, and two symbols whose picture is empty.
// Source: Default_Ignorable_Code_Point as derived in the Unicode Character Database, plus white space, controls and noncharacters.
func unseen(r rune) bool {
	switch r {
	case 0x2800, // Braille pattern blank
		0x1D159, // musical symbol null notehead
		0xFFFC:  // object replacement character
		return true
	}
	return unicode.In(r, unicode.Z, unicode.Cc, unicode.Cf, unicode.White_Space,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Noncharacter_Code_Point)
}

// pictograph reports whether r is a symbol that emoji are made of. Unicode's table of them
// (Extended_Pictographic) is not in the standard library; category So, the two arrows of category Sm, and
// the planes kept free for emoji to come are the same for our purpose.
func pictograph(r rune) bool {
	switch {
	case r == 0x2194, r == 0x2195:
		return true
	case 0x1F000 <= r && r <= 0x1FAFF, 0x1FC00 <= r && r <= 0x1FFFD:
		return !skinTone(r)
	}
	return unicode.Is(unicode.So, r) && !unseen(r) && r != unicode.ReplacementChar
}

func skinTone(r rune) bool { return 0x1F3FB <= r && r <= 0x1F3FF }
