package store

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestAStatementOnASitesTableMustNameTheSite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query string
		bound bool
	}{
		{`SELECT * FROM "comments" WHERE site_id = $1 AND id = $2`, true},
		{`SELECT * FROM "comments" WHERE id = $1`, false},
		{`SELECT * FROM comments WHERE "comments"."site_id" = ? AND id = ?`, true},
		{`SELECT * FROM comments WHERE id IN (SELECT comment_id FROM respects WHERE site_id = ?)`, false},
		{`SELECT c.id FROM comments AS c JOIN articles AS a ON a.site_id = c.site_id AND a.id = c.article_id WHERE c.site_id = ?`, true},
		{`SELECT c.id FROM comments AS c JOIN articles AS a ON a.id = c.article_id WHERE c.site_id = ?`, false},
		{`UPDATE comments SET status = ? WHERE id = ?`, false},
		{`UPDATE comments SET status = ? WHERE site_id = ? AND id = ?`, true},
		{`DELETE FROM reports WHERE comment_id = ?`, false},
		{`INSERT INTO reports (site_id, comment_id) VALUES (?, ?)`, true},
		{`INSERT INTO reports (comment_id) VALUES (?)`, false},
		{"SELECT * FROM comments WHERE site_id = ? AND status = 'held'\nor\nid = ?", false},
		{`SELECT * FROM comments WHERE site_id = ? AND (status = 'held' OR id = ?)`, true},
		{`SELECT * FROM comments WHERE site_id = ? AND note = 'this or that'`, true},
		{`SELECT * FROM comments WHERE site_id > ?`, false},
		{`SELECT * FROM sites WHERE key = ?`, true},
		{`SELECT 1`, true},
	} {
		if got := siteBound(c.query); got != c.bound {
			t.Errorf("siteBound(%q) = %v, want %v", c.query, got, c.bound)
		}
	}
}

func TestEveryTableWithASiteIsGuarded(t *testing.T) {
	t.Parallel()
	opened, err := connect("sqlite:" + t.TempDir() + "/guard.db")
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if err := opened.migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	rows, err := opened.pools[1].QueryContext(t.Context(), `SELECT m.name FROM sqlite_master AS m WHERE m.type = 'table'
AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'site_id')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := 0
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		found++
		if !siteTables[name] {
			t.Errorf("table %s has a site_id but is not in siteTables", name)
		}
	}
	if err := rows.Err(); err != nil || found != len(siteTables) {
		t.Errorf("%d tables have a site_id, want the %d of siteTables (%v)", found, len(siteTables), err)
	}
}

func TestAStatementWithoutItsSiteDoesNotRun(t *testing.T) {
	t.Parallel()
	opened, err := Open(t.Context(), "sqlite:"+t.TempDir()+"/refuse.db")
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for name, err := range map[string]error{
		"read":  opened.read(t.Context()).Where("id = ?", "x").Find(&[]commentRow{}).Error,
		"raw":   opened.read(t.Context()).Raw("SELECT id FROM comments").Scan(&[]commentRow{}).Error,
		"write": opened.write(t.Context()).Exec("UPDATE articles SET status = 'closed'").Error,
	} {
		if err == nil || !strings.Contains(err.Error(), "without its site_id") {
			t.Errorf("%s: got %v, want a refusal that names site_id", name, err)
		}
	}
}

// A statement that asks for all columns is prepared with those of the day, and fails on each connection once when a
// newer program adds one: "cached plan must not change result type".
func TestNoStatementAsksForAllColumns(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d files (%v)", len(files), err)
	}
	all := regexp.MustCompile(`(?i)\b(select|returning)\s+([^()]*,\s*)?(\w+\.)?\*`)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for number, line := range strings.Split(string(text), "\n") {
			if !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(strings.TrimSpace(line), "//") && all.MatchString(line) {
				t.Errorf("%s:%d: %s", name, number+1, line)
			}
		}
	}
	opened, err := Open(t.Context(), "sqlite:"+t.TempDir()+"/columns.db")
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	ctx, statements := WithStatements(t.Context())
	_ = opened.read(ctx).Where("site_id = 1").Take(&commentRow{})
	if ran := statements.Texts(); len(ran) != 1 || strings.Contains(ran[0], "*") {
		t.Errorf("GORM asks %q", ran)
	}
}
