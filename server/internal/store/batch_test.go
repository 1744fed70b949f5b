package store_test

import (
	"testing"
	"time"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
	"understory/server/internal/seed"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// seeded fills the demo site of a fresh store.
func seeded(t *testing.T, s *store.Store, o seed.Options) (site.Site, seed.Summary) {
	t.Helper()
	on, err := s.AddSite(t.Context(), site.Demo())
	if err != nil {
		t.Fatal(err)
	}
	o.Until, o.Span = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), 400*24*time.Hour
	made, err := seed.Run(t.Context(), s, on, o, func(seed.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	return on, made
}

// wrongAfterSeeding asks for rows that are not what posting one by one would have left.
var wrongAfterSeeding = map[string]string{
	"comments whose replies or repliers are miscounted": `SELECT count(*) FROM comments AS c LEFT JOIN (
  SELECT p.id, sum(r.shown) AS shown, sum(CASE WHEN r.status = 'published' THEN 1 ELSE 0 END) AS replies,
    count(DISTINCT CASE WHEN r.status = 'published' AND r.reader_id <> p.reader_id THEN r.reader_id END) AS repliers
  FROM comments AS r JOIN comments AS p ON p.site_id = r.site_id AND p.id = r.parent_id GROUP BY p.id) AS n ON n.id = c.id
WHERE c.reply_count <> coalesce(n.replies, 0) OR c.shown_replies <> coalesce(n.shown, 0) OR c.repliers <> coalesce(n.repliers, 0)
  OR c.shown <> CASE WHEN c.status = 'published' OR coalesce(n.shown, 0) > 0 THEN 1 ELSE 0 END`,
	"comments whose respects are miscounted": `SELECT count(*) FROM comments AS c
WHERE c.respects <> (SELECT count(*) FROM respects AS r WHERE r.site_id = c.site_id AND r.comment_id = c.id)`,
	"comments whose open reports are miscounted": `SELECT count(*) FROM comments AS c
WHERE c.report_count <> (SELECT count(*) FROM reports AS r WHERE r.site_id = c.site_id AND r.comment_id = c.id AND r.answered IS NULL)`,
	"comments whose version is not one and their changes": `SELECT count(*) FROM comments AS c
WHERE c.version <> 1 + CASE WHEN c.edited_at IS NULL THEN 0 ELSE 1 END + CASE WHEN c.status = 'withdrawn' THEN 1 ELSE 0 END
  + (SELECT count(*) FROM decisions AS d WHERE d.site_id = c.site_id AND d.comment_id = c.id)`,
	"comments that are not what the decision in force made of them": `SELECT count(*) FROM comments AS c LEFT JOIN decisions AS d
ON d.site_id = c.site_id AND d.id = c.decision_id WHERE c.decision_id IS NULL AND c.status = 'rejected'
  OR c.decision_id IS NOT NULL AND (d.id IS NULL OR d.after <> c.status OR d.comment_id <> c.id)`,
	"comments without a reason that need one": `SELECT count(*) FROM comments WHERE (status IN ('held', 'rejected')) <> (reason <> '')`,
	"replies that do not come after what they answer, a level below it": `SELECT count(*) FROM comments AS r JOIN comments AS c
ON c.site_id = r.site_id AND c.id = r.parent_id WHERE r.level <> c.level + 1 OR r.created_at <= c.created_at OR r.article_id <> c.article_id OR r.id <= c.id`,
	"roots below the first level, and levels below the last": "SELECT count(*) FROM comments WHERE (parent_id IS NULL) <> (level = 1) OR level > 50",
	"articles whose sums are wrong": `SELECT count(*) FROM articles AS a
WHERE a.comment_count <> (SELECT count(*) FROM comments AS c WHERE c.site_id = a.site_id AND c.article_id = a.id AND c.status = 'published')
OR a.last_comment_at <> (SELECT max(c.created_at) FROM comments AS c WHERE c.site_id = a.site_id AND c.article_id = a.id)
OR a.created_at <> (SELECT min(c.created_at) FROM comments AS c WHERE c.site_id = a.site_id AND c.article_id = a.id)`,
	"articles whose version is not the changes that everybody saw": `SELECT count(*) FROM articles AS a WHERE a.version <> (
  SELECT sum(c.respects + CASE WHEN c.edited_at IS NULL THEN 0 ELSE 1 END + CASE WHEN c.status = 'withdrawn' THEN 2 WHEN c.status = 'held' THEN 0
    WHEN c.status = 'rejected' AND d.before = 'published' THEN 2 WHEN c.status = 'rejected' THEN 0 ELSE 1 END)
  FROM comments AS c LEFT JOIN decisions AS d ON d.site_id = c.site_id AND d.id = c.decision_id
  WHERE c.site_id = a.site_id AND c.article_id = a.id)`,
	"readers who came after what they wrote": `SELECT count(*) FROM comments AS c JOIN readers AS r ON r.site_id = c.site_id AND r.id = c.reader_id
WHERE r.created_at > c.created_at`,
	"readers who respect themselves": `SELECT count(*) FROM respects AS r JOIN comments AS c ON c.site_id = r.site_id AND c.id = r.comment_id
WHERE r.reader_id = c.reader_id OR r.article_id <> c.article_id OR r.created_at <= c.created_at`,
}

// TestASeededSiteIsWhatPostingWouldHaveLeft asks for comments and articles whose counters are not what the rows say.
func TestASeededSiteIsWhatPostingWouldHaveLeft(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, made := seeded(t, s, seed.Options{Comments: 6_000, Articles: 40, Largest: 2_500, Seed: 7})
		writer, pool := s.Pools()
		count := func(query string) (n int) {
			t.Helper()
			if err := pool.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
				t.Fatalf("%s: %v", query, err)
			}
			return n
		}
		for what, query := range wrongAfterSeeding {
			if wrong := count(query); wrong != 0 {
				t.Errorf("%d %s", wrong, what)
			}
		}
		for what, query := range map[string]string{
			"comments": "SELECT count(*) - 6000 + 1 FROM comments", "articles": "SELECT count(*) - 40 + 1 FROM articles",
			"the largest": "SELECT max(n) - 2500 + 1 FROM (SELECT count(*) AS n FROM comments GROUP BY article_id) AS sizes",
		} {
			if count(query) != 1 {
				t.Errorf("%s: %d too many", what, count(query)-1)
			}
		}
		for _, some := range []string{"status = 'held'", "status = 'rejected' AND shown = 1", "status = 'withdrawn'", "edited_at IS NOT NULL", "report_count > 0",
			"level > 20", "reply_count > 9", "respects > 5", "findings <> '[]'"} {
			if count("SELECT count(*) FROM comments WHERE "+some) == 0 {
				t.Errorf("there is no comment with %s", some)
			}
		}
		if made.Comments != 6_000 || made.Articles != 40 {
			t.Errorf("it says that it made %+v", made)
		}
		if writer != pool && count("SELECT count(*) FROM pragma_foreign_key_check") != 0 { // PostgreSQL has checked already
			t.Error("foreign keys lead nowhere")
		}
	})
}

func TestASeededThreadReadsLikeAnyOther(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		on, made := seeded(t, s, seed.Options{Comments: 1_000, Articles: 5, Largest: 600, Seed: 3})
		service := &comment.Service{Store: s, Cursors: comment.Cursors{Secret: []byte("test")}, Now: time.Now}
		page, err := comment.PageOf("", made.Largest.URL, "")
		if err != nil {
			t.Fatal(err)
		}
		seen, query := 0, comment.ThreadQuery{Page: page, Sort: comment.Best, Limit: 30}
		for {
			read, err := service.Thread(t.Context(), on, query)
			if err != nil {
				t.Fatal(err)
			}
			if read.Article.CommentCount != made.Largest.CommentCount || read.Article.Title == "" {
				t.Fatalf("the thread is of %+v, want %+v", read.Article, made.Largest)
			}
			seen += len(read.Comments)
			if query.Cursor = read.Next; query.Cursor == "" {
				break
			}
		}
		if seen < 100 {
			t.Errorf("paging found %d roots", seen)
		}
	})
}

func TestTheSameSeedIsRefusedTwice(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := seed.Options{Comments: 50, Articles: 2, Seed: 1}
		on, _ := seeded(t, s, o)
		if has, err := s.HasComments(t.Context(), on.ID); err != nil || !has {
			t.Errorf("has comments: %t, %v", has, err)
		}
		o.Until, o.Span = time.Now(), 400*24*time.Hour
		if _, err := seed.Run(t.Context(), s, on, o, func(seed.Progress) {}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("seeding again: %v, want a conflict", err)
		}
		o.Seed = 2
		if _, err := seed.Run(t.Context(), s, on, o, func(seed.Progress) {}); err != nil {
			t.Errorf("seeding more: %v", err)
		}
	})
}
