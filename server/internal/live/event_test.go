package live

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"understory/server/internal/comment"
)

// named is the same id for the same letter.
func named(letter byte) comment.ID { return comment.ID{15: letter} }

// row reads "+b<a ~c -d" as the changes of one version.
func row(version int64, text string) comment.Changes {
	changes := comment.Changes{Version: version}
	for word := range strings.FieldsSeq(text) {
		switch id := named(word[1]); word[0] {
		case '+':
			added := comment.Added{ID: id}
			if len(word) > 2 {
				added.Parent = uuid.NullUUID{UUID: named(word[3]), Valid: true}
			}
			changes.Added = append(changes.Added, added)
		case '~':
			changes.Changed = append(changes.Changed, id)
		case '-':
			changes.Removed = append(changes.Removed, id)
		}
	}
	return changes
}

// spelt is an event in the same words.
func spelt(e Event) string {
	var words []string
	for _, added := range e.Added {
		word := "+" + string(added.ID[15])
		if added.Parent.Valid {
			word += "<" + string(added.Parent.UUID[15])
		}
		words = append(words, word)
	}
	for _, id := range e.Changed {
		words = append(words, "~"+string(id[15]))
	}
	for _, id := range e.Removed {
		words = append(words, "-"+string(id[15]))
	}
	if e.Reload {
		words = append(words, "reload")
	}
	return strings.Join(words, " ")
}

func TestManyVersionsAreToldAsWhatIsDifferentAfterThem(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rows []string
		want string
	}{
		"nothing":                        {nil, ""},
		"the article alone":              {[]string{"", ""}, ""},
		"one":                            {[]string{"+a"}, "+a"},
		"a reply":                        {[]string{"+b<a"}, "+b<a"},
		"added and then changed":         {[]string{"+a", "~a", "~a"}, "+a"},
		"added and gone again":           {[]string{"+a", "~a", "-a"}, "-a"},
		"added, gone and back":           {[]string{"+a", "-a", "+a"}, "+a"},
		"changed twice":                  {[]string{"~a", "~a"}, "~a"},
		"changed and gone":               {[]string{"~a", "-a"}, "-a"},
		"gone and back":                  {[]string{"-a", "+a"}, "~a"},
		"gone, back and gone":            {[]string{"-a", "+a", "-a"}, "-a"},
		"what is answered comes first":   {[]string{"+a", "+b<a", "~a", "+c<b"}, "+a +b<a +c<b"},
		"a branch that comes at once":    {[]string{"+a +b<a +c<b"}, "+a +b<a +c<b"},
		"a branch that goes at once":     {[]string{"-c -b -a"}, "-c -b -a"},
		"each list in its place":         {[]string{"~x", "+a", "-y", "+b<x", "~z"}, "+a +b<x ~x ~z -y"},
		"answers to what came and stays": {[]string{"+a", "+b<a", "-b"}, "+a -b"},
	} {
		var rows []comment.Changes
		for i, text := range tt.rows {
			rows = append(rows, row(int64(i+1), text))
		}
		got := Reading{Version: int64(len(rows)), Count: 7, Changes: rows}.Since(0)
		if spelt(got) != tt.want || got.Version != int64(len(rows)) || got.Count != 7 {
			t.Errorf("%s: got %q of %+v, want %q", name, spelt(got), got, tt.want)
		}
	}
}

func TestWhatTheLogDoesNotHoldIsToldAsReload(t *testing.T) {
	t.Parallel()
	full := []comment.Changes{row(6, "+a"), row(7, "+b"), row(8, "+c")}
	for name, tt := range map[string]struct {
		version int64
		rows    []comment.Changes
		since   int64
		want    string
	}{
		"all of it":                     {8, full, 5, "+a +b +c"},
		"the last of it":                {8, full, 7, "+c"},
		"nothing new":                   {8, full, 8, ""},
		"nothing new and an empty log":  {8, nil, 8, ""},
		"what was before":               {8, full, 4, "reload"},
		"a version that was never":      {8, full, 9, "reload"},
		"an empty log":                  {8, nil, 7, "reload"},
		"a hole":                        {8, []comment.Changes{row(6, "+a"), row(8, "+c")}, 5, "reload"},
		"after the hole":                {8, []comment.Changes{row(6, "+a"), row(8, "+c")}, 7, "+c"},
		"the last one missing":          {8, []comment.Changes{row(6, "+a"), row(7, "+b")}, 5, "reload"},
		"the last one, and one missing": {8, []comment.Changes{row(7, "+b")}, 7, "reload"},
		"nothing written yet":           {0, nil, 0, ""},
		"an article that went":          {0, nil, 3, "reload"},
	} {
		got := Reading{Version: tt.version, Changes: tt.rows}.Since(tt.since)
		if spelt(got) != tt.want || got.Version != tt.version {
			t.Errorf("%s: got %q of version %d, want %q of %d", name, spelt(got), got.Version, tt.want, tt.version)
		}
	}
}

func TestMoreThanFiveHundredCommentsAreNotTold(t *testing.T) {
	t.Parallel()
	for _, count := range []int{mostTold, mostTold + 1} {
		reading := Reading{Version: int64(count) + 100}
		for i := range count {
			reading.Changes = append(reading.Changes, comment.Changes{Version: int64(i + 1), Added: []comment.Added{{ID: uuid.Must(uuid.NewV7())}}})
		}
		for i := range 100 { // the same one, which counts once
			reading.Changes = append(reading.Changes, comment.Changes{Version: int64(count + i + 1), Changed: []comment.ID{reading.Changes[0].Added[0].ID}})
		}
		got := reading.Since(0)
		if got.Reload != (count > mostTold) || !got.Reload && len(got.Added) != count || got.Version != reading.Version {
			t.Errorf("of %d comments %d are told (reload %v)", count, len(got.Added), got.Reload)
		}
	}
}

func TestAMessageIsOneEventOfTheStream(t *testing.T) {
	t.Parallel()
	for want, event := range map[string]Event{
		"event: change\nid: 9\ndata: {}\n\n":  {Version: 9},
		"event: reload\nid: 12\ndata: {}\n\n": {Version: 12, Reload: true},
	} {
		if got := string(message(event, []byte("{}"))); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	seen := map[string]bool{}
	for range 200 {
		said := string(retry())
		var wait int
		if _, err := fmt.Sscanf(said, "retry: %d\n", &wait); err != nil || wait < 2000 || wait > 5000 {
			t.Fatalf("got %q (%v)", said, err)
		}
		seen[said] = true
	}
	if len(seen) < 100 {
		t.Errorf("200 clients are told %d times to come back at", len(seen))
	}
}
