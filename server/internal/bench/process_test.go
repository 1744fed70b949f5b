package main

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

func TestProcessorTimeIsReadBehindAnyName(t *testing.T) {
	t.Parallel()
	for stat, want := range map[string]time.Duration{
		"42 (understory) S 1 42 42 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 9 0 1 2 3": 2 * time.Second,
		"42 (a) b (c) S 1 42 42 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 9 0 1 2 3":       30 * time.Millisecond,
		"42 (cut off) S 1 42": 0,
		"":                    0,
	} {
		if got := cpuOf(stat); got != want {
			t.Errorf("cpuOf(%q) = %s, want %s", stat, got, want)
		}
	}
}

func TestANumberIsFoundByItsName(t *testing.T) {
	t.Parallel()
	const text = "VmPeak:\t  9000 kB\nVmRSS:\t  28672 kB\nThreads:\n"
	if got, found := field(text, "VmRSS:"); got != 28672 || !found {
		t.Errorf("field = %d, %v, want 28672", got, found)
	}
	for _, name := range []string{"VmSwap:", "Threads:"} {
		if got, found := field(text, name); found {
			t.Errorf("field(%q) = %d, want none", name, got)
		}
	}
}

// TestWhatLinuxTellsOfAProcess looks at this one, which has used time and memory by now. Elsewhere nothing is told.
func TestWhatLinuxTellsOfAProcess(t *testing.T) {
	t.Parallel()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: &exec.Cmd{Process: self}}
	for began := time.Now(); p.cpu() == 0 && runtime.GOOS == "linux"; {
		if time.Since(began) > 30*time.Second {
			t.Fatal("no processor time after 30 s of it")
		}
	}
	if told := p.resident() > 1; told != (runtime.GOOS == "linux") {
		t.Errorf("resident memory %.1f MB on %s", p.resident(), runtime.GOOS)
	}
}
