package store

import (
	"context"
	"database/sql"
	"strings"
	"testing"
)

// Recorder is a database that remembers what was read from it, for tests about plans.
type Recorder struct {
	*sql.DB
	store *Store
	Read  []Statement
}

// Statement is one as it ran.
type Statement struct {
	Query string
	args  []any
}

// Record puts a recorder between a store and its database.
func Record(s *Store) *Recorder {
	r := &Recorder{DB: s.pools[0], store: s}
	s.reader.Statement.ConnPool = guard{pool: r}
	return r
}

// QueryContext remembers and passes on.
func (r *Recorder) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	r.Read = append(r.Read, Statement{query, args})
	return r.DB.QueryContext(ctx, query, args...)
}

// Plan is how the database would carry out a statement, a step a line. The tables are empty, so PostgreSQL is told
// not to scan or sort where it can help it: what it cannot help has no index.
func (r *Recorder) Plan(t *testing.T, made Statement) string {
	t.Helper()
	conn, err := r.DB.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	explain := "EXPLAIN QUERY PLAN "
	if r.store.dialect.name == "postgres" {
		explain = "EXPLAIN "
		for _, way := range []string{"seqscan", "bitmapscan", "sort"} {
			if _, err := conn.ExecContext(t.Context(), "SET enable_"+way+" = off"); err != nil {
				t.Fatal(err)
			}
		}
	}
	rows, err := conn.QueryContext(t.Context(), explain+made.Query, made.args...)
	if err != nil {
		t.Fatalf("%s%s: %v", explain, made.Query, err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var step string
		into := []any{&step}
		if r.store.dialect.name == "sqlite" {
			into = []any{new(int), new(int), new(int), &step}
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(step + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
