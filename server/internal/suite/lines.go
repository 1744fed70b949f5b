package main

import (
	"bytes"
	"io"
	"strings"
)

// lines hands every whole line written to it, without its end, to each.
type lines struct {
	each func(line string)
	rest []byte
}

var _ io.Writer = (*lines)(nil)

func (l *lines) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			return len(p), nil
		}
		l.each(strings.TrimSuffix(string(line), "\r"))
		l.rest = rest
	}
}
