package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"understory/server/internal/site"
)

// TestTheWidgetStripsTheTrackersThatTheServerStrips keeps the widget's list equal to the server's, so that a cache
// between them sees one address for one article. UPDATE=1 writes it.
func TestTheWidgetStripsTheTrackersThatTheServerStrips(t *testing.T) {
	t.Parallel()
	path := filepath.Join(root, "widget", "src", "shared", "trackers.json")
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	list, err := json.MarshalIndent(site.TrackerList(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := string(list) + "\n"
	if string(kept) == want {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatal("widget/src/shared/trackers.json is stale: run make generate")
	}
	if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}
