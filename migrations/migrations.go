// Package migrations holds the schema's history for both databases, compiled in.
// File names are the same in both folders; a test in package store holds their tables and columns to be the same too.
package migrations

import "embed"

// Files has the folders postgres and sqlite.
//
//go:embed postgres/*.sql sqlite/*.sql
var Files embed.FS
