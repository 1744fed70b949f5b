package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"understory/server/internal/doctor"
)

// OpenAsIs opens a database without bringing its schema up to date: for looking at one that is.
func OpenAsIs(databaseURL string) (*Store, error) { return connect(databaseURL) }

// Look finds out what a doctor wants to know, and changes nothing.
func Look(ctx context.Context, databaseURL string) doctor.Database {
	found := doctor.Database{Address: WithoutPassword(databaseURL), Known: KnownSchema()}
	if path, err := sqlitePath(databaseURL); err == nil {
		lookAtFile(ctx, path, &found)
		return found
	}
	found.Unreadable = lookAtServer(ctx, databaseURL, &found)
	return found
}

// WithoutPassword is a database's address as it may be shown.
func WithoutPassword(databaseURL string) string {
	parsed, err := url.Parse(databaseURL)
	if err != nil {
		return "what DATABASE_URL names" // it cannot be told where in it the password is
	}
	if parsed.User != nil {
		parsed.User = url.User(parsed.User.Username())
	}
	query := parsed.Query()
	query.Del("password")
	parsed.RawQuery = query.Encode()
	return parsed.String()
}

func lookAtFile(ctx context.Context, path string, found *doctor.Database) {
	found.File = &doctor.File{Path: path, Folder: doctor.LookAt(filepath.Dir(path))}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		found.File.Missing = true
		return
	}
	if err != nil {
		found.Unreadable = err
		return
	}
	found.File.Size, found.File.Rights = info.Size(), info.Mode().Perm()
	if found.Unreadable = isSQLite(path); found.Unreadable != nil {
		return
	}
	db, err := openFile(path, "mode=rw&_pragma=busy_timeout(5000)&_txlock=immediate")
	if err != nil {
		found.Unreadable = err
		return
	}
	defer db.Close()
	found.Unreadable = lookInside(ctx, db, found)
}

func lookInside(ctx context.Context, db *sql.DB, found *doctor.Database) error {
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&found.File.Journal); err != nil {
		return fmt.Errorf("open it: %w", err)
	}
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return fmt.Errorf("check it: %w", err)
	}
	if said != "ok" {
		found.File.Damage = said
	}
	tx, err := db.BeginTx(ctx, nil) // which takes the right to write
	if err != nil {
		found.Unwritable = err
	} else if err := tx.Rollback(); err != nil {
		return fmt.Errorf("leave it as it is: %w", err)
	}
	return lookAtSchema(ctx, db, "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'", found)
}

// lookAtSchema reads the schema's number where there is one.
func lookAtSchema(ctx context.Context, db *sql.DB, whether string, found *doctor.Database) error {
	var there int
	if err := db.QueryRowContext(ctx, whether).Scan(&there); err != nil {
		return fmt.Errorf("look for its schema: %w", err)
	}
	if there == 0 {
		return nil
	}
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&found.Schema)
	if err != nil {
		return fmt.Errorf("read its schema: %w", err)
	}
	if found.Schema > 0 {
		found.Needed, err = neededSchema(ctx, db)
	}
	return err
}

const aboutServer = `SELECT current_setting('server_version_num')::int,
current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()),
current_setting('transaction_read_only') = 'on', has_schema_privilege(current_schema(), 'CREATE'),
(extract(epoch FROM clock_timestamp()) * 1000000)::bigint`

func lookAtServer(ctx context.Context, databaseURL string, found *doctor.Database) error {
	opened, err := connect(databaseURL)
	if err != nil {
		return err
	}
	defer opened.Close()
	server, db := &doctor.Server{Pool: postgresConnections}, opened.pools[0]
	var readOnly bool
	var mayCreate sql.NullBool
	var clock int64
	if err := opened.Ping(ctx); err != nil { // so that connecting is not taken for a difference of clocks
		return err
	}
	asked := time.Now()
	err = db.QueryRowContext(ctx, aboutServer).Scan(&server.Version, &server.Connections, &server.Others, &readOnly, &mayCreate, &clock)
	if err != nil {
		return fmt.Errorf("ask about the server: %w", err)
	}
	server.Ahead = time.UnixMicro(clock).Sub(asked.Add(time.Since(asked) / 2))
	found.Server = server
	switch {
	case readOnly:
		found.Unwritable = errors.New("the server takes no writes: it is a standby, or was set to read only")
	case !mayCreate.Bool:
		found.Unwritable = errors.New("the user may not make tables there: GRANT CREATE ON SCHEMA public TO it")
	}
	return lookAtSchema(ctx, db, "SELECT count(*) FROM (SELECT to_regclass('goose_db_version') AS name) AS found WHERE name IS NOT NULL", found)
}
