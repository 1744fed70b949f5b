package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"understory/server/internal/subprocess"
)

// process is a server that runs beside us.
type process struct {
	base  string // http://127.0.0.1:port
	cmd   *exec.Cmd
	log   *os.File
	ended chan error
}

// serve starts the product on a database and a free port, and waits until it says that it is ready.
func (b *bench) serve(ctx context.Context, databaseURL string) (*process, error) {
	env := []string{"DATABASE_URL=" + databaseURL, "UNDERSTORY_ADDR=127.0.0.1:0", "UNDERSTORY_RATE_LIMIT=off"}
	return b.run(subprocess.Command(ctx, b.scratch, env, b.binary))
}

// run starts a server that says where it is, before an empty line. Its log goes to a file, which costs it least.
func (b *bench) run(cmd *exec.Cmd) (*process, error) {
	log, err := os.CreateTemp(b.scratch, "log-")
	if err != nil {
		return nil, fmt.Errorf("make a file for the log: %w", err)
	}
	p := &process{cmd: cmd, log: log, ended: make(chan error, 1)}
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", filepath.Base(cmd.Path), err), log.Close())
	}
	greeting := readGreeting(out)
	go func() {
		_, _ = io.Copy(io.Discard, out)
		p.ended <- cmd.Wait()
	}()
	if p.base = address.FindString(greeting); p.base == "" {
		return nil, errors.Join(fmt.Errorf("%s did not say where it is: %s", filepath.Base(cmd.Path), greeting), p.stop())
	}
	return p, nil
}

var address = regexp.MustCompile(`http://[0-9.]+:\d+`)

func readGreeting(out io.Reader) string {
	var greeting strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != ""; {
		greeting.WriteString(lines.Text() + "\n")
	}
	return greeting.String()
}

// stop ends the server as an operator would. Where that does not do, the error holds the end of its log.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may be gone already
	var err error
	select {
	case err = <-p.ended:
	case <-time.After(10 * time.Second):
		err = errors.Join(errors.New("still there 10 s after the signal"), subprocess.Kill(p.cmd))
	}
	if err != nil {
		err = fmt.Errorf("%s ended: %w\n%s", filepath.Base(p.cmd.Path), err, p.lastWords())
	}
	return errors.Join(err, p.log.Close())
}

func (p *process) lastWords() string {
	text, err := os.ReadFile(p.log.Name())
	if err != nil {
		return ""
	}
	return string(text[max(0, len(text)-2000):])
}

// ticks are what Linux counts a process's time in, whatever the kernel's own clock: 100 a second.
const ticks = time.Second / 100

// cpu is the processor time that the process has used, 0 where Linux does not tell.
func (p *process) cpu() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	return cpuOf(string(text))
}

// cpuOf adds utime and stime, fields 14 and 15 of proc(5)'s stat. The second field, a name in brackets, may hold spaces.
func cpuOf(stat string) time.Duration {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	var sum time.Duration
	for _, text := range fields[11:13] {
		count, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0
		}
		sum += time.Duration(count) * ticks
	}
	return sum
}

// resident is the memory that the process holds, in MB, 0 where Linux does not tell.
func (p *process) resident() float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	kilobytes, _ := field(string(text), "VmRSS:")
	return float64(kilobytes) / 1024
}
