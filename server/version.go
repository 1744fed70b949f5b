package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"understory/server/internal/store"
)

type versionCommand struct{}

func (versionCommand) Run(std streams) error {
	_, err := fmt.Fprintf(std.out, "understory %s\ncommit %s\n%s, %s/%s\nschema %d\n", version(), committed(), runtime.Version(), runtime.GOOS, runtime.GOARCH, store.KnownSchema())
	return err
}

// release and commit are stamped by the release build: -ldflags "-X main.release=1.2.3 -X main.commit=…".
var release, commit string

// version is the release, or the commit of a build without one.
func version() string {
	if release != "" {
		return release
	}
	if revision := stamped("vcs.revision"); len(revision) >= 12 {
		return "dev-" + revision[:12]
	}
	return "dev"
}

// committed is what it was built from, as far as that is known.
func committed() string {
	revision := commit
	if revision == "" {
		revision = stamped("vcs.revision")
	}
	switch {
	case revision == "":
		return "unknown"
	case stamped("vcs.modified") == "true":
		return revision + ", changed"
	}
	return revision
}

// stamped is what Go wrote into the binary under a key.
func stamped(key string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, setting := range info.Settings {
		if setting.Key == key {
			return setting.Value
		}
	}
	return ""
}
