package main

import (
	"slices"
	"strings"
	"testing"
)

// TestAMixedConversationIsAsVariedAsANewspapers looks for what a page must be able to draw.
func TestAMixedConversationIsAsVariedAsANewspapers(t *testing.T) {
	t.Parallel()
	talk, err := mixed.conversation(conversationSize)
	if err != nil {
		t.Fatal(err)
	}
	var lengths []int
	roots, respected := 0, 0
	var trees strings.Builder
	for _, u := range talk {
		lengths = append(lengths, len(u.source))
		trees.Write(u.tree)
		if u.parent < 0 {
			roots++
		}
		if u.respects > 0 {
			respected++
		}
	}
	if roots != 400 {
		t.Errorf("%d roots, want enough for thirteen pages: 400", roots)
	}
	if middle := percentile(lengths, 50); middle < medianLength*9/10 || middle > medianLength*12/10 {
		t.Errorf("half are below %d characters, want about %d", middle, medianLength)
	}
	if shortest, longest := slices.Min(lengths), slices.Max(lengths); shortest > 40 || longest < 2_000 || longest > longestComment+200 {
		t.Errorf("lengths go from %d to %d", shortest, longest)
	}
	if respected < conversationSize/2 || respected == conversationSize {
		t.Errorf("%d of %d are respected", respected, conversationSize)
	}
	for _, tag := range []string{"p", "a", "em", "blockquote", "ul", "code"} {
		if got := strings.Count(trees.String(), `["`+tag+`"`); got < 10 {
			t.Errorf("%d times %q", got, tag)
		}
	}
}
