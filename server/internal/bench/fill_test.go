package main

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/storetest"
)

func opened(t *testing.T, databaseURL string) *database {
	t.Helper()
	name := postgres
	if strings.HasPrefix(databaseURL, "sqlite:") {
		name = sqlite
	}
	db, err := open(t.Context(), name, databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.store.Close() })
	return db
}

// few is what the tests fill a database with: threads of one conversation and of two, and a story beside them.
var few = effort{medium: 2 * conversationSize, large: 2 * conversationSize, stories: 1}

// filled is a database with few comments.
func filled(t *testing.T, databaseURL string) *database {
	t.Helper()
	db := opened(t, databaseURL)
	if err := db.addThreads(t.Context(), few); err != nil {
		t.Fatal(err)
	}
	return db
}

// TestCountersOfFilledThreadsEqualARecount asks for comments and articles whose counters are not what the rows say.
func TestCountersOfFilledThreadsEqualARecount(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		pool, _ := filled(t, databaseURL).store.Pools()
		for what, query := range map[string]string{
			"comments whose replies or repliers are miscounted": `SELECT count(*) FROM comments AS c LEFT JOIN (
  SELECT p.id, count(*) AS replies, count(DISTINCT CASE WHEN r.reader_id <> p.reader_id THEN r.reader_id END) AS repliers
  FROM comments AS r JOIN comments AS p ON p.site_id = r.site_id AND p.id = r.parent_id GROUP BY p.id) AS n ON n.id = c.id
WHERE c.reply_count <> coalesce(n.replies, 0) OR c.shown_replies <> c.reply_count OR c.repliers <> coalesce(n.repliers, 0)`,
			"replies that do not come after what they answer, a level below it": `SELECT count(*) FROM comments AS r JOIN comments AS c
ON c.site_id = r.site_id AND c.id = r.parent_id WHERE r.level <> c.level + 1 OR r.created_at <= c.created_at OR r.article_id <> c.article_id OR r.id <= c.id`,
			"articles whose sums are wrong": `SELECT count(*) FROM articles AS a WHERE a.comment_count <> a.version
OR a.comment_count <> (SELECT count(*) FROM comments AS c WHERE c.site_id = a.site_id AND c.article_id = a.id)
OR a.last_comment_at <> (SELECT max(c.created_at) FROM comments AS c WHERE c.site_id = a.site_id AND c.article_id = a.id)`,
			"comments that nobody sees": "SELECT count(*) FROM comments WHERE shown <> 1 OR status <> 'published'",
		} {
			if wrong := number(t, pool, query); wrong != 0 {
				t.Errorf("%d %s", wrong, what)
			}
		}
		if all, want := number(t, pool, "SELECT count(*) FROM comments"), few.comments()+countedPages*commentsOfCounted; all != want {
			t.Errorf("%d comments, want %d", all, want)
		}
	})
}

func number(t *testing.T, pool *sql.DB, query string) (n int) {
	t.Helper()
	if err := pool.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

func TestPagesOfAShortAndALongThreadHoldTheSame(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, databaseURL string) {
		db := filled(t, databaseURL)
		service := &comment.Service{Store: db.store, Cursors: comment.Cursors{Secret: []byte("test")}, Now: time.Now}
		short, long := outline(t, service, db, db.small), outline(t, service, db, db.large)
		if short != long {
			t.Errorf("the short thread begins with\n%s\nand the long one with\n%s", short, long)
		}
	})
}

// outline is a thread's first page without what may differ: ids and times.
func outline(t *testing.T, service *comment.Service, db *database, of thread) string {
	t.Helper()
	read, err := service.Thread(t.Context(), db.site, comment.ThreadQuery{Page: of.page, Limit: uncachedLimit})
	if err != nil {
		t.Fatal(err)
	}
	if len(read.Comments) != uncachedLimit || read.Next == "" || read.Article.CommentCount != int64(of.comments) {
		t.Fatalf("thread of %s: %d roots, next %q, %d comments", of, len(read.Comments), read.Next, read.Article.CommentCount)
	}
	return drawn(read.Comments, 0)
}

func drawn(nodes []*comment.Node, level int) (out string) {
	for _, n := range nodes {
		out += fmt.Sprintf("%*d %s: %s\n", level, n.ReplyCount, n.Name, n.Source+string(n.Tree)) + drawn(n.Replies, level+1)
	}
	return out
}
