package seed

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/moderation"
)

// thread is a story's comments before anything is written in them: who answers whom when, and what becomes of it.
type thread struct {
	article  comment.Article
	comments []comment.Comment
	parents  []int // by place; -1 of a root
	authors  []int // by their places among the people
	fates    []fate
	language int
	book     *phrasebook
	random   *rand.Rand
	quarrel  bool // two go on answering each other
}

// life is how long a story is commented on; half of it is written in the first hours.
const life = 14 * 24 * time.Hour

// fate is what becomes of a comment.
type fate struct {
	share    float64 // of a thousand
	status   comment.Status
	held     bool // at first
	edited   bool
	decision moderation.Action
	changes  int64 // of its text or status
	visible  int64 // changes of the public thread, its appearance included
}

var (
	plain = fate{status: comment.Published, visible: 1}
	fates = []fate{
		{share: 4, status: comment.Held, held: true},
		{share: 4, status: comment.Rejected, held: true, decision: moderation.Reject, changes: 1},
		{share: 8, status: comment.Rejected, decision: moderation.Reject, changes: 1, visible: 2},
		{share: 8, status: comment.Withdrawn, changes: 1, visible: 2},
		{share: 10, status: comment.Published, held: true, decision: moderation.Approve, changes: 1, visible: 1},
		{share: 30, status: comment.Published, edited: true, changes: 1, visible: 2},
	}
)

func someFate(random *rand.Rand) fate {
	chance := random.Float64() * 1000
	for _, f := range fates {
		if chance -= f.share; chance < 0 {
			return f
		}
	}
	return plain
}

// decidedAfter is how long a comment waits for a moderator.
const decidedAfter = 20 * time.Minute

// Of a thousand comments that are published, reported ones that nobody has decided on; how often quarrels begin, of a
// thousand, and how likely each answer is to be answered at once.
const (
	reportedOfThousand = 6
	quarrelsOfThousand = 4
	quarrelGoesOn      = 0.95
)

// shape makes a thread of a story that was first commented on at a time.
func (g *generator) shape(story int, size int, began time.Time) (*thread, error) {
	random := newRandom(g.options.Seed, fmt.Sprintf("story %d", story))
	t := &thread{random: random, language: byShare(random), comments: make([]comment.Comment, size),
		parents: make([]int, size), authors: make([]int, size), fates: make([]fate, size)}
	var err error
	if t.book, err = g.book(t.language); err != nil {
		return nil, err
	}
	times := timesAfter(random, began, g.options.Until, size)
	page, err := comment.PageOf("", fmt.Sprintf("%s/stories/seed-%d-%d", g.base, g.options.Seed, story+1), t.book.prose.Title())
	if err != nil {
		return nil, fmt.Errorf("name story %d: %w", story, err)
	}
	t.article = comment.Article{ID: ID(random, times[0]), Identity: page.Identity, URL: page.URL, Title: page.Title,
		Status: comment.Open, CreatedAt: times[0], LastCommentAt: times[size-1]}
	for i, at := range times {
		g.place(t, i, at)
	}
	Count(t.comments, t.parents)
	for i, c := range t.comments {
		t.article.Version += t.fates[i].visible + c.Respects
		if c.Public() {
			t.article.CommentCount++
		}
	}
	return t, nil
}

// timesAfter are as many times, each a microsecond after the one before at least, most of them soon after the first.
func timesAfter(random *rand.Rand, began, until time.Time, count int) []time.Time {
	lasts := float64(min(life, until.Sub(began)) / time.Microsecond)
	offsets := make([]int64, count)
	for i := 1; i < count; i++ {
		offsets[i] = int64(lasts * math.Pow(random.Float64(), 5))
	}
	slices.Sort(offsets)
	times := make([]time.Time, count)
	for i := range times {
		if i > 0 {
			offsets[i] = max(offsets[i], offsets[i-1]+1)
		}
		times[i] = began.Add(time.Duration(offsets[i]) * time.Microsecond)
	}
	return times
}

// place puts the next comment into the thread.
func (g *generator) place(t *thread, i int, at time.Time) {
	f := someFate(t.random)
	parent := t.answered(i)
	t.parents[i], t.authors[i], t.fates[i] = parent, t.author(g.people, parent), f
	author := g.people.meet(t.authors[i], t.article.CreatedAt)
	c := comment.Comment{ID: ID(t.random, at), Article: t.article.ID, Level: 1, Reader: author.ID, Name: author.Name,
		Status: f.status, Version: 1 + f.changes, CreatedAt: at}
	if parent >= 0 {
		c.Parent, c.Level = uuid.NullUUID{UUID: t.comments[parent].ID, Valid: true}, t.comments[parent].Level+1
	}
	if f.edited {
		c.EditedAt = at.Add(time.Duration(1+t.random.IntN(14*60)) * time.Second)
	}
	if f.decision != "" {
		c.Decision = uuid.NullUUID{UUID: ID(t.random, at.Add(decidedAfter)), Valid: true}
	}
	if f.visible > 0 {
		c.Respects = respects(t.random)
	}
	if f.status == comment.Published && f.decision == "" && t.random.IntN(1000) < reportedOfThousand {
		c.ReportCount = 1 + int64(t.random.IntN(4))
	}
	t.comments[i] = c
}

// respects of a comment: most have none, few have many.
func respects(random *rand.Rand) int64 {
	return min(fewestReaders/2, int64(0.3*math.Exp(1.3*random.NormFloat64())))
}

// answered is the place of a comment that the next one answers, -1 for none. Four of ten answer nobody.
func (t *thread) answered(next int) int {
	if t.quarrel = t.quarrel && t.random.Float64() < quarrelGoesOn || t.random.IntN(1000) < quarrelsOfThousand; t.quarrel && next > 0 && t.answerable(next-1) {
		return next - 1
	}
	if next == 0 || t.random.IntN(10) < 4 {
		return -1
	}
	for range 8 {
		if parent := t.someEarlier(next); parent >= 0 && t.answerable(parent) {
			return parent
		}
	}
	return -1
}

// lookBack is among how many comments before it one is mostly answered.
const lookBack = 40

// someEarlier is one of the last comments, what one of them answers, or one of all, the earliest most often.
func (t *thread) someEarlier(next int) int {
	switch recent := next - 1 - t.random.IntN(min(next, lookBack)); t.random.IntN(20) {
	default:
		return recent
	case 0, 1, 2, 3, 4:
		return t.parents[recent]
	case 5, 6, 7:
		return int(float64(next) * math.Pow(t.random.Float64(), 3))
	}
}

func (t *thread) answerable(i int) bool {
	return !t.fates[i].held && t.comments[i].Level < comment.MaxLevel
}

// author is a reader's place among the people. In a quarrel it is who was answered.
func (t *thread) author(among *people, parent int) int {
	if t.quarrel && parent >= 0 && t.parents[parent] >= 0 {
		return t.authors[t.parents[parent]]
	}
	return among.somebody(t.random, t.language)
}

// decision is a moderator's, of a comment that has one. heldFor is what its author was told before.
func (t *thread) decision(i int, by account.ID, heldFor string) moderation.Decision {
	c, f := t.comments[i], t.fates[i]
	d := moderation.Decision{ID: c.Decision.UUID, Account: by, Article: c.Article, Comment: uuid.NullUUID{UUID: c.ID, Valid: true},
		Action: f.decision, Before: string(comment.Published), After: string(c.Status), BeforeReason: heldFor, At: c.CreatedAt.Add(decidedAfter)}
	if f.held {
		d.Before = string(comment.Held)
	}
	if f.decision == moderation.Reject {
		d.Reason = rejections[t.random.IntN(len(rejections))]
	}
	return d
}

// rejections are the reasons of moderators, the more frequent ones more often.
var rejections = []moderation.Reason{moderation.Abuse, moderation.Abuse, moderation.Hate, moderation.Spam, moderation.Spam, moderation.OffTopic, moderation.Other}
