// Package doctor says in words what is wrong with how an installation is set up, and what to do about it.
// It is told what was found and judges that; it asks the machine itself, and no database.
package doctor

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"understory/server/internal/site"
)

// Level is how bad a finding is.
type Level int

// The levels. Only what is wrong keeps an installation from being sound.
const (
	OK Level = iota
	Note
	Warning
	Wrong
)

func (l Level) String() string { return [...]string{"ok", "note", "warn", "wrong"}[l] }

// Finding is what one check came to, with what to do, in one line. Neither holds a secret or a password.
type Finding struct {
	Level Level
	About string
	Says  string
}

// String is a finding as a line, whatever an error within it is.
func (f Finding) String() string {
	return fmt.Sprintf("%-6s %-12s %s", f.Level, f.About, strings.Join(strings.Fields(f.Says), " "))
}

func ok(about, says string, args ...any) Finding {
	return Finding{OK, about, fmt.Sprintf(says, args...)}
}

func note(about, says string, args ...any) Finding {
	return Finding{Note, about, fmt.Sprintf(says, args...)}
}

func warning(about, says string, args ...any) Finding {
	return Finding{Warning, about, fmt.Sprintf(says, args...)}
}

func wrong(about, says string, args ...any) Finding {
	return Finding{Wrong, about, fmt.Sprintf(says, args...)}
}

// Setup is everything that is judged.
type Setup struct {
	Config   Config
	Database Database
	Inside   *Inside // nil where the database could not be read
	Now      time.Time
	Files    uint64 // that the process may have open; 0 where that is not known
}

// Config is what was set from outside.
type Config struct {
	Refused      error // why a server would not start with it
	URL          string
	Loopback     bool // only this machine can reach the server
	Secret       string
	Proxies      []netip.Prefix
	RateLimitOff bool
	Metrics      string // the address of its own that tells them; empty for none
}

// Inside is what stands in the database.
type Inside struct {
	Sites  []site.Site
	Owned  bool      // there is an owner's account
	Newest time.Time // comment; zero when there is none
}

// Examine makes every check there is.
func Examine(s Setup) []Finding {
	found := s.Config.findings()
	found = append(found, s.Database.findings()...)
	if s.Inside != nil {
		found = append(found, s.Inside.findings(s.Now)...)
	}
	return append(found, clock(s.Now), files(s.Files), note("mail", "is not sent: this version has no way to. Nothing is lost by that."))
}

// Worst is the worst level among findings.
func Worst(found []Finding) Level {
	worst := OK
	for _, f := range found {
		worst = max(worst, f.Level)
	}
	return worst
}

// built is before any copy of this program, so that a clock behind it is wrong.
var built = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func clock(now time.Time) Finding {
	if now.Before(built) {
		return wrong("clock", "says that it is %s, which is before this program was made. Set the clock, and keep it right with NTP.", now.UTC().Format(time.DateOnly))
	}
	return ok("clock", "says that it is %s.", now.UTC().Format(time.RFC1123))
}

// enoughFiles are ten thousand open streams and what else a server has open.
const enoughFiles = 11_000

func files(limit uint64) Finding {
	switch {
	case limit == 0:
		return note("open files", "have a limit that is not known here.")
	case limit < enoughFiles:
		return warning("open files", "are limited to %d, and every reader with a story open is one: raise the limit to 65536 (LimitNOFILE in systemd, ulimit -n in a shell).", limit)
	}
	return ok("open files", "may be %d at once.", limit)
}
