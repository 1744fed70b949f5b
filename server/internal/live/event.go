package live

import "understory/server/internal/comment"

// Bounds of what one event tells. A reader who missed more is told to ask for the thread anew.
const (
	mostVersions = 1000
	mostTold     = 500 // comments
)

// Reading is what the log says of an article at one moment. The zero Reading is of an article that nobody has written to.
type Reading struct {
	Version int64
	Count   int64             // of published comments
	Changes []comment.Changes // of its last versions, each at most once, in their order; some may be missing
}

// Event is everything that changed between two versions of an article, as one.
type Event struct {
	Version int64
	Count   int64
	Added   []comment.Added
	Changed []comment.ID
	Removed []comment.ID
	Reload  bool // the log does not hold it: only Version is told
}

// Since is what happened after a version.
func (r Reading) Since(version int64) Event {
	missed := r.Version - version
	if missed < 0 || missed > int64(len(r.Changes)) {
		return Event{Version: r.Version, Reload: true}
	}
	rows := r.Changes[len(r.Changes)-int(missed):]
	if missed > 0 && rows[0].Version != version+1 { // so many different versions, but not these
		return Event{Version: r.Version, Reload: true}
	}
	event := merge(rows)
	event.Version, event.Count = r.Version, r.Count
	return event
}

// merge makes one event of many: whoever saw the thread before and after them would tell no difference.
func merge(rows []comment.Changes) (event Event) {
	told := fates{places: make(map[comment.ID]int)}
	for _, row := range rows {
		told.tell(row)
	}
	if len(told.list) > mostTold {
		return Event{Reload: true}
	}
	for _, f := range told.list {
		switch {
		case !f.after:
			event.Removed = append(event.Removed, f.ID)
		case f.before:
			event.Changed = append(event.Changed, f.ID)
		default:
			event.Added = append(event.Added, f.Added)
		}
	}
	return event
}

// fate is what became of one comment over several versions.
type fate struct {
	comment.Added
	before, after bool // the thread held it before the first of them, and after the last
}

// fates are in the order in which their comments were first told of, so that what is answered stands before its answers.
type fates struct {
	list   []fate
	places map[comment.ID]int // in the list
}

func (f *fates) tell(c comment.Changes) {
	for _, added := range c.Added {
		f.one(fate{added, false, true})
	}
	for _, id := range c.Changed {
		f.one(fate{comment.Added{ID: id}, true, true})
	}
	for _, id := range c.Removed {
		f.one(fate{comment.Added{ID: id}, true, false})
	}
}

func (f *fates) one(next fate) {
	if at, known := f.places[next.ID]; known {
		f.list[at].after = next.after
		return
	}
	f.places[next.ID] = len(f.list)
	f.list = append(f.list, next)
}
