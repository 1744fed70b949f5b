package main

import (
	"slices"
	"testing"
)

func TestLinesPutsPiecesTogether(t *testing.T) {
	t.Parallel()
	var got []string
	l := &lines{each: func(line string) { got = append(got, line) }}
	for _, piece := range []string{"on", "e\ntwo\r\n", "\nthr", "ee\nrest"} {
		if n, err := l.Write([]byte(piece)); n != len(piece) || err != nil {
			t.Fatalf("Write(%q) = %d, %v", piece, n, err)
		}
	}
	if want := []string{"one", "two", "", "three"}; !slices.Equal(got, want) {
		t.Errorf("lines = %q, want %q", got, want)
	}
}
