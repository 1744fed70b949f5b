// Package site knows publishers: who they are, from which pages their readers may write, and which
// addresses mean the same article. It does not know comments, people or any technology.
package site

import (
	"context"
	"time"

	"understory/server/internal/fault"
)

// ID numbers a site inside an installation. It never leaves the server; people and pages use the key.
type ID int64

// Site is a publisher's domain or group of domains: the tenant.
type Site struct {
	ID        ID
	Key       string // what the tag says: 1 to 64 of a-z, 0-9 and -
	Name      string
	Origins   []OriginPattern
	Settings  Settings
	CreatedAt time.Time
}

// Guests says what becomes of comments by people without an account.
type Guests string

// The ways to treat guests.
const (
	GuestsHold    Guests = "hold"    // a moderator reads them first
	GuestsPublish Guests = "publish" // at once
	GuestsOff     Guests = "off"     // they cannot write
)

// Settings are what a site's owner may change while the server runs.
type Settings struct {
	Guests      Guests        `json:"guests"`
	EditWindow  time.Duration `json:"editWindow"` // how long authors may edit and withdraw
	Rules       string        `json:"rules"`      // shown beneath the form
	RecordOnly  bool          `json:"recordOnly"` // findings are kept for moderators but never nudge, hold or reject
	PostBurst   int           `json:"postBurst"`  // posts at once from one network
	PostsMinute int           `json:"postsMinute"`
	ReactMinute int           `json:"reactMinute"` // respects and reports a minute from one network
	Blocked     []string      `json:"blocked"`     // words that a comment may not hold

	SearchHidden bool `json:"searchHidden,omitempty"` // search engines are not told of the comments
}

// Defaults are the settings of a new site.
func Defaults() Settings {
	return Settings{Guests: GuestsHold, EditWindow: 15 * time.Minute, PostBurst: 10, PostsMinute: 6, ReactMinute: 60}
}

// ReportReasons are what a reader may report a comment for, in the order shown.
var ReportReasons = []string{"abuse", "hate", "threat", "spam", "off_topic", "other"}

// DemoKey is the key of the site that a first start on a loopback address makes.
const DemoKey = "demo"

// Demo is that site: guests of any local page publish at once, and findings are only recorded.
func Demo() Site {
	settings := Defaults()
	settings.Guests = GuestsPublish
	settings.RecordOnly = true
	return Site{Key: DemoKey, Name: "Demo", Settings: settings, Origins: []OriginPattern{
		"http://localhost:*", "https://localhost:*", "http://*.localhost:*", "https://*.localhost:*",
		"http://127.0.0.1:*", "https://127.0.0.1:*",
	}}
}

// New makes a site from what an owner gave. Faults: Invalid with the field key, origin or guests.
func New(key, name string, origins []string, guests Guests) (Site, error) {
	if !validKey(key) {
		return Site{}, fault.Field("key", "A site key is 1 to 64 characters of a to z, 0 to 9 and hyphens, for example \"courier\".")
	}
	if name == "" {
		name = key
	}
	settings := Defaults()
	switch guests {
	case "":
	case GuestsHold, GuestsPublish, GuestsOff:
		settings.Guests = guests
	default:
		return Site{}, fault.Field("guests", "Guests may be hold, publish or off.")
	}
	made := Site{Key: key, Name: name, Settings: settings}
	for _, text := range origins {
		pattern, err := ParseOriginPattern(text)
		if err != nil {
			return Site{}, err
		}
		made.Origins = append(made.Origins, pattern)
	}
	if len(made.Origins) == 0 {
		return Site{}, fault.Field("origin", "Name at least one origin whose pages may hold the comments, for example https://news.example.org.")
	}
	return made, nil
}

func validKey(key string) bool {
	if key == "" || len(key) > 64 {
		return false
	}
	for _, c := range key {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// Store keeps sites.
type Store interface {
	// Site finds by key. Faults: NotFound.
	Site(ctx context.Context, key string) (Site, error)
	// Sites are all, by key.
	Sites(ctx context.Context) ([]Site, error)
	// AddSite keeps a new one and gives it its ID. Faults: Conflict when the key is taken.
	AddSite(ctx context.Context, s Site) (Site, error)
}
