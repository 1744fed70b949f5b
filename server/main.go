// Command server is Understory: the comments service, its dashboard and its commands, in one program.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run carries out one command and returns the exit status: 0 done, 1 could not, 2 not understood.
func run(ctx context.Context, args []string, std streams) int {
	var commands cli
	parser, err := kong.New(&commands, kong.Name("understory"), kong.Description("Comments for news sites."),
		kong.Writers(std.out, std.err), kong.UsageOnError(), kong.Exit(func(int) {}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		panic(err) // the struct is wrong, which every test would show
	}
	chosen, err := parser.Parse(args)
	if helped(args) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(std.err, "understory:", err)
		return 2
	}
	if err := commands.check(); err != nil && chosen.Command() != "doctor" { // who says that, and the rest
		fmt.Fprintln(std.err, "understory:", err)
		return 2
	}
	if err := chosen.Run(&commands.Config, newLog(commands.LogFormat, std.err)); err != nil {
		fmt.Fprintln(std.err, "understory:", spoken(err))
		return 1
	}
	return 0
}

func helped(args []string) bool {
	for _, arg := range args {
		if arg == "--help" || arg == "-h" {
			return true
		}
	}
	return false
}

func newLog(format string, out io.Writer) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(out, nil))
	}
	return slog.New(slog.NewTextHandler(out, nil))
}
