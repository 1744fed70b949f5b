package metrics

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// ContentType is that of Text.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// Text is all there is to tell, in Prometheus's text format 0.0.4.
func (r *Registry) Text() []byte {
	var out page
	for _, f := range r.all() {
		out.family(f)
	}
	return out
}

type page []byte

func (p *page) family(f family) {
	begun := false
	for _, s := range f.series {
		value := 0.0
		if s.spread == nil {
			if value = s.value(); math.IsNaN(value) {
				continue
			}
		}
		if !begun {
			*p = append(*p, "# HELP "+f.name+" "+strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(f.help)+"\n# TYPE "+f.name+" "+f.kind+"\n"...)
			begun = true
		}
		if s.spread != nil {
			p.histogram(f.name, s)
		} else {
			p.line(f.name, s.labels, value)
		}
	}
}

func (p *page) histogram(name string, s series) {
	total := uint64(0)
	for i := range s.spread.buckets {
		bound := math.Inf(1)
		if i < len(durations) {
			bound = durations[i].Seconds()
		}
		total += s.spread.buckets[i].Load()
		p.line(name+"_bucket", slices.Concat(s.labels, []string{"le", number(bound)}), float64(total))
	}
	p.line(name+"_sum", s.labels, float64(s.spread.sum.Load())/1e9)
	p.line(name+"_count", s.labels, float64(total))
}

var labelValue = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func (p *page) line(name string, labels []string, value float64) {
	*p = append(*p, name...)
	for i := 0; i < len(labels); i += 2 {
		between := ","
		if i == 0 {
			between = "{"
		}
		*p = append(*p, between+labels[i]+`="`+labelValue.Replace(labels[i+1])+`"`...)
	}
	if len(labels) > 0 {
		*p = append(*p, '}')
	}
	*p = append(*p, " "+number(value)+"\n"...)
}

func number(value float64) string {
	if math.IsInf(value, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(value, 'g', -1, 64)
}
