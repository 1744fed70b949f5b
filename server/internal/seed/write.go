package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/markup"
	"understory/server/internal/moderation"
	"understory/server/internal/site"
)

// perPart is how many comments travel together.
const perPart = 2_000

// all makes every story, in the order of time, and sends it off in parts.
func (g *generator) all(ctx context.Context, parts chan<- part) {
	var next part
	send := func() bool {
		select {
		case parts <- next:
			next = part{}
			return true
		case <-ctx.Done():
			return false
		}
	}
	for _, s := range g.stories() {
		t, err := g.shape(s.number, s.size, s.began)
		if err != nil {
			parts <- part{err: err}
			return
		}
		if t.article.CommentCount > g.largest.CommentCount {
			g.largest = t.article
		}
		next.Articles = append(next.Articles, t.article)
		for i := range t.comments {
			if next.err = g.write(ctx, t, i, &next.Batch); next.err != nil {
				send()
				return
			}
			next.Readers = append(next.Readers, g.people.newcomers()...)
			if next.whole = i == len(t.comments)-1; len(next.Comments) >= perPart && !send() {
				return
			}
		}
	}
	send()
}

type story struct {
	number, size int
	began        time.Time
}

// stories are all, in the order of time. The largest is as old as it is commented on, so that it is whole and near the top.
func (g *generator) stories() []story {
	var all []story
	for i, size := range g.options.sizes() {
		age := time.Duration(float64(g.options.Span) * g.random.Float64())
		if i == 0 {
			age = life
		}
		all = append(all, story{number: i, size: size, began: g.options.Until.Add(-age).Truncate(time.Microsecond)})
	}
	slices.SortStableFunc(all, func(a, b story) int { return a.began.Compare(b.began) })
	return all
}

// write gives a comment its text, and adds it to a batch with all that hangs on it.
func (g *generator) write(ctx context.Context, t *thread, i int, b *Batch) error {
	c, f := &t.comments[i], t.fates[i]
	c.Source, c.Tree = t.book.comment(t.random)
	c.Renderer = markup.Version
	var heldFor string
	if f.held {
		var err error
		if heldFor, err = g.hold(ctx, c); err != nil {
			return err
		}
	}
	b.Respects = append(b.Respects, g.respects(t, *c)...)
	var reports int64
	switch {
	case f.decision != "":
		d := t.decision(i, g.moderator, heldFor)
		c.Reason = d.Reason.ToAuthor()
		b.Decisions = append(b.Decisions, d)
		if !f.held {
			reports = 1 + int64(t.random.IntN(3))
		}
	case f.held:
		c.Reason = heldFor
	default:
		reports = c.ReportCount
	}
	b.Reports = append(b.Reports, g.reports(t, *c, reports)...)
	b.Comments = append(b.Comments, *c)
	return nil
}

// spam is why a moderator had to look.
const spam = "\n\nhttps://offers.example/1 https://prizes.example/2 https://bargains.example/3"

// hold has a comment be what the policy holds, and is what its author is told.
func (g *generator) hold(ctx context.Context, c *comment.Comment) (string, error) {
	c.Source += spam
	read, err := markup.Parse(c.Source)
	if err != nil {
		return "", fmt.Errorf("parse a comment with links: %w", err)
	}
	c.Tree = read.JSON()
	verdict, err := moderation.Policy{}.Review(ctx, g.on, comment.Draft{Body: c.Source, Read: read, Name: c.Name})
	if err != nil {
		return "", fmt.Errorf("review a comment with links: %w", err)
	}
	c.Findings = verdict.Findings
	return verdict.Reason, nil
}

// respects are as many as a comment counts, each of another reader.
func (g *generator) respects(t *thread, c comment.Comment) []Respect {
	made := make([]Respect, 0, c.Respects)
	for _, reader := range g.others(t, c, int(c.Respects)) {
		made = append(made, Respect{Comment: c, Reader: reader, At: g.soonAfter(t, c)})
	}
	return made
}

func (g *generator) reports(t *thread, c comment.Comment, count int64) []Report {
	made := make([]Report, 0, count)
	for _, reader := range g.others(t, c, int(count)) {
		reason := site.ReportReasons[t.random.IntN(len(site.ReportReasons))]
		report := Report{Report: comment.Report{Comment: c.ID, Reader: reader, Reason: reason, At: g.soonAfter(t, c)}, Answered: c.Decision}
		if t.random.IntN(3) == 0 {
			report.Detail = t.book.sentences[t.random.IntN(sentencesOfBook)].source
		}
		made = append(made, report)
	}
	return made
}

// soonAfter is within the time that a moderator takes to decide.
func (g *generator) soonAfter(t *thread, c comment.Comment) time.Time {
	return c.CreatedAt.Add(time.Duration(1+t.random.Int64N(int64(decidedAfter/time.Microsecond)-1)) * time.Microsecond)
}

// others are different readers, none of whom wrote the comment: neighbours among the people, who have nothing in common.
func (g *generator) others(t *thread, c comment.Comment, count int) []uuid.UUID {
	made := make([]uuid.UUID, 0, count)
	for place := t.random.IntN(len(g.people.all)); len(made) < count; place++ {
		if reader := g.people.meet(place%len(g.people.all), t.article.CreatedAt); reader.ID != c.Reader {
			made = append(made, reader.ID)
		}
	}
	return made
}
