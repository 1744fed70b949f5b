package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// postgresConnections is how many one process holds, beside one each for telling and for hearing of changes;
// PostgreSQL's default allows 100 in all.
const postgresConnections = 20

func openPostgres(databaseURL string) (*Store, error) {
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return nil, errors.New("DATABASE_URL is no PostgreSQL address: write postgres://user:password@host:5432/name") // err may hold the password
	}
	config.ConnectTimeout = 3 * time.Second
	if config.RuntimeParams["application_name"] == "" { // what the database's operator sees
		config.RuntimeParams["application_name"] = "understory"
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	opened := &Store{dialect: postgresDialect, pools: []*sql.DB{pool}, hints: newPostgresHints(config)}
	opened.writer, err = gorm.Open(postgres.New(postgres.Config{Conn: guard{pool: pool, ran: &opened.statements[0]}}), gormConfig())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open PostgreSQL: %w", err), opened.Close())
	}
	opened.reader = opened.writer
	return opened, nil
}
