package store

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is everything in which the two databases differ, beside how they are opened.
type dialect struct {
	name string // as the migrations folder has it

	// firstReplies reads the first shown replies of many parents, in the order of the parents. PostgreSQL walks
	// the index once a parent with LATERAL; SQLite has none and does the same with a correlated IN.
	// Parameters, named: site, parents (as list makes it), each.
	firstReplies string
	list         func(ids []uuid.UUID) string

	// openReports reads the newest open reports of many comments in the same ways. Parameters, named: site,
	// comments (as list makes it), each.
	openReports string

	now string // the database's clock as we keep times, anew at each use in a statement

	skipLocked string // ends a SELECT that takes rows which no other process is taking

	placeholder func(n int) string // of the nth parameter, from 1, in a statement that GORM does not write

	// afterMany tells the planner how large tables have become. PostgreSQL's autovacuum would, but later, and never within
	// a transaction, where a plan made for an empty table would go on; SQLite plans without.
	afterMany string

	full      func(error) bool // no room left
	away      func(error) bool // not there, or not writing
	duplicate func(error) bool // a row with this key is there
}

var sqliteDialect = dialect{
	name: "sqlite",
	firstReplies: `SELECT ` + columns("c") + ` FROM json_each(@parents) AS p
CROSS JOIN comments AS c ON c.site_id = @site AND c.id IN (
  SELECT r.id FROM comments AS r
  WHERE r.site_id = @site AND r.parent_id = p.value AND r.parent_id IS NOT NULL AND r.shown = 1
  ORDER BY r.created_at, r.id LIMIT @each)
ORDER BY p.key, c.created_at, c.id`,
	openReports: `SELECT r.comment_id, r.reader_id, r.reason, r.detail, r.created_at FROM json_each(@comments) AS p
CROSS JOIN reports AS r ON r.site_id = @site AND r.comment_id = p.value AND r.reader_id IN (
  SELECT o.reader_id FROM reports AS o
  WHERE o.site_id = @site AND o.comment_id = p.value AND o.answered IS NULL
  ORDER BY o.created_at DESC, o.reader_id DESC LIMIT @each)
ORDER BY p.key, r.created_at DESC, r.reader_id DESC`,
	list: func(ids []uuid.UUID) string {
		out, _ := json.Marshal(ids) //nolint:errchkjson // ids are text
		return string(out)
	},
	now:         "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
	placeholder: func(int) string { return "?" },
	full:        func(err error) bool { return sqliteCode(err) == sqlite3.SQLITE_FULL },
	duplicate: func(err error) bool {
		failed, ok := errors.AsType[*sqlite.Error](err)
		return ok && (failed.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || failed.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
	},
	away: func(err error) bool {
		switch sqliteCode(err) {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_INTERRUPT:
			return true
		}
		return false
	},
}

// sqliteCode is the primary result code (the low byte of the extended one), 0 for other errors.
func sqliteCode(err error) int {
	if failed, ok := errors.AsType[*sqlite.Error](err); ok {
		return failed.Code() & 0xff
	}
	return 0
}

var postgresDialect = dialect{
	name: "postgres",
	firstReplies: `SELECT ` + columns("c") + ` FROM unnest(string_to_array(@parents, ',')::uuid[]) WITH ORDINALITY AS p (id, place)
CROSS JOIN LATERAL (
  SELECT ` + columns("r") + ` FROM comments AS r
  WHERE r.site_id = @site AND r.parent_id = p.id AND r.parent_id IS NOT NULL AND r.shown = 1
  ORDER BY r.created_at, r.id LIMIT @each) AS c
ORDER BY p.place, c.created_at, c.id`,
	openReports: `SELECT r.comment_id, r.reader_id, r.reason, r.detail, r.created_at
FROM unnest(string_to_array(@comments, ',')::uuid[]) WITH ORDINALITY AS p (id, place)
CROSS JOIN LATERAL (
  SELECT o.comment_id, o.reader_id, o.reason, o.detail, o.created_at FROM reports AS o
  WHERE o.site_id = @site AND o.comment_id = p.id AND o.answered IS NULL
  ORDER BY o.created_at DESC, o.reader_id DESC LIMIT @each) AS r
ORDER BY p.place, r.created_at DESC, r.reader_id DESC`,
	list: func(ids []uuid.UUID) string {
		texts := make([]string, len(ids))
		for i, id := range ids {
			texts[i] = id.String()
		}
		return strings.Join(texts, ",")
	},
	now:         "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
	skipLocked:  "FOR UPDATE SKIP LOCKED",
	placeholder: func(n int) string { return "$" + strconv.Itoa(n) },
	afterMany:   "ANALYZE",
	full:        func(err error) bool { return postgresCode(err) == "53100" },
	duplicate:   func(err error) bool { return postgresCode(err) == "23505" },
	away: func(err error) bool {
		code := postgresCode(err)
		for _, class := range []string{"08", "53", "57P", "25006", "57014"} { // connection, resources, shutdown, read-only, cancelled
			if strings.HasPrefix(code, class) {
				return true
			}
		}
		if _, dialled := errors.AsType[*pgconn.ConnectError](err); dialled {
			return true
		}
		_, network := errors.AsType[net.Error](err)
		// A server that dies in the middle of an answer leaves half of it.
		return network || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "conn closed")
	},
}

func postgresCode(err error) string {
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
		return failed.Code
	}
	return ""
}
