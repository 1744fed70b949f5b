package seed

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/markup"
	"understory/server/internal/site"
	"understory/server/internal/text"
)

func TestStoriesAreSharedOutByZipfsLaw(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		total, places, most int
		want                []int
	}{
		{10, 1, 10, []int{10}},
		{4, 4, 4, []int{1, 1, 1, 1}},
		{24, 3, 24, []int{14, 6, 4}},
		{9, 3, 3, []int{3, 3, 3}},
		{8, 3, 3, []int{3, 3, 2}},
		{0, 0, 5, nil},
	} {
		got := zipf(c.total, c.places, c.most)
		sum := 0
		for _, size := range got {
			sum += size
		}
		if sum != c.total || len(got) != c.places || c.want != nil && !slices.Equal(got, c.want) {
			t.Errorf("zipf(%d, %d, %d) = %v, want %v", c.total, c.places, c.most, got, c.want)
		}
	}
}

func TestSitesThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for field, o := range map[string]Options{
		"comments": {Comments: 0, Span: 2 * life},
		"articles": {Comments: 5, Articles: 6, Span: 2 * life},
		"largest":  {Comments: 100, Articles: 3, Largest: 99, Span: 2 * life},
		"months":   {Comments: 100, Span: life},
	} {
		if refused, ok := errors.AsType[*fault.Error](o.complete()); !ok || refused.Kind != fault.Invalid || refused.Field != field {
			t.Errorf("%s: got %v, want a refusal that names it", field, refused)
		}
	}
	small := Options{Comments: 100, Articles: 3, Largest: 10, Span: 2 * life}
	if err := small.complete(); err == nil {
		t.Error("three stories of ten comments make a hundred")
	}
}

// made is every part of a site.
func made(t *testing.T, seed uint64) Batch {
	t.Helper()
	o := Options{Comments: 3_000, Seed: seed, Until: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Span: 400 * 24 * time.Hour}
	if err := o.complete(); err != nil {
		t.Fatal(err)
	}
	g, err := newGenerator(site.Demo(), o)
	if err != nil {
		t.Fatal(err)
	}
	g.moderator = account.ID{1}
	parts := make(chan part, o.Comments)
	g.all(context.Background(), parts)
	close(parts)
	var all Batch
	for p := range parts {
		if p.err != nil {
			t.Fatal(p.err)
		}
		all.Readers, all.Articles, all.Comments = append(all.Readers, p.Readers...), append(all.Articles, p.Articles...), append(all.Comments, p.Comments...)
		all.Respects, all.Reports, all.Decisions = append(all.Respects, p.Respects...), append(all.Reports, p.Reports...), append(all.Decisions, p.Decisions...)
	}
	return all
}

func TestTheSameSeedGivesTheSameSite(t *testing.T) {
	t.Parallel()
	one, two, other := made(t, 1), made(t, 1), made(t, 2)
	for i := range one.Comments {
		a, b := one.Comments[i], two.Comments[i]
		if a.ID != b.ID || a.Source != b.Source || a.Reader != b.Reader || a.Parent != b.Parent || a.Rank != b.Rank || a.Status != b.Status {
			t.Fatalf("comment %d is %+v once and %+v then", i, a, b)
		}
	}
	if len(one.Respects) != len(two.Respects) || len(one.Respects) < 500 || !slices.Equal(one.Reports, two.Reports) || !slices.Equal(one.Decisions, two.Decisions) {
		t.Error("reactions and decisions differ")
	}
	if one.Comments[0].Source == other.Comments[0].Source {
		t.Error("another seed gives the same texts")
	}
}

func TestTextsAreWhatTheirMarkdownSays(t *testing.T) {
	t.Parallel()
	for _, c := range made(t, 5).Comments {
		read, err := markup.Parse(c.Source)
		if err != nil {
			t.Fatalf("%q: %v", c.Source, err)
		}
		if got := string(read.JSON()); got != string(c.Tree) {
			t.Fatalf("%q is kept as\n%s\nand read as\n%s", c.Source, c.Tree, got)
		}
		if clean, err := text.Body(c.Source); err != nil || clean != c.Source {
			t.Fatalf("a reader's %q would be kept as %q, %v", c.Source, clean, err)
		}
	}
}

func TestReadersHaveNamesThatReadersMayHave(t *testing.T) {
	t.Parallel()
	scripts := map[string]bool{}
	for _, r := range newPeople(1, 20_000).all {
		if clean, err := text.Name(r.Name); err != nil || clean != r.Name {
			t.Errorf("name %q would be kept as %q, %v", r.Name, clean, err)
		}
		if r.Email != "" {
			if _, err := text.Email(r.Email); err != nil {
				t.Error(err)
			}
		}
		scripts[strings.Trim(r.Name, "0123456789")] = true
	}
	if len(scripts) < 300 {
		t.Errorf("only %d names", len(scripts))
	}
}

func TestTimesAreOfTheMonthsBefore(t *testing.T) {
	t.Parallel()
	until, months := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), map[string]int{}
	for _, c := range made(t, 1).Comments {
		if c.CreatedAt.After(until) {
			t.Errorf("a comment of %s", c.CreatedAt)
		}
		months[c.CreatedAt.Format("2006-01")]++
	}
	if len(months) < 12 {
		t.Errorf("comments are of %v", months)
	}
}

func TestIDsSortAsTheirTimesDo(t *testing.T) {
	t.Parallel()
	random, at := newRandom(1, "ids"), time.Date(2026, 11, 1, 0, 0, 0, 999_000, time.UTC)
	last := ID(random, at)
	for range 3_000 {
		at = at.Add(time.Microsecond)
		next := ID(random, at)
		if next.String() <= last.String() || next.Version() != 7 || next.Variant().String() != "RFC4122" {
			t.Fatalf("%s comes after %s", next, last)
		}
		last = next
	}
}
