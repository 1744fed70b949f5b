package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"understory/server/internal/postgrestest"
)

// cluster is a PostgreSQL of a test's own, which may fail, with a database for the program, whose user has no special
// rights there.
func cluster(t *testing.T, settings ...string) (c *postgrestest.Cluster, databaseURL string) {
	t.Helper()
	c, err := postgrestest.Start(t.Context(), postgrestest.Durable, settings...)
	must(t, err)
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Errorf("stop PostgreSQL: %v", err)
		}
	})
	order(t, c, "CREATE USER program")
	order(t, c, "CREATE DATABASE failing OWNER program")
	address, err := url.Parse(c.URL)
	must(t, err)
	address.User, address.Path = url.User("program"), "/failing"
	return c, address.String()
}

// order has the cluster's owner carry out a statement.
func order(t *testing.T, c *postgrestest.Cluster, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.URL)
	must(t, err)
	_, err = conn.Exec(t.Context(), statement)
	must(t, errors.Join(err, conn.Close(t.Context())))
}

// noPostgres says that there are no programs to make a cluster with, which TEST_POSTGRES tells.
func noPostgres() bool { return os.Getenv("TEST_POSTGRES") == "" }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Figures of the design: how soon after the database's return the first post is accepted.
const recovered = 2 * time.Second

func TestFailurePostgresRestartsUnderLoad(t *testing.T) {
	t.Parallel()
	if noPostgres() {
		return
	}
	rounds := 2
	if soaking() {
		rounds = 20
	}
	db, databaseURL := cluster(t)
	s := besiege(t, start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off"), 8)
	for round := range rounds {
		s.writing(20, 10*time.Second)
		if round%2 == 0 {
			must(t, db.Crash())
		} else {
			must(t, db.Halt())
		}
		must(t, db.Resume(t.Context()))
		if took := s.writing(1, 10*time.Second); took > recovered {
			t.Errorf("the first post after the return of PostgreSQL took %v", took)
		}
	}
	s.end()
}

func TestFailurePostgresIsAwayForAWhile(t *testing.T) {
	t.Parallel()
	if noPostgres() {
		return
	}
	away := 4 * time.Second
	if soaking() {
		away = time.Minute
	}
	db, databaseURL := cluster(t)
	s := besiege(t, start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off"), 8)
	s.writing(20, 10*time.Second)
	must(t, db.Halt())
	s.passes(away)
	if s.refusedWith(503) == 0 {
		t.Error("nobody was told that writing does not work")
	}
	must(t, db.Resume(t.Context()))
	if took := s.writing(20, 10*time.Second); took > recovered {
		t.Errorf("the first post after the return of PostgreSQL took %v", took)
	}
	s.end()
}

func TestFailurePostgresHasNoConnectionLeft(t *testing.T) {
	t.Parallel()
	if noPostgres() {
		return
	}
	db, databaseURL := cluster(t, "max_connections=25")
	s := besiege(t, start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off"), 8)
	s.writing(20, 10*time.Second)
	release := takeConnections(t, db)
	before := s.refusedWith(503)
	s.until("refusals", 10*time.Second, func() bool { return s.refusedWith(503) > before+20 })
	release()
	if took := s.writing(20, 10*time.Second); took > recovered {
		t.Errorf("the first post after connections were free took %v", took)
	}
	s.end()
}

// takeConnections takes the connections of all others, the program's too, and gives what lets them go.
func takeConnections(t *testing.T, db *postgrestest.Cluster) (release func()) {
	t.Helper()
	var held []*pgx.Conn
	connect := func() *pgx.Conn {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		conn, err := pgx.Connect(ctx, db.URL)
		if err != nil {
			return nil
		}
		held = append(held, conn)
		return conn
	}
	first := connect()
	for others := 1; others > 0; {
		err := first.QueryRow(t.Context(), "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'program'").Scan(&others)
		must(t, err)
		for connect() != nil {
			continue
		}
	}
	return func() {
		for _, conn := range held {
			_ = conn.Close(context.Background())
		}
	}
}

// TestFailurePostgresTakesNoWrites has it answer as a standby does: it reads, and refuses to write.
func TestFailurePostgresTakesNoWrites(t *testing.T) {
	t.Parallel()
	if noPostgres() {
		return
	}
	db, databaseURL := cluster(t)
	s := besiege(t, start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off"), 8)
	s.writing(20, 10*time.Second)
	const disconnect = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'program'"
	order(t, db, "ALTER ROLE program SET default_transaction_read_only = on")
	order(t, db, disconnect)
	before := s.refusedWith(503)
	s.until("refusals", 10*time.Second, func() bool { return s.refusedWith(503) > before+50 })
	s.p.must(200, "GET", siegeThread+"&limit=20", nil) // not from memory
	if got := s.p.must(503, "GET", "/readyz", nil); !strings.Contains(string(got.body), "cannot be written") {
		t.Errorf("/readyz says %s", got.body)
	}
	order(t, db, "ALTER ROLE program RESET default_transaction_read_only")
	order(t, db, disconnect)
	if took := s.writing(20, 10*time.Second); took > recovered {
		t.Errorf("the first post after the return of writing took %v", took)
	}
	s.end()
}

func TestFailurePostgresDiskIsFull(t *testing.T) {
	t.Parallel()
	if noPostgres() || !mayMount() {
		return
	}
	disk := smallDisk(t, "32m")
	db, databaseURL := cluster(t)
	must(t, db.Tablespace(t.Context(), "small", disk))
	order(t, db, "ALTER DATABASE failing SET TABLESPACE small")
	s := besiege(t, start(t, databaseURL, "UNDERSTORY_RATE_LIMIT=off"), 8)
	s.fillsUp(disk)
	s.end()
}

func TestFailurePostgresIsSilent(t *testing.T) {
	t.Parallel()
	if noPostgres() {
		return
	}
	_, databaseURL := cluster(t)
	network := newCable(t, databaseURL)
	p := start(t, network.through(databaseURL), "UNDERSTORY_RATE_LIMIT=off")
	cookie := p.setUp()
	s := besiege(t, p, 8)
	s.writing(20, 10*time.Second)
	network.cut()
	nothingHangs(t, p, cookie)
	s.passes(4 * time.Second)
	if s.refusedWith(503) == 0 {
		t.Error("nobody was told that writing does not work")
	}
	network.mend()
	if took := s.writing(20, 10*time.Second); took > recovered {
		t.Errorf("the first post after the network's return took %v", took)
	}
	s.end()
}
