package metrics

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Process tells of the program itself, under the names that dashboards for Go programs know. What /proc does not have,
// as on other systems than Linux, is not told.
func (r *Registry) Process() {
	began := float64(time.Now().UnixMilli()) / 1000
	r.Gauge("process_start_time_seconds", "When the process began, in seconds since 1970.", func() float64 { return began })
	r.Total("process_cpu_seconds_total", "Time on a processor.", func() float64 { return (procStat(13) + procStat(14)) / ticks })
	r.Gauge("process_resident_memory_bytes", "Memory that is really there.", func() float64 { return procStat(23) * float64(os.Getpagesize()) })
	r.Gauge("process_open_fds", "Files and connections open.", openFiles)
	r.Gauge("process_max_fds", "Files and connections that may be open.", mostFiles)
	r.Gauge("go_info", "The Go release.", func() float64 { return 1 }, "version", runtime.Version())
	r.Gauge("go_goroutines", "Goroutines.", func() float64 { return float64(runtime.NumGoroutine()) })
	memory := func(of func(*runtime.MemStats) uint64) func() float64 {
		return func() float64 {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			return float64(of(&now))
		}
	}
	r.Gauge("go_memstats_heap_alloc_bytes", "Heap in use.", memory(func(m *runtime.MemStats) uint64 { return m.HeapAlloc }))
	r.Gauge("go_memstats_sys_bytes", "Memory taken from the system.", memory(func(m *runtime.MemStats) uint64 { return m.Sys }))
	r.Total("go_memstats_alloc_bytes_total", "Heap ever given out.", memory(func(m *runtime.MemStats) uint64 { return m.TotalAlloc }))
	r.Total("go_gc_cycles_total", "Collections of garbage.", memory(func(m *runtime.MemStats) uint64 { return uint64(m.NumGC) }))
}

// ticks are the units of time of /proc in a second, on every platform that Go runs on.
const ticks = 100

// procStat is a field of /proc/self/stat, counted from 0 as proc(5) numbers them from 1.
func procStat(field int) float64 {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return None()
	}
	// The second field is the program's name in brackets, which may hold blanks.
	const after = 2
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if field-after >= len(fields) {
		return None()
	}
	return parsed(string(fields[field-after]))
}

func openFiles() float64 {
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return None()
	}
	return float64(len(open) - 1) // one of them reads the folder
}

func mostFiles() float64 {
	text, err := os.ReadFile("/proc/self/limits")
	if err != nil {
		return None()
	}
	_, after, found := strings.Cut(string(text), "Max open files")
	fields := strings.Fields(after)
	if !found || len(fields) == 0 {
		return None()
	}
	return parsed(fields[0])
}

func parsed(text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return None()
	}
	return value
}
