package main

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

func TestAConversationIsNestedAsReadersNest(t *testing.T) {
	t.Parallel()
	talk, err := conversation(conversationSize)
	if err != nil {
		t.Fatal(err)
	}
	roots, levels := 0, make(map[int]int)
	for i, u := range talk {
		levels[u.level]++
		if u.parent < 0 {
			roots++
		} else if u.parent >= i || talk[u.parent].level != u.level-1 {
			t.Errorf("comment %d on level %d answers comment %d", i, u.level, u.parent)
		}
		if len(u.source) != textLength {
			t.Errorf("comment %d has %d characters, want %d", i, len(u.source), textLength)
		}
	}
	if roots != rootsOfConversation {
		t.Errorf("%d roots, want %d", roots, rootsOfConversation)
	}
	for level := 1; level <= deepest; level++ {
		if levels[level] < conversationSize/50 {
			t.Errorf("only %d comments on level %d: %v", levels[level], level, levels)
		}
	}
}

func TestTheConversationIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	one, err := conversation(50)
	if err != nil {
		t.Fatal(err)
	}
	two, err := conversation(50)
	if err != nil {
		t.Fatal(err)
	}
	for i := range one {
		if one[i].source != two[i].source || one[i].parent != two[i].parent || one[i].reader != two[i].reader {
			t.Fatalf("comment %d is %+v once and %+v then", i, one[i], two[i])
		}
	}
}

// TestMadeUpTextCompressesLikeProse holds gzip's factor near the 2 to 4 of prose: random letters give less, a few
// words over and over give 9 and more, and either would falsify the bytes of a page.
func TestMadeUpTextCompressesLikeProse(t *testing.T) {
	t.Parallel()
	talk, err := conversation(200)
	if err != nil {
		t.Fatal(err)
	}
	var plain strings.Builder
	for _, u := range talk {
		plain.WriteString(u.source + "\n")
	}
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write([]byte(plain.String())) // a buffer takes everything
	_ = writer.Close()
	if factor := float64(plain.Len()) / float64(packed.Len()); factor < 2 || factor > 4 {
		t.Errorf("gzip makes it %.1f times smaller, want 2 to 4", factor)
	}
}
