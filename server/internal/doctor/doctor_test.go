package doctor

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"understory/server/internal/site"
)

var now = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// sound is an installation in which nothing is wrong.
func sound() Setup {
	return Setup{
		Config:   Config{URL: "https://comments.example.org", Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Secret: "mW9x2LkQvT4rZ8sYbN6cH1jD5gF3pA7e", Metrics: "10.0.0.5:9464"},
		Database: Database{Address: "sqlite:understory.db", Schema: 5, Known: 5, File: &File{Path: "understory.db", Rights: 0o600, Size: 1e9, Journal: "wal", Folder: Folder{Free: 50e9, FreeKnown: true}}},
		Inside:   &Inside{Owned: true, Newest: now.Add(-time.Hour), Sites: []site.Site{{Key: "daily", Origins: []site.OriginPattern{"https://daily.example"}}, site.Demo()}},
		Now:      now, Files: 65_536,
	}
}

func onPostgres(s *Setup) {
	s.Database.File = nil
	s.Database.Server = &Server{Version: 16_00_04, Connections: 97, Others: 3, Pool: 20}
}

func TestASoundInstallationIsFoundSound(t *testing.T) {
	t.Parallel()
	sqlite, postgres := sound(), sound()
	onPostgres(&postgres)
	for name, s := range map[string]Setup{"SQLite": sqlite, "PostgreSQL": postgres} {
		found := Examine(s)
		for _, f := range found {
			if f.Level > OK && f.About != "mail" {
				t.Errorf("%s: %s", name, f)
			}
			if strings.Contains(f.String(), "\n") || !strings.HasSuffix(f.Says, ".") && !strings.HasSuffix(f.Says, "'") {
				t.Errorf("%s: %q is no line", name, f)
			}
		}
		if Worst(found) != Note || len(found) < 10 {
			t.Errorf("%s: the worst of %d findings is %s", name, len(found), Worst(found))
		}
	}
}

func TestEveryFinding(t *testing.T) {
	t.Parallel()
	networks := func(names ...string) (all []netip.Prefix) {
		for _, name := range names {
			all = append(all, netip.MustParsePrefix(name))
		}
		return all
	}
	for name, c := range map[string]struct {
		spoil func(*Setup)
		level Level
		about string
		says  string
	}{
		"refused":          {func(s *Setup) { s.Config.Refused = errors.New("UNDERSTORY_ADDR is no address") }, Wrong, "settings", "UNDERSTORY_ADDR"},
		"only here":        {func(s *Setup) { s.Config.URL, s.Config.Loopback = "", true }, Note, "address", "UNDERSTORY_URL"},
		"no address":       {func(s *Setup) { s.Config.URL = "" }, Wrong, "address", "missing"},
		"path":             {func(s *Setup) { s.Config.URL = "https://example.org/comments" }, Wrong, "address", "host alone"},
		"no host":          {func(s *Setup) { s.Config.URL = "comments.example.org" }, Wrong, "address", "host alone"},
		"loopback":         {func(s *Setup) { s.Config.URL = "http://127.0.0.1:8080" }, Warning, "address", "their own machine"},
		"localhost":        {func(s *Setup) { s.Config.URL = "https://localhost" }, Warning, "address", "their own machine"},
		"http":             {func(s *Setup) { s.Config.URL = "http://comments.example.org" }, Warning, "address", "UNDERSTORY_URL=https://comments.example.org"},
		"no proxy":         {func(s *Setup) { s.Config.Proxies = nil }, Wrong, "proxies", "UNDERSTORY_TRUSTED_PROXIES"},
		"no proxy needed":  {func(s *Setup) { s.Config.Proxies, s.Config.URL = nil, "http://x.example" }, OK, "proxies", "none"},
		"everybody":        {func(s *Setup) { s.Config.Proxies = networks("0.0.0.0/0") }, Wrong, "proxies", "half the internet"},
		"everybody, IPv6":  {func(s *Setup) { s.Config.Proxies = networks("::/0") }, Wrong, "proxies", "half the internet"},
		"public":           {func(s *Setup) { s.Config.Proxies = networks("10.0.0.0/8", "203.0.113.0/24") }, Warning, "proxies", "203.0.113.0/24"},
		"private":          {func(s *Setup) { s.Config.Proxies = networks("fc00::/7", "100.64.0.0/10", "::1/128") }, OK, "proxies", "fc00::/7"},
		"weak secret":      {func(s *Setup) { s.Config.Secret = strings.Repeat("secret", 6) }, Wrong, "secret", "openssl"},
		"short secret":     {func(s *Setup) { s.Config.Secret = "mW9x2LkQvT4rZ8" }, Wrong, "secret", "openssl"},
		"made secret":      {func(s *Setup) { s.Config.Secret = "" }, OK, "secret", "first start"},
		"no limits":        {func(s *Setup) { s.Config.RateLimitOff = true }, Warning, "limits", "UNDERSTORY_RATE_LIMIT"},
		"metrics":          {func(s *Setup) { s.Config.Metrics = "0.0.0.0:9464" }, Warning, "metrics", "0.0.0.0:9464"},
		"metrics, any":     {func(s *Setup) { s.Config.Metrics = ":9464" }, Warning, "metrics", ":9464"},
		"away":             {func(s *Setup) { s.Database.Unreadable = errors.New("refused") }, Wrong, "database", "refused"},
		"read only":        {func(s *Setup) { s.Database.Unwritable = errors.New("a standby") }, Wrong, "database", "a standby"},
		"no database":      {func(s *Setup) { s.Database.File.Missing = true }, Note, "database", "first start"},
		"no schema":        {func(s *Setup) { s.Database.Schema = 0 }, Note, "schema", "migrate"},
		"older schema":     {func(s *Setup) { s.Database.Schema = 4 }, Note, "schema", "backup"},
		"newer schema":     {func(s *Setup) { s.Database.Schema, s.Database.Needed = 6, 5 }, Note, "schema", "newer Understory"},
		"too new a schema": {func(s *Setup) { s.Database.Schema, s.Database.Needed = 6, 6 }, Wrong, "schema", "backup from before"},
		"folder":           {func(s *Setup) { s.Database.File.Folder.Unwritable = errors.New("denied") }, Wrong, "folder", "denied"},
		"disk full":        {func(s *Setup) { s.Database.File.Folder.Free = 50e6 }, Wrong, "disk", "50.0 MB"},
		"disk filling":     {func(s *Setup) { s.Database.File.Folder.Free = 800e6 }, Warning, "disk", "800.0 MB"},
		"no room for copy": {func(s *Setup) { s.Database.File.Size = 60e9 }, Warning, "disk", "60.0 GB"},
		"unknown disk":     {func(s *Setup) { s.Database.File.Folder.FreeKnown = false }, Note, "disk", "not known"},
		"network":          {func(s *Setup) { s.Database.File.Folder.Network = "NFS" }, Wrong, "file system", "NFS"},
		"readable":         {func(s *Setup) { s.Database.File.Rights = 0o644 }, Warning, "rights", "chmod 600"},
		"damage":           {func(s *Setup) { s.Database.File.Damage = "page 7" }, Wrong, "integrity", "page 7"},
		"journal":          {func(s *Setup) { s.Database.File.Journal = "delete" }, Note, "log", "delete"},
		"PostgreSQL 11":    {func(s *Setup) { onPostgres(s); s.Database.Server.Version = 11_00_09 }, Wrong, "PostgreSQL", "version 11"},
		"PostgreSQL 13":    {func(s *Setup) { onPostgres(s); s.Database.Server.Version = 13_00_01 }, Warning, "PostgreSQL", "version 13"},
		"few connections":  {func(s *Setup) { onPostgres(s); s.Database.Server.Connections = 17 }, Wrong, "connections", "max_connections"},
		"used connections": {func(s *Setup) { onPostgres(s); s.Database.Server.Others = 80 }, Warning, "connections", "80 in use"},
		"clocks":           {func(s *Setup) { onPostgres(s); s.Database.Server.Ahead = -5 * time.Second }, Warning, "clocks", "5s apart"},
		"clocks far apart": {func(s *Setup) { onPostgres(s); s.Database.Server.Ahead = time.Hour }, Wrong, "clocks", "1h0m0s apart"},
		"old clock":        {func(s *Setup) { s.Now = time.Date(1970, 1, 1, 0, 0, 9, 0, time.UTC) }, Wrong, "clock", "1970-01-01"},
		"clock set back":   {func(s *Setup) { s.Inside.Newest = now.Add(time.Hour) }, Wrong, "clock", "1h0m0s behind"},
		"files":            {func(s *Setup) { s.Files = 1024 }, Warning, "open files", "LimitNOFILE"},
		"unknown files":    {func(s *Setup) { s.Files = 0 }, Note, "open files", "not known"},
		"no owner":         {func(s *Setup) { s.Inside.Owned = false }, Wrong, "owner", "user add"},
		"no site":          {func(s *Setup) { s.Inside.Sites = nil }, Warning, "sites", "site add"},
		"no origin":        {func(s *Setup) { s.Inside.Sites[0].Origins = nil }, Wrong, "site daily", "no origins"},
		"http origin":      {func(s *Setup) { s.Inside.Sites[0].Origins = []site.OriginPattern{"http://*.daily.example:*"} }, Warning, "site daily", "http://*.daily.example"},
		"local origin":     {func(s *Setup) { s.Inside.Sites[0].Origins = []site.OriginPattern{"http://localhost:3000"} }, OK, "site daily", "origin"},
		"mail":             {func(*Setup) {}, Note, "mail", "not sent"},
	} {
		s := sound()
		c.spoil(&s)
		hit := false
		for _, f := range Examine(s) {
			hit = hit || f.Level == c.level && f.About == c.about && strings.Contains(f.Says, c.says)
		}
		if !hit {
			t.Errorf("%s: nobody says %s of %s, with %q:\n%v", name, c.level, c.about, c.says, Examine(s))
		}
	}
}

func TestNoFindingTellsASecret(t *testing.T) {
	t.Parallel()
	s := sound()
	for _, secret := range []string{s.Config.Secret, "password12", strings.Repeat("hunter2", 6)} {
		s.Config.Secret = secret
		for _, f := range Examine(s) {
			if strings.Contains(f.String(), secret) {
				t.Errorf("%s", f)
			}
		}
	}
}

func TestAFindingIsALineWhateverTheErrorIs(t *testing.T) {
	t.Parallel()
	if got := wrong("database", "cannot be read: %v.", errors.New("failed:\n\tone host\n\tanother")).String(); got != "wrong  database     cannot be read: failed: one host another." {
		t.Errorf("got %q", got)
	}
}

func TestAFolderIsLookedAtWithoutATrace(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	found := LookAt(folder)
	if found.Unwritable != nil || found.FreeKnown && found.Free == 0 {
		t.Errorf("a temporary folder is %+v", found)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
	if LookAt(filepath.Join(folder, "none")).Unwritable == nil {
		t.Error("a folder that is not there can be written")
	}
}
