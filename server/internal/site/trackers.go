package site

import (
	"slices"
	"strings"
)

// Trackers are query parameters that say where a reader came from and nothing about the page, by exact name.
// The widget's list is generated from TrackerList, so that caches see one address for one page.
var Trackers = []string{
	// clicks on advertisements and in social networks
	"gclid", "dclid", "gbraid", "wbraid", "fbclid", "msclkid", "twclid", "ttclid", "li_fat_id", "igshid", "yclid", "ysclid", "wickedid",
	// newsletters
	"mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "vero_id", "oly_enc_id", "oly_anon_id",
	// analytics
	"_ga", "_gl", "s_cid", "ocid", "cmpid", "cmp", "smid", "xtor", "ito", "ref", "ref_src",
	// AMP, which shows the same page in another dress
	"outputtype", "amp", "usqp",
}

// TrackerPrefixes begin the names of further trackers.
var TrackerPrefixes = []string{"utm_", "gad_", "at_"}

// TrackerList is Trackers and TrackerPrefixes in one sorted list of lower-case names, in which a final * stands
// for any ending. Names are compared without regard to case.
func TrackerList() []string {
	list := slices.Clone(Trackers)
	for _, prefix := range TrackerPrefixes {
		list = append(list, prefix+"*")
	}
	slices.Sort(list)
	return list
}

func isTracker(name string) bool {
	name = strings.ToLower(name)
	return slices.Contains(Trackers, name) ||
		slices.ContainsFunc(TrackerPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}
