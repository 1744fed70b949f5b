package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"understory/server/internal/fault"
	"understory/server/internal/seed"
	"understory/server/internal/site"
)

// HasComments says whether a site has any.
func (s *Store) HasComments(ctx context.Context, on site.ID) (bool, error) {
	var found []uuid.UUID
	err := s.read(ctx).Model(&commentRow{}).Where("site_id = ?", on).Limit(1).Pluck("id", &found).Error
	return len(found) > 0, s.translate(err)
}

// AddBatch keeps all rows of a batch. Faults: Conflict when one of its articles is there already.
func (s *Store) AddBatch(ctx context.Context, on site.ID, b seed.Batch) error {
	comments, err := commentTable(on, b)
	if err != nil {
		return err
	}
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, t := range []table{readerTable(on, b), articleTable(on, b), comments, respectTable(on, b), decisionTable(on, b), reportTable(on, b)} {
			if err := s.insertAll(ctx, t); err != nil {
				return fmt.Errorf("insert %d into %s: %w", len(t.rows), t.name, err)
			}
		}
		return nil
	})
}

// Settle lets the database notice how many rows have come.
func (s *Store) Settle(ctx context.Context) error {
	if s.dialect.afterMany == "" {
		return nil
	}
	return s.translate(s.write(ctx).Exec(s.dialect.afterMany).Error)
}

// table is rows to insert.
type table struct {
	name    string
	columns []string
	rows    [][]any
}

func readerTable(on site.ID, b seed.Batch) table {
	t := table{name: "readers", columns: []string{"site_id", "id", "key_hash", "name", "email", "created_at"}}
	for _, r := range b.Readers {
		t.rows = append(t.rows, []any{int64(on), r.ID, r.KeyHash[:], r.Name, r.Email, micros(r.CreatedAt)})
	}
	return t
}

func articleTable(on site.ID, b seed.Batch) table {
	t := table{name: "articles", columns: []string{"site_id", "id", "identity", "url", "title", "status", "comment_count", "version", "last_comment_at", "created_at"}}
	for _, a := range b.Articles {
		t.rows = append(t.rows, []any{int64(on), a.ID, a.Identity, a.URL, a.Title, string(a.Status), a.CommentCount, a.Version, micros(a.LastCommentAt), micros(a.CreatedAt)})
	}
	return t
}

func commentTable(on site.ID, b seed.Batch) (table, error) {
	t := table{name: "comments", columns: []string{"site_id", "id", "article_id", "parent_id", "level", "reader_id", "author_name", "status", "shown",
		"shown_replies", "reply_count", "repliers", "respects", "rank", "report_count", "version", "decision_id", "reason", "created_at", "edited_at",
		"renderer", "findings", "tree", "source"}}
	for _, c := range b.Comments {
		r, err := rowOf(on, c)
		if err != nil {
			return table{}, err
		}
		t.rows = append(t.rows, []any{r.SiteID, r.ID, r.ArticleID, r.ParentID, r.Level, r.ReaderID, r.AuthorName, r.Status, r.Shown,
			r.ShownReplies, r.ReplyCount, r.Repliers, r.Respects, r.Rank, r.ReportCount, r.Version, r.DecisionID, r.Reason, r.CreatedAt, r.EditedAt,
			r.Renderer, r.Findings, r.Tree, r.Source})
	}
	return t, nil
}

func respectTable(on site.ID, b seed.Batch) table {
	t := table{name: "respects", columns: []string{"site_id", "comment_id", "reader_id", "article_id", "created_at"}}
	for _, r := range b.Respects {
		t.rows = append(t.rows, []any{int64(on), r.Comment.ID, r.Reader, r.Comment.Article, micros(r.At)})
	}
	return t
}

func decisionTable(on site.ID, b seed.Batch) table {
	t := table{name: "decisions", columns: []string{"site_id", "id", "account_id", "article_id", "comment_id", "action", "reason", "note", "before", "after",
		"before_reason", "before_decision", "undoes", "created_at"}}
	for _, d := range b.Decisions {
		t.rows = append(t.rows, []any{int64(on), d.ID, d.Account, d.Article, d.Comment, string(d.Action), string(d.Reason), d.Note, d.Before, d.After,
			d.BeforeReason, d.BeforeDecision, d.Undoes, micros(d.At)})
	}
	return t
}

func reportTable(on site.ID, b seed.Batch) table {
	t := table{name: "reports", columns: []string{"site_id", "comment_id", "reader_id", "reason", "detail", "created_at", "answered"}}
	for _, r := range b.Reports {
		t.rows = append(t.rows, []any{int64(on), r.Comment, r.Reader, r.Reason, r.Detail, micros(r.At), r.Answered})
	}
	return t
}

// insertAtOnce is how many rows one statement takes: more make none faster, and SQLite takes 32,766 parameters.
const insertAtOnce = 100

// insertAll adds rows in the transaction that the context carries.
func (s *Store) insertAll(ctx context.Context, t table) error {
	whole := len(t.rows) / insertAtOnce * insertAtOnce
	if err := s.insertChunks(ctx, t, t.rows[:whole]); err != nil {
		return err
	}
	rest := t.rows[whole:]
	if len(rest) == 0 {
		return nil
	}
	_, err := s.write(ctx).Statement.ConnPool.ExecContext(ctx, s.insertion(t, len(rest)), slices.Concat(rest...)...)
	return s.unlessThere(err)
}

// insertChunks adds many rows by a statement that is prepared once.
func (s *Store) insertChunks(ctx context.Context, t table, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	statement, err := s.write(ctx).Statement.ConnPool.PrepareContext(ctx, s.insertion(t, insertAtOnce))
	if err != nil {
		return s.translate(err)
	}
	defer func() { _ = statement.Close() }()
	for chunk := range slices.Chunk(rows, insertAtOnce) {
		if _, err := statement.ExecContext(ctx, slices.Concat(chunk...)...); err != nil {
			return s.unlessThere(err)
		}
	}
	return nil
}

// insertion is a statement for so many rows. Names are ours, never from outside.
func (s *Store) insertion(t table, rows int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "INSERT INTO %s (%s) VALUES ", t.name, strings.Join(t.columns, ", "))
	for i := range rows * len(t.columns) {
		switch {
		case i == 0:
			text.WriteByte('(')
		case i%len(t.columns) == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		text.WriteString(s.dialect.placeholder(i + 1))
	}
	return text.String() + ")"
}

// unlessThere says in words that rows are there already.
func (s *Store) unlessThere(err error) error {
	if err != nil && s.dialect.duplicate(err) {
		return fault.New(fault.Conflict, "Some of these are there already.")
	}
	return s.translate(err)
}
