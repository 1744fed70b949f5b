package metrics

import (
	"bufio"
	"bytes"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTextIsAsPrometheusReadsIt(t *testing.T) {
	t.Parallel()
	var r Registry
	var posts, reads Counter
	var took Histogram
	r.Counter("requests_total", "Requests, by \\ route.\nAll.", &posts, "route", `/a"b\c`+"\n", "method", "POST")
	r.Gauge("open", "Open.", func() float64 { return 2.5 })
	r.Gauge("silent", "Nothing to tell.", None)
	r.Counter("requests_total", "", &reads, "route", "/", "method", "GET")
	r.Histogram("seconds", "Time.", &took, "route", "/")
	posts.Inc()
	posts.Inc()
	for _, d := range []time.Duration{time.Millisecond, time.Millisecond + 1, 3 * time.Second, time.Hour} {
		took.Observe(d)
	}
	want := `# HELP requests_total Requests, by \\ route.\nAll.
# TYPE requests_total counter
requests_total{route="/a\"b\\c\n",method="POST"} 2
requests_total{route="/",method="GET"} 0
# HELP open Open.
# TYPE open gauge
open 2.5
# HELP seconds Time.
# TYPE seconds histogram
seconds_bucket{route="/",le="0.001"} 1
seconds_bucket{route="/",le="0.0025"} 2
seconds_bucket{route="/",le="0.005"} 2
seconds_bucket{route="/",le="0.01"} 2
seconds_bucket{route="/",le="0.025"} 2
seconds_bucket{route="/",le="0.05"} 2
seconds_bucket{route="/",le="0.1"} 2
seconds_bucket{route="/",le="0.25"} 2
seconds_bucket{route="/",le="0.5"} 2
seconds_bucket{route="/",le="1"} 2
seconds_bucket{route="/",le="2.5"} 2
seconds_bucket{route="/",le="5"} 3
seconds_bucket{route="/",le="+Inf"} 4
seconds_sum{route="/"} 3603.002000001
seconds_count{route="/"} 4
`
	if got := string(r.Text()); got != want {
		t.Errorf("the text is\n%s\nwant\n%s", got, want)
	}
}

func TestNothingIsLostWhenManyCount(t *testing.T) {
	t.Parallel()
	var r Registry
	var c Counter
	var h Histogram
	r.Counter("c_total", "", &c)
	r.Histogram("h", "", &h)
	var counting sync.WaitGroup
	for range 8 {
		counting.Go(func() {
			for range 1000 {
				c.Inc()
				h.Observe(time.Second)
				if c.Value()%100 == 0 {
					r.Text()
				}
			}
		})
	}
	counting.Wait()
	for _, line := range []string{"c_total 8000\n", "h_count 8000\n", "h_sum 8000\n"} {
		if !strings.Contains(string(r.Text()), line) {
			t.Errorf("the text lacks %s", line)
		}
	}
}

func TestOneNameIsNotToldInTwoWays(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a counter became a gauge")
		}
	}()
	var r Registry
	r.Counter("c", "", new(Counter))
	r.Gauge("c", "", None)
}

var sample = regexp.MustCompile(`^([a-z_]+) ([0-9.e+]+)$`)

func TestTheProcessTellsOfItself(t *testing.T) {
	t.Parallel()
	var r Registry
	r.Process()
	told := map[string]float64{}
	for lines := bufio.NewScanner(bytes.NewReader(r.Text())); lines.Scan(); {
		if found := sample.FindStringSubmatch(lines.Text()); found != nil {
			value, err := strconv.ParseFloat(found[2], 64)
			if err != nil || math.IsNaN(value) {
				t.Errorf("%s: %v", lines.Text(), err)
			}
			told[found[1]] = value
		}
	}
	for _, name := range []string{"process_start_time_seconds", "process_resident_memory_bytes", "process_open_fds", "process_max_fds", "go_goroutines", "go_memstats_heap_alloc_bytes", "go_memstats_sys_bytes"} {
		if told[name] <= 0 {
			t.Errorf("%s is %v, among %v", name, told[name], slices.Sorted(maps.Keys(told)))
		}
	}
	if told["process_resident_memory_bytes"] < 1<<20 || told["process_resident_memory_bytes"] > 1<<33 {
		t.Errorf("resident memory is %v", told["process_resident_memory_bytes"])
	}
	if _, told := told["process_cpu_seconds_total"]; !told {
		t.Error("the time on a processor is not told")
	}
}
