package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"
	_ "modernc.org/sqlite" // registers the driver
)

// openSQLite opens one connection that writes and a pool that reads. With several writers SQLite would refuse
// most of them at once, whatever the busy timeout; one writer queues in this process instead.
func openSQLite(path string) (*Store, error) {
	if path == "" {
		return nil, errors.New("DATABASE_URL names no file: write sqlite:understory.db")
	}
	keepPrivate(path)
	writing, err := sql.Open("sqlite", sqliteDSN(path, false))
	if err != nil {
		return nil, fmt.Errorf("open SQLite file: %w", err)
	}
	writing.SetMaxOpenConns(1)
	reading, err := sql.Open("sqlite", sqliteDSN(path, true))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open SQLite file for reading: %w", err), writing.Close())
	}
	readers := max(4, runtime.NumCPU())
	reading.SetMaxOpenConns(readers)
	reading.SetMaxIdleConns(readers)
	opened := &Store{dialect: sqliteDialect, pools: []*sql.DB{reading, writing}}
	if opened.writer, err = gorm.Open(sqliteDialector{guard{pool: writing, ran: &opened.statements[1]}}, gormConfig()); err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	if opened.reader, err = gorm.Open(sqliteDialector{guard{pool: reading, ran: &opened.statements[0]}}, gormConfig()); err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return opened, nil
}

// keepPrivate makes a new file one that nobody else on the machine can read; SQLite gives the files beside it the same
// rights. Where it cannot be made, SQLite will say so.
func keepPrivate(path string) {
	if made, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err == nil { //nolint:gosec // the operator names it
		_ = made.Close() // nothing was written
	}
}

// sqliteDSN: full synchronous, because an acknowledged comment survives a power cut; foreign keys, which SQLite
// leaves off; and immediate transactions, because one that reads before it writes is refused otherwise.
func sqliteDSN(path string, readOnly bool) string {
	query := url.Values{}
	for _, pragma := range []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-16000)"} {
		query.Add("_pragma", pragma)
	}
	query.Set("_txlock", "immediate")
	if readOnly {
		query.Add("_pragma", "query_only(1)")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

// sqliteDialector tells GORM how to write SQL for SQLite. It migrates nothing: the schema is migrations' own.
type sqliteDialector struct{ pool guard }

func (d sqliteDialector) Name() string { return "sqlite" }

func (d sqliteDialector) Initialize(db *gorm.DB) error {
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses: []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses: []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses: []string{"DELETE", "FROM", "WHERE", "RETURNING"},
	})
	db.ConnPool = d.pool
	return nil
}

func (d sqliteDialector) Migrator(*gorm.DB) gorm.Migrator { return nil }

func (d sqliteDialector) DataTypeOf(*schema.Field) string { return "" }

func (d sqliteDialector) DefaultValueOf(*schema.Field) clause.Expression {
	return clause.Expr{SQL: "NULL"}
}

func (d sqliteDialector) BindVarTo(writer clause.Writer, _ *gorm.Statement, _ any) {
	_ = writer.WriteByte('?') // a strings.Builder, which cannot fail
}

func (d sqliteDialector) QuoteTo(writer clause.Writer, name string) {
	_, _ = writer.WriteString(quoteName(name))
}

func (d sqliteDialector) Explain(statement string, _ ...any) string {
	return logger.ExplainSQL(statement, nil, `'`) // never with values: comment texts are among them
}

// quoteName quotes "table" or "table.column"; names come from our own structs and never from outside.
func quoteName(name string) string {
	out := strconv.AppendQuote(nil, name)
	for i := 1; i < len(out)-1; i++ {
		if out[i] == '.' {
			out = append(out[:i], append([]byte(`"."`), out[i+1:]...)...)
			i += 2
		}
	}
	return string(out)
}
