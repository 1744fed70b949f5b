package drawn

import (
	"fmt"
	"html/template"
	"strings"
)

// avatar is a face for those who have none, as widget/src/shared/avatar.ts draws it: four quarter tiles chosen by a
// hash of the seed, one ink in two weights.
func avatar(seed string) template.HTML {
	var strong, weak strings.Builder
	hash := fnv1a(seed)
	for tile := range 4 {
		hash = (hash ^ hash>>15) * 2246822519
		weight := &weak
		if hash&8 != 0 {
			weight = &strong
		}
		writeTile(weight, tile, hash)
	}
	return template.HTML(`<svg class="avatar" part="avatar" viewBox="0 0 32 32" aria-hidden="true"><path d="` + //nolint:gosec // digits and letters of ours
		strong.String() + `" opacity="0.55"></path><path d="` + weak.String() + `" opacity="0.22"></path></svg>`)
}

// corners of a tile, clockwise.
var corners = [4][2]int{{0, 0}, {16, 0}, {16, 16}, {0, 16}}

// writeTile adds a quarter disc or a leaf, turned as the hash says.
func writeTile(path *strings.Builder, tile int, hash uint32) {
	at := func(turn uint32) string {
		corner := corners[(hash>>4+turn)&3]
		return fmt.Sprint(corner[0]+tile%2*16, corner[1]+tile/2*16)
	}
	arc := func(turn uint32) string { return "A16 16 0 0 1 " + at(turn) }
	shape := arc(2) + arc(0)
	if hash&4 != 0 {
		shape = "L" + at(1) + arc(3)
	}
	path.WriteString("M" + at(0) + shape + "Z")
}

// fnv1a is FNV-1a of 32 bits over code points (http://www.isthe.com/chongo/tech/comp/fnv/); hash/fnv takes bytes.
func fnv1a(text string) uint32 {
	hash := uint32(2166136261)
	for _, r := range text {
		hash = (hash ^ uint32(r)) * 16777619
	}
	return hash
}
