package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/markup"
)

// When comments were written: five minutes after each other, and two days after the end of the conversation before. No
// rank outweighs two days here, so one conversation follows the other in a thread's best comments as well.
const (
	between = 5 * time.Minute
	pause   = 48 * time.Hour
)

// commentsOfCounted is how many comments each story has of which only the count is asked for.
const commentsOfCounted = 10

// addThreads fills a database with what is read: threads of the same conversations in four sizes, one of mixed comments,
// one to be written to, stories for an index page, and many more stories around them. Rows go in by the hundred, with the
// counters that as many posts would have left.
func (db *database) addThreads(ctx context.Context, e effort) error {
	f, err := db.filler(ctx)
	if err != nil {
		return err
	}
	for _, part := range []func(context.Context, *filler, effort) error{db.addSizes, db.addMixed, db.addStories, db.addCounted} {
		if err := part(ctx, f, e); err != nil {
			return err
		}
	}
	return db.settle(ctx)
}

func (db *database) addSizes(ctx context.Context, f *filler, e effort) error {
	talk, err := conversation(conversationSize)
	if err != nil {
		return err
	}
	for _, one := range []struct {
		thread   *thread
		name     string
		comments int
	}{{&db.small, "small", conversationSize}, {&db.medium, "medium", e.medium}, {&db.large, "large", e.large}, {&db.hot, "hot", conversationSize}} {
		if *one.thread, err = f.thread(ctx, one.name, talk, one.comments); err != nil {
			return err
		}
	}
	return nil
}

func (db *database) addMixed(ctx context.Context, f *filler, _ effort) error {
	various, err := mixed.conversation(conversationSize)
	if err != nil {
		return err
	}
	db.mixed, err = f.thread(ctx, "mixed", various, conversationSize)
	return err
}

func (db *database) addStories(ctx context.Context, f *filler, e effort) error {
	talk, err := conversation(tinySize)
	if err != nil {
		return err
	}
	for i := range e.stories {
		if db.tiny, err = f.thread(ctx, fmt.Sprintf("story-%d", i), talk, tinySize); err != nil {
			return err
		}
	}
	return nil
}

func (db *database) addCounted(ctx context.Context, f *filler, _ effort) error {
	few, err := conversation(commentsOfCounted)
	if err != nil {
		return err
	}
	for i := range countedPages {
		counted, err := f.thread(ctx, fmt.Sprintf("counted-%d", i), few, commentsOfCounted)
		if err != nil {
			return err
		}
		db.counted = append(db.counted, counted.page)
	}
	return nil
}

// settle does what PostgreSQL's autovacuum does some time after so many rows; SQLite has no such thing.
func (db *database) settle(ctx context.Context) error {
	if db.name != postgres {
		return nil
	}
	writer, _ := db.store.Pools()
	if _, err := writer.ExecContext(ctx, "VACUUM ANALYZE"); err != nil {
		return fmt.Errorf("vacuum: %w", err)
	}
	return nil
}

// filler puts rows into a database, all of the demo site.
type filler struct {
	db      *database
	pool    *sql.DB
	random  *rand.Rand
	readers []account.Reader
}

// filler makes the readers whom everything else belongs to.
func (db *database) filler(ctx context.Context) (*filler, error) {
	writer, _ := db.store.Pools()
	f := &filler{db: db, pool: writer, random: rand.New(rand.NewPCG(3, 4))} //nolint:gosec // no secrets here
	var rows [][]any
	for i := range readers {
		r := account.Reader{ID: f.id(time.Now()), KeyHash: sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i))), Name: fmt.Sprintf("Reader %03d", i)}
		f.readers = append(f.readers, r)
		rows = append(rows, []any{db.site.ID, r.ID, r.KeyHash[:], r.Name, time.Now().UnixMicro()})
	}
	return f, f.inTx(ctx, func(tx *sql.Tx) error {
		return f.insert(ctx, tx, "readers", []string{"site_id", "id", "key_hash", "name", "created_at"}, rows)
	})
}

// article adds one that has so many comments already.
func (f *filler) article(ctx context.Context, tx *sql.Tx, page comment.Page, comments int, created, last time.Time) (comment.ArticleID, error) {
	id := f.id(created)
	columns := []string{"site_id", "id", "identity", "url", "title", "status", "comment_count", "version", "last_comment_at", "created_at"}
	return id, f.insert(ctx, tx, "articles", columns, [][]any{{f.db.site.ID, id, page.Identity, page.URL, page.Title,
		string(comment.Open), comments, comments, last.UnixMicro(), created.UnixMicro()}})
}

// thread adds an article with so many comments: a conversation, as often as needed.
func (f *filler) thread(ctx context.Context, name string, talk []utterance, comments int) (thread, error) {
	page, err := story(name)
	if err != nil {
		return thread{}, err
	}
	lasts := time.Duration(len(talk))*between + pause
	last := time.Now().Truncate(time.Second) // whole seconds, which all are written with as many digits
	created := last.Add(-time.Duration(comments/len(talk)) * lasts)
	return thread{page: page, comments: comments}, f.inTx(ctx, func(tx *sql.Tx) error {
		article, err := f.article(ctx, tx, page, comments, created, last)
		if err != nil {
			return err
		}
		for before := range comments / len(talk) {
			if err := f.comments(ctx, tx, article, talk, created.Add(time.Duration(before)*lasts+pause)); err != nil {
				return err
			}
		}
		return nil
	})
}

var commentColumns = []string{"site_id", "id", "article_id", "parent_id", "level", "reader_id", "author_name", "status", "shown",
	"shown_replies", "reply_count", "repliers", "respects", "rank", "created_at", "renderer", "tree", "source"}

// comments adds a conversation that began at a time.
func (f *filler) comments(ctx context.Context, tx *sql.Tx, article comment.ArticleID, talk []utterance, began time.Time) error {
	ids := make([]uuid.UUID, len(talk))
	rows := make([][]any, len(talk))
	for i, u := range talk {
		at := began.Add(time.Duration(i+1) * between)
		ids[i] = f.id(at)
		var parent uuid.NullUUID
		if u.parent >= 0 {
			parent = uuid.NullUUID{UUID: ids[u.parent], Valid: true}
		}
		author := f.readers[u.reader]
		rank := comment.Rank(at, u.respects, int64(len(u.repliers)))
		rows[i] = []any{f.db.site.ID, ids[i], article, parent, u.level, author.ID, author.Name, string(comment.Published), 1,
			u.replies, u.replies, len(u.repliers), u.respects, rank, at.UnixMicro(), markup.Version, u.tree, u.source}
	}
	return f.insert(ctx, tx, "comments", commentColumns, rows)
}

// id is a UUIDv7 (RFC 9562 section 5.7) of a time, so that ids lie in the index as if they had been made then.
func (f *filler) id(at time.Time) uuid.UUID {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[:8], uint64(at.UnixMilli())<<16|0x7000|f.random.Uint64N(1<<12))
	binary.BigEndian.PutUint64(id[8:], 1<<63|f.random.Uint64N(1<<62))
	return id
}

func (f *filler) inTx(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := f.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// insertAtOnce rows of a statement stay below what SQLite takes: 32,766 parameters.
const insertAtOnce = 500

// insert adds rows to a table. Names are ours, never from outside.
func (f *filler) insert(ctx context.Context, tx *sql.Tx, table string, columns []string, rows [][]any) error {
	one := "(" + strings.Repeat("?, ", len(columns)-1) + "?)"
	for chunk := range slices.Chunk(rows, insertAtOnce) {
		text := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + strings.Repeat(one+", ", len(chunk)-1) + one
		if _, err := tx.ExecContext(ctx, f.db.placeholders(text), slices.Concat(chunk...)...); err != nil {
			return fmt.Errorf("insert %d into %s: %w", len(chunk), table, err)
		}
	}
	return nil
}

// placeholders writes a statement's question marks as the database wants them: PostgreSQL numbers them.
func (db *database) placeholders(text string) string {
	if db.name != postgres {
		return text
	}
	var out strings.Builder
	for i, part := range strings.Split(text, "?") {
		if i > 0 {
			out.WriteString("$" + strconv.Itoa(i))
		}
		out.WriteString(part)
	}
	return out.String()
}
