package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// TestBothDatabasesHaveTheSameTables compares what the migrations made with one written-down list, so that
// neither database can drift from the other.
func TestBothDatabasesHaveTheSameTables(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, address string) {
		opened, err := store.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		if err := opened.Close(); err != nil {
			t.Fatal(err)
		}
		got := tablesOf(t, address)
		for table, columns := range wantTables {
			want := strings.Fields(columns)
			slices.Sort(want)
			if !slices.Equal(got[table], want) {
				t.Errorf("table %s has %v, want %v", table, got[table], want)
			}
			delete(got, table)
		}
		for table := range got {
			if table != "goose_db_version" && !strings.HasPrefix(table, "sqlite_") {
				t.Errorf("table %s is not on the list of this test", table)
			}
		}
	})
}

var wantTables = map[string]string{
	"installation":     "name value created_at",
	"sites":            "id key name origins settings created_at",
	"accounts":         "id email password_hash role created_at",
	"sessions":         "token_hash account_id created_at expires_at",
	"memberships":      "site_id account_id role",
	"readers":          "site_id id key_hash name email created_at",
	"articles":         "site_id id identity url title status comment_count version last_comment_at created_at",
	"article_changes":  "site_id article_id version comments created_at",
	"comments":         "site_id id article_id parent_id level reader_id author_name status shown shown_replies reply_count repliers respects rank report_count version decision_id reason created_at edited_at renderer findings tree source",
	"respects":         "site_id comment_id reader_id article_id created_at",
	"reports":          "site_id comment_id reader_id reason detail created_at answered",
	"decisions":        "site_id id account_id article_id comment_id action reason note before after before_reason before_decision undoes created_at",
	"idempotency_keys": "site_id actor route key body_hash answer created_at",
	"outbox":           "site_id id kind row_id created_at due_at attempts",
	"limits":           "site_id cell empty_at",
	"failures":         "subject count until",
}

func tablesOf(t *testing.T, address string) map[string][]string {
	t.Helper()
	driver, source := "pgx", address
	query := "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		driver, source = "sqlite", path
		query = "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	tables := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		tables[table] = append(tables[table], column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(fmt.Errorf("read columns: %w", err))
	}
	for _, columns := range tables {
		slices.Sort(columns)
	}
	return tables
}
