package fragment

import "time"

// view is one comment as the drawing needs it.
type view struct {
	Comment
	thread *Thread
	parent *view
}

func newView(t *Thread, c Comment) *view { return &view{Comment: c, thread: t} }

// deepFork is the level from which a fork is also offered alone: a narrow page shows it only so.
const deepFork = 3

// Say is a text of the reading half.
func (v *view) Say(key string, holes ...any) string { return v.thread.Words.Reading.Say(key, holes...) }

// Number is a number as the language writes it.
func (v *view) Number(n int64) string { return v.thread.Words.Reading.Number(n) }

// Called is what the comment is called after.
func (v *view) Called() string {
	if v.Gone != "" {
		return v.Say("goneName")
	}
	return v.Name
}

// Answered is the name of whom it answers, "" for a root.
func (v *view) Answered() string {
	if v.parent == nil {
		return ""
	}
	return v.parent.Called()
}

func (v *view) Views() []*view {
	views := make([]*view, len(v.Replies))
	for i, c := range v.Replies {
		views[i] = &view{Comment: c, thread: v.thread, parent: v}
	}
	return views
}

func (v *view) CanPost() bool { return v.thread.Closed == "" }

// IsFork says whether more than one thing hangs on it: then it is indented.
func (v *view) IsFork() bool {
	rows := len(v.Replies)
	if v.More > 0 {
		rows++
	}
	return rows > 1
}

func (v *view) IsDeepFork() bool { return v.IsFork() && v.Level >= deepFork }

// HeadingLevel is that of the heading with the author's name.
func (v *view) HeadingLevel() int { return v.thread.HeadingLevel() + 1 }

func (v *view) Created() string { return written(v.CreatedAt) }

func (v *view) Edited() string {
	if v.EditedAt.IsZero() {
		return ""
	}
	return written(v.EditedAt)
}

// Date is what is shown until the widget says how long ago it was.
func (v *view) Date() string { return v.CreatedAt.UTC().Format(time.DateOnly) }

// written is a time as the API writes it.
func written(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }
