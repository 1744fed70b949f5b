package store_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/account"
	"understory/server/internal/comment"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// TestNoStatementReadsAWholeTable does what readers do, and asks the database how it would carry out each
// statement that ran. On PostgreSQL whole-table scans are forbidden first, so that one in a plan means that no
// index would do, however small the tables of a test are.
func TestNoStatementReadsAWholeTable(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		opened, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = opened.Close() })
		statements := readAndWrite(t, opened)
		explain := explainer(t, address)
		seen := map[string]bool{}
		for _, statement := range statements {
			verb, _, _ := strings.Cut(statement, " ")
			if seen[statement] || verb == "INSERT" {
				continue
			}
			seen[statement] = true
			if plan := explain(statement); wholeTable.MatchString(plan) {
				t.Errorf("%s\nreads a whole table:\n%s", statement, plan)
			}
		}
		if len(seen) < 15 {
			t.Errorf("only %d statements were looked at", len(seen))
		}
	})
}

// wholeTable finds a scan of a table in either database's plan; SQLite also scans the rows of a JSON list or of a step before.
var wholeTable = regexp.MustCompile(`Seq Scan on \w+|SCAN (comments|articles|c|r|a|b|readers|respects|reports|decisions|idempotency_keys|outbox|limits|failures|article_changes)\b`)

// readAndWrite is every kind of thing that a reader does, and the statements that it cost.
func readAndWrite(t *testing.T, s *store.Store) []string {
	t.Helper()
	ctx, statements := store.WithStatements(t.Context())
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	made, err := site.New("courier", "", []string{"https://courier.example"}, site.GuestsPublish)
	must(err)
	on, err := s.AddSite(ctx, made)
	must(err)
	service := &comment.Service{Store: s, Now: time.Now, Review: func(context.Context, site.Site, comment.Draft) (comment.Verdict, error) {
		return comment.Verdict{Action: comment.Publish}, nil
	}}
	page, err := comment.PageOf("", "https://courier.example/story", "Story")
	must(err)
	guest := sha256.Sum256([]byte("guest"))
	draft := comment.Draft{Page: page, Name: "Ana", Body: "text", Author: guest,
		Once: comment.Once{Key: "k", Render: func(comment.Comment) ([]byte, error) { return []byte("x"), nil }}}
	root, err := service.Post(ctx, on, draft)
	must(err)
	draft.Once, draft.Parent = comment.Once{}, uuid.NullUUID{UUID: root.Comment.ID, Valid: true}
	reply, err := service.Post(ctx, on, draft)
	must(err)
	for range 40 {
		_, err := service.Post(ctx, on, comment.Draft{Page: page, Name: "Ben", Body: "text", Author: guest, Parent: draft.Parent})
		must(err)
		_, err = service.Post(ctx, on, comment.Draft{Page: page, Name: "Ben", Body: "text", Author: guest})
		must(err)
	}
	for _, sort := range []comment.Sort{comment.Best, comment.Newest, comment.Oldest} {
		first, err := service.Thread(ctx, on, comment.ThreadQuery{Page: page, Sort: sort})
		must(err)
		_, err = service.Thread(ctx, on, comment.ThreadQuery{Page: page, Sort: sort, Cursor: first.Next})
		must(err)
	}
	branch, err := service.Replies(ctx, on, root.Comment.ID, "")
	must(err)
	_, err = service.Replies(ctx, on, root.Comment.ID, branch.Next)
	must(err)
	_, err = service.Permalink(ctx, on, reply.Comment.ID)
	must(err)
	_, err = service.Shown(ctx, on, []comment.ID{root.Comment.ID, reply.Comment.ID})
	must(err)
	_, err = service.Counts(ctx, on, []string{page.Identity, "t:other"})
	must(err)
	_, err = service.Respect(ctx, on, root.Comment.ID, guest)
	must(err)
	_, err = service.Report(ctx, on, root.Comment.ID, guest, "spam", "")
	must(err)
	_, err = service.Viewer(ctx, on, page, guest)
	must(err)
	_, err = service.TakeBackRespect(ctx, on, root.Comment.ID, guest)
	must(err)
	_, err = service.Edit(ctx, on, reply.Comment.ID, guest, "another text", false)
	must(err)
	must(service.Withdraw(ctx, on, reply.Comment.ID, guest))
	_, err = s.Versions(ctx, on.ID, []string{page.Identity})
	must(err)
	_, err = s.Changes(ctx, on.ID, page.Identity, 0, 100)
	must(err)
	must(s.ForgetChanges(ctx, time.Now()))
	must(s.ForgetAnswers(ctx, time.Now()))
	for range 2 {
		_, err = s.Charge(ctx, on.ID, guest[:], time.Hour, 0)
		must(err)
	}
	must(s.Refund(ctx, on.ID, guest[:], time.Hour))
	for range 11 {
		_, err = s.AddFailure(ctx, []account.Subject{{1}})
		must(err)
	}
	must(s.TakeBackFailure(ctx, []account.Subject{{1}}))
	must(s.ForgetLimits(ctx))
	tasks, err := s.ClaimDue(ctx, time.Now(), time.Now(), 10)
	must(err)
	must(s.Done(ctx, tasks))
	return statements.Texts()
}

// explainer gives the function that asks for a statement's plan.
func explainer(t *testing.T, address string) func(statement string) string {
	t.Helper()
	driver, source := "pgx", address
	path, isSQLite := strings.CutPrefix(address, "sqlite:")
	if isSQLite {
		driver, source = "sqlite", path
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	if isSQLite {
		return func(statement string) string {
			arguments := make([]any, strings.Count(statement, "?"))
			return planOf(t, db, 3, "EXPLAIN QUERY PLAN "+statement, arguments...)
		}
	}
	for _, setting := range []string{"SET enable_seqscan = off", "SET plan_cache_mode = force_generic_plan", "ANALYZE"} {
		if _, err := db.ExecContext(t.Context(), setting); err != nil {
			t.Fatal(err)
		}
	}
	prepared := 0
	return func(statement string) string {
		prepared++
		if _, err := db.ExecContext(t.Context(), fmt.Sprintf("PREPARE p%d AS %s", prepared, statement)); err != nil {
			t.Fatalf("%v\n%s", err, statement)
		}
		execute := fmt.Sprintf("EXPLAIN EXECUTE p%d", prepared)
		if count := placeholders(statement); count > 0 {
			execute += "(" + strings.TrimSuffix(strings.Repeat("NULL,", count), ",") + ")"
		}
		return planOf(t, db, 0, execute)
	}
}

var placeholder = regexp.MustCompile(`\$(\d+)`)

func placeholders(statement string) int {
	most := 0
	for _, found := range placeholder.FindAllStringSubmatch(statement, -1) {
		number, _ := strconv.Atoi(found[1])
		most = max(most, number)
	}
	return most
}

// planOf joins one column of a plan's rows.
func planOf(t *testing.T, db *sql.DB, column int, query string, arguments ...any) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, arguments...)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var plan strings.Builder
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&plan, *cells[column].(*any))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
