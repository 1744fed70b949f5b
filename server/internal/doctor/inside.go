package doctor

import (
	"strings"
	"time"

	"understory/server/internal/site"
)

func (i Inside) findings(now time.Time) []Finding {
	found := []Finding{i.owner()}
	if len(i.Sites) == 0 {
		found = append(found, warning("sites", "there are none, so nobody can comment: understory site add KEY --origin https://news.example.org."))
	}
	for _, one := range i.Sites {
		found = append(found, origins(one))
	}
	if ahead := i.Newest.Sub(now); ahead > farApart {
		found = append(found, wrong("clock", "is %s behind the newest comment, so it is wrong now or was then: set it right, and keep it right with NTP.", ahead.Round(time.Second)))
	}
	return found
}

func (i Inside) owner() Finding {
	if !i.Owned {
		return wrong("owner", "nobody owns this installation, and whoever finds the link in the server's log can: open it, or run understory user add --role owner.")
	}
	return ok("owner", "there is an owner's account.")
}

func origins(of site.Site) Finding {
	about := "site " + of.Key
	if len(of.Origins) == 0 {
		return wrong(about, "has no origins, so no page may hold its comments: add the origin of its pages.")
	}
	var open []string
	for _, origin := range of.Origins {
		host, plain := strings.CutPrefix(string(origin), "http://")
		name, _, _ := strings.Cut(strings.TrimPrefix(host, "*."), ":")
		if plain && !isLocal(name) {
			open = append(open, string(origin))
		}
	}
	if len(open) > 0 {
		return warning(about, "takes comments from pages that are not encrypted (%s), which whoever is on the way can change: serve them by https.", strings.Join(open, " "))
	}
	return ok(about, "has an origin for its pages.")
}
