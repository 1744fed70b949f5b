package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progressBar says how far a command has come: as a bar that grows on a terminal, as a line now and then elsewhere.
type progressBar struct {
	out      io.Writer
	terminal bool
	began    time.Time
	said     time.Time
	all      int
	done     int
}

// linesEvery is how often a log hears of it.
const (
	linesEvery = 5 * time.Second
	barWidth   = 30
)

func newProgressBar(out io.Writer, all int) *progressBar {
	now := time.Now()
	return &progressBar{out: out, terminal: isTerminal(out), began: now, said: now, all: max(all, 1)}
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (b *progressBar) show(done int) {
	b.done = done
	if b.terminal {
		full := min(barWidth, barWidth*done/b.all)
		fmt.Fprintf(b.out, "\r[%s%s] %s\x1b[K", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), b)
		return
	}
	if now := time.Now(); now.Sub(b.said) >= linesEvery {
		b.said = now
		fmt.Fprintln(b.out, b)
	}
}

// String is how far it has come, how fast, and how long it may take yet.
func (b *progressBar) String() string {
	said := fmt.Sprintf("%s of %s, %s a second", grouped(b.done), grouped(b.all), grouped(b.rate()))
	if left := b.all - b.done; left > 0 && b.rate() > 0 {
		said += fmt.Sprintf(", %d s left", left/b.rate())
	}
	return said
}

// rate is how many were done a second.
func (b *progressBar) rate() int {
	return int(float64(b.done) / max(time.Since(b.began).Seconds(), 0.001))
}

// end leaves the bar as it is and begins a new line.
func (b *progressBar) end() {
	if b.terminal {
		fmt.Fprintln(b.out)
	}
}

// grouped is a number with commas between its thousands.
func grouped(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
