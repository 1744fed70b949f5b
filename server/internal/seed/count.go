package seed

import (
	"understory/server/internal/account"
	"understory/server/internal/comment"
)

// Count gives the comments of a thread the counters that posting them one by one would have left: replies, repliers,
// what is shown, and rank. Parents are places in the thread, before those that answer them; a root's is -1.
func Count(thread []comment.Comment, parents []int) {
	type reply struct {
		parent int
		reader account.ReaderID
	}
	replied := make(map[reply]bool)
	for i := len(thread) - 1; i >= 0; i-- {
		c := &thread[i]
		c.Shown = c.Public() || c.ShownReplies > 0
		c.Rank = comment.Rank(c.CreatedAt, c.Respects, c.Repliers)
		if parents[i] < 0 {
			continue
		}
		parent := &thread[parents[i]]
		if c.Shown {
			parent.ShownReplies++
		}
		if !c.Public() {
			continue
		}
		parent.ReplyCount++
		if by := (reply{parents[i], c.Reader}); c.Reader != parent.Reader && !replied[by] {
			replied[by] = true
			parent.Repliers++
		}
	}
}
