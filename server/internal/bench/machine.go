package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/subprocess"
)

// machine is what the figures hang on, in general words.
type machine struct {
	hardware string
	load     string // of other work before the run; empty where it cannot be told
	versions string
}

func (m machine) lines() []string {
	lines := []string{m.hardware, m.versions}
	if m.load != "" {
		lines = append(lines, m.load)
	}
	return lines
}

func (b *bench) describeMachine(ctx context.Context, load string) (machine, error) {
	hardware := fmt.Sprintf("%d cores, %s/%s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	if memory := memoryGB(); memory > 0 {
		hardware = fmt.Sprintf("%d cores, %d GB of memory, %s/%s", runtime.NumCPU(), memory, runtime.GOOS, runtime.GOARCH)
	}
	versions, err := b.versions(ctx)
	if err != nil {
		return machine{}, fmt.Errorf("ask for versions: %w", err)
	}
	return machine{hardware: hardware, versions: versions, load: loadNote(load, runtime.NumCPU())}, nil
}

// loadNote says how busy the machine was already, and warns where that was more than its cores can do.
func loadNote(load string, cores int) string {
	if load == "" {
		return ""
	}
	note := "load average before the run: " + load
	if busy, err := strconv.ParseFloat(load, 64); err != nil || busy > float64(cores) {
		note += ", which is other work on the same cores: measure again when there is none, these figures are worth little"
	}
	return note
}

func (b *bench) versions(ctx context.Context) (string, error) {
	own, err := subprocess.Output(subprocess.Command(ctx, b.root, nil, b.binary, "version"))
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, own)
	}
	versions := []string{strings.TrimSpace(own), "Go " + strings.TrimPrefix(runtime.Version(), "go"), "Fiber " + fiber.Version}
	for i, question := range []string{"SELECT sqlite_version()", "SHOW server_version"} {
		_, pool := b.reading[i].store.Pools()
		answer, err := ask(ctx, pool, question)
		if err != nil {
			return "", err
		}
		versions = append(versions, b.reading[i].name+" "+answer)
	}
	return strings.Join(versions, ", "), nil
}

func ask(ctx context.Context, pool *sql.DB, question string) (answer string, err error) {
	err = pool.QueryRowContext(ctx, question).Scan(&answer)
	return answer, err
}

// memoryGB is the machine's memory, 0 where Linux does not tell.
func memoryGB() int {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	kilobytes, found := field(string(text), "MemTotal:")
	if !found {
		return 0
	}
	return int((kilobytes + 1<<19) >> 20)
}

// loadAverage is that of the last minute, empty where Linux does not tell.
func loadAverage() string {
	text, _ := os.ReadFile("/proc/loadavg") // elsewhere there is none
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

// field reads the number behind a name in a file of /proc that has a name and a number a line.
func field(text, name string) (number int64, found bool) {
	_, rest, found := strings.Cut(text, name)
	if !found {
		return 0, false
	}
	words := strings.Fields(rest)
	if len(words) == 0 {
		return 0, false
	}
	number, err := strconv.ParseInt(words[0], 10, 64)
	return number, err == nil
}
