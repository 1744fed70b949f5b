package main

import (
	"fmt"
	"reflect"
	"strings"
)

// configTable is the README's table of settings.
func configTable() string {
	var out strings.Builder
	out.WriteString("| Environment | Flag | Default | What it is |\n|---|---|---|---|\n")
	for field := range reflect.TypeFor[Config]().Fields() {
		tag := field.Tag
		fallback := "–"
		if tag.Get("default") != "" {
			fallback = "`" + tag.Get("default") + "`"
		}
		fmt.Fprintf(&out, "| `%s` | `--%s` | %s | %s |\n", tag.Get("env"), tag.Get("name"), fallback, tag.Get("help"))
	}
	return out.String()
}
