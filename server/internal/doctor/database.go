package doctor

import (
	"fmt"
	"io/fs"
	"time"
)

// Database is what was found of it, without changing anything.
type Database struct {
	Address    string // without its password
	Unreadable error
	Unwritable error
	Schema     int64 // 0: none
	Known      int64 // to this program
	Needed     int64 // what a program must know to run on it
	File       *File
	Server     *Server
}

// File is an SQLite database's.
type File struct {
	Missing bool
	Path    string
	Rights  fs.FileMode
	Size    int64
	Folder  Folder
	Journal string // the mode
	Damage  string // what a quick check says
}

// Folder is where a file lies.
type Folder struct {
	Unwritable error
	Free       uint64 // bytes
	FreeKnown  bool
	Network    string // the kind of file system, where it is one over a network
}

// Server is a PostgreSQL.
type Server struct {
	Version     int // 150004 is 15.4
	Connections int // that it takes from such as us
	Others      int // that it has
	Pool        int // that each of our processes may open
	Ahead       time.Duration
}

// Current says whether this program can read what stands in it.
func (d Database) Current() bool {
	return d.Unreadable == nil && d.Schema >= d.Known && d.Needed <= d.Known
}

func (d Database) findings() []Finding {
	var found []Finding
	if d.File != nil {
		found = append(found, d.File.place()...)
	}
	if d.File != nil && d.File.Missing {
		return append(found, note("database", "%s is not there yet: the first start makes it.", d.Address))
	}
	if d.Unreadable != nil {
		return append(found, wrong("database", "%s cannot be read: %v. Look at DATABASE_URL, and whether the database runs.", d.Address, d.Unreadable))
	}
	found = append(found, d.access(), d.schema())
	if d.File != nil {
		found = append(found, d.File.inside()...)
	}
	if d.Server != nil {
		found = append(found, d.Server.findings()...)
	}
	return found
}

func (d Database) access() Finding {
	if d.Unwritable != nil {
		return wrong("database", "%s can be read but not written: %v.", d.Address, d.Unwritable)
	}
	return ok("database", "%s can be read and written.", d.Address)
}

func (d Database) schema() Finding {
	switch {
	case d.Schema == 0:
		return note("schema", "is not made yet: the first start makes it, or understory migrate.")
	case d.Needed > d.Known:
		return wrong("schema", "takes programs that know %d, and this one knows %d: a newer Understory made it ready. Start that one, or restore a backup from before.", d.Needed, d.Known)
	case d.Schema > d.Known:
		return note("schema", "is %d, and this program knows %d: a newer Understory has added to it, and this one runs on it all the same.", d.Schema, d.Known)
	case d.Schema < d.Known:
		return note("schema", "is %d, and this program brings it to %d: the next start does, or understory migrate. Make a backup first.", d.Schema, d.Known)
	}
	return ok("schema", "is %d, the newest.", d.Schema)
}

// How little room is left when it is time to act.
const (
	hardlyFree = 100e6
	littleFree = 1e9
)

func (f File) place() []Finding {
	found := []Finding{f.folder(), f.room()}
	if f.Folder.Network != "" {
		found = append(found, wrong("file system", "of %s is %s, over a network: its locks cannot be relied on, and SQLite files get damaged there. Use a local disk, or PostgreSQL.", f.Path, f.Folder.Network))
	}
	if f.Rights&0o004 != 0 {
		found = append(found, warning("rights", "everybody on this machine can read %s, with addresses and password hashes in it: chmod 600 it, and what lies beside it.", f.Path))
	}
	return found
}

func (f File) folder() Finding {
	if f.Folder.Unwritable != nil {
		return wrong("folder", "of %s cannot be written: %v. SQLite keeps its log beside the file.", f.Path, f.Folder.Unwritable)
	}
	return ok("folder", "of %s can be written.", f.Path)
}

func (f File) room() Finding {
	free := float64(f.Folder.Free)
	switch {
	case !f.Folder.FreeKnown:
		return note("disk", "has room that is not known here.")
	case free < hardlyFree:
		return wrong("disk", "has only %s left for %s: comments will be refused soon. Make room.", size(free), f.Path)
	case free < littleFree || free < float64(f.Size):
		return warning("disk", "has only %s left, and %s has %s: there is no room for a copy of it beside.", size(free), f.Path, size(float64(f.Size)))
	}
	return ok("disk", "has %s left.", size(free))
}

func size(bytes float64) string {
	if bytes >= 1e9 {
		return fmt.Sprintf("%.1f GB", bytes/1e9)
	}
	return fmt.Sprintf("%.1f MB", bytes/1e6)
}

func (f File) inside() []Finding {
	found := []Finding{ok("integrity", "a quick check found no damage.")}
	if f.Damage != "" {
		found[0] = wrong("integrity", "%s is damaged (%s): stop the server, keep a copy, and restore a backup.", f.Path, f.Damage)
	}
	if f.Journal != "wal" {
		found = append(found, note("log", "is in the mode %s: the next start turns to a write-ahead log, so that readers do not wait for writers.", f.Journal))
	}
	return found
}

// The oldest PostgreSQL that is tried, and the oldest that gets corrections.
const (
	oldestPostgres    = 12_00_00
	supportedPostgres = 14_00_00
)

// How far clocks may be apart.
const (
	apart    = 2 * time.Second
	farApart = time.Minute
)

func (s Server) findings() []Finding {
	return []Finding{s.version(), s.connections(), s.clock()}
}

func (s Server) version() Finding {
	number := s.Version / 10_000
	switch {
	case s.Version < oldestPostgres:
		return wrong("PostgreSQL", "is version %d, which is too old: use 14 or newer.", number)
	case s.Version < supportedPostgres:
		return warning("PostgreSQL", "is version %d, which gets no corrections any more: use 14 or newer.", number)
	}
	return ok("PostgreSQL", "is version %d.", number)
}

func (s Server) connections() Finding {
	switch left := s.Connections - s.Others; {
	case s.Connections < s.Pool:
		return wrong("connections", "of PostgreSQL are %d in all, and one process of ours may want %d: raise max_connections.", s.Connections, s.Pool)
	case left < s.Pool:
		return warning("connections", "of PostgreSQL are %d in all and %d in use, and one more process of ours may want %d: raise max_connections when you start another.", s.Connections, s.Others, s.Pool)
	}
	return ok("connections", "of PostgreSQL are %d in all and %d in use; each process of ours may want %d.", s.Connections, s.Others, s.Pool)
}

func (s Server) clock() Finding {
	switch off := s.Ahead.Abs(); {
	case off > farApart:
		return wrong("clocks", "of PostgreSQL and of this machine are %s apart: keep both right with NTP.", off.Round(time.Second))
	case off > apart:
		return warning("clocks", "of PostgreSQL and of this machine are %s apart: keep both right with NTP.", off.Round(100*time.Millisecond))
	}
	return ok("clocks", "of PostgreSQL and of this machine agree.")
}
