package main

import (
	"strings"
	"testing"
)

func TestABusyMachineIsWarnedOf(t *testing.T) {
	t.Parallel()
	for load, warned := range map[string]bool{"0.31": false, "2.00": false, "2.01": true, "11.4": true} {
		note := loadNote(load, 2)
		if !strings.Contains(note, load) || strings.Contains(note, "worth little") != warned {
			t.Errorf("loadNote(%q, 2) = %q, want a warning: %v", load, note, warned)
		}
	}
	if note := loadNote("", 2); note != "" {
		t.Errorf("loadNote of nothing = %q, want nothing", note)
	}
}
