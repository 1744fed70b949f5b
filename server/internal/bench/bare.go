package main

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/comment"
	"understory/server/internal/markup"
)

// bareStatements are those that comment.Service.Post runs for a root by a known reader on a known article, word for
// word, with an idempotency key. The first runs before the transaction, the others in it. A run begins by comparing
// them with what Post really does.
var bareStatements = []string{
	`SELECT ` + named("idempotency_keys", "body_hash", "answer", "created_at") + ` WHERE site_id = ? AND actor = ? AND route = ? AND key = ? LIMIT ?`,
	`SELECT ` + named("readers", "site_id", "id", "key_hash", "name", "email", "created_at") + ` WHERE site_id = ? AND key_hash = ? LIMIT ?`,
	`SELECT ` + named("articles", "site_id", "id", "identity", "url", "title", "status", "comment_count", "version", "last_comment_at", "created_at") + ` WHERE site_id = ? AND identity = ? LIMIT ?`,
	`UPDATE articles SET version = version + ?, comment_count = comment_count + ?,
last_comment_at = CASE WHEN last_comment_at < ? THEN ? ELSE last_comment_at END
WHERE site_id = ? AND id = ? RETURNING site_id, id, identity, url, title, status, comment_count, version, last_comment_at, created_at`,
	`INSERT INTO "comments" ("site_id","id","article_id","parent_id","level","reader_id","author_name","status","shown","shown_replies",` +
		`"reply_count","repliers","respects","rank","report_count","version","decision_id","reason","created_at","edited_at","renderer",` +
		`"findings","tree","source") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
	`INSERT INTO article_changes (site_id, article_id, version, comments, created_at) VALUES (?, ?, ?, ?, ?)`,
	`INSERT INTO idempotency_keys AS kept (site_id, actor, route, key, body_hash, answer, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (site_id, actor, route, key) DO UPDATE SET body_hash = excluded.body_hash, answer = excluded.answer, created_at = excluded.created_at
WHERE kept.created_at < ?`,
	`INSERT INTO outbox (site_id, id, kind, row_id, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?)`,
}

// named is a table and its columns as GORM writes them.
func named(table string, columns ...string) string {
	return `"` + table + `"."` + strings.Join(columns, `","`+table+`"."`) + `" FROM "` + table + `"`
}

// bare posts by hand, over the very connections that the store uses.
type bare struct {
	db             *database
	writer, reader *sql.DB
	statements     []string
}

func newBare(db *database) *bare {
	b := &bare{db: db}
	b.writer, b.reader = db.store.Pools()
	for _, text := range bareStatements {
		b.statements = append(b.statements, db.placeholders(text))
	}
	return b
}

// compare wants Post to have run these statements and no others.
func (b *bare) compare(ran []string) error {
	if slices.Equal(ran, b.statements) {
		return nil
	}
	return fmt.Errorf("posting on %s runs other statements than are compared with; bring bareStatements up to date. It ran\n%s",
		b.db.name, strings.Join(ran, "\n"))
}

// post keeps what a posting would, and returns after the commit.
func (b *bare) post(ctx context.Context, p posting) error {
	values := b.values(p)
	if err := drain(ctx, b.reader, b.statements[0], values[0]...); err != nil {
		return err
	}
	tx, err := b.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	for i := 1; i < len(values); i++ {
		if err := b.perform(ctx, tx, i, values); err != nil {
			return fmt.Errorf("statement %d: %w", i+1, err)
		}
	}
	return tx.Commit()
}

// raising is the place of the statement that gives the new version, and logging of the one that repeats it.
const raising, logging = 3, 5

// values are those of each statement.
func (b *bare) values(p posting) [][]any {
	id, outbox := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	now := time.Now()
	at, on := now.UnixMicro(), b.db.site.ID
	const route = "POST /comments"
	var none uuid.NullUUID
	return [][]any{
		{on, p.author.KeyHash[:], route, p.key, 1},
		{on, p.author.KeyHash[:], 1},
		{on, p.article.page.Identity, 1},
		{1, 1, at, at, on, p.article.id},
		{on, id, p.article.id, none, 1, p.author.ID, p.author.Name, string(comment.Published), 1, 0,
			0, 0, 0, comment.Rank(now, 0, 0), 0, 1, none, "", at, nil, markup.Version,
			"[]", string(p.words.tree), p.words.source},
		{on, p.article.id, nil, `{"added":[{"id":"` + id.String() + `","parent":null}]}`, at},
		{on, p.author.KeyHash[:], route, p.key, p.request[:], answerKept, at, now.Add(-comment.AnswerLife).UnixMicro()},
		{on, outbox, comment.KindPosted, id, at, at},
	}
}

// perform runs a statement, and reads what it answers where it answers with rows.
func (b *bare) perform(ctx context.Context, tx *sql.Tx, i int, values [][]any) error {
	text := b.statements[i]
	if i == raising {
		return raise(ctx, tx, text, values[i], &values[logging][2])
	}
	if strings.HasPrefix(text, "SELECT") || strings.Contains(text, "RETURNING") {
		return drain(ctx, tx, text, values[i]...)
	}
	_, err := tx.ExecContext(ctx, text, values[i]...)
	return err
}

// raise runs the statement that answers with the article, and takes its version from it.
func raise(ctx context.Context, tx *sql.Tx, text string, values []any, version *any) error {
	rows, err := tx.QueryContext(ctx, text, values...)
	return read(rows, err, map[string]any{"version": version})
}

type querier interface {
	QueryContext(ctx context.Context, text string, values ...any) (*sql.Rows, error)
}

// drain runs a query and reads its rows whole.
func drain(ctx context.Context, q querier, text string, values ...any) error {
	rows, err := q.QueryContext(ctx, text, values...)
	return read(rows, err, nil)
}

// read reads rows whole, and some columns of the last into where their names say.
func read(rows *sql.Rows, err error, into map[string]any) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	cells := make([]any, len(names))
	for i, name := range names {
		if cells[i] = into[name]; cells[i] == nil {
			cells[i] = new(sql.RawBytes)
		}
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
	}
	return rows.Err()
}
