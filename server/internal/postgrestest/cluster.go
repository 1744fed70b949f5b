// Package postgrestest starts PostgreSQL servers of one's own, for tests and measurements, in a temporary folder that
// goes with them. It does not know what is kept there.
package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"understory/server/internal/subprocess"
)

// Durability says what a commit waits for.
type Durability bool

// The durabilities.
const (
	Fleeting Durability = false // nothing: for tests, whose data nobody misses
	Durable  Durability = true  // the disk, as PostgreSQL does by default
)

// Cluster is a running server.
type Cluster struct {
	URL string // of the database postgres, as a user who may do everything

	folder string
	bin    string
	port   int
	uid    int // of the user that runs it; PostgreSQL refuses to run as root
	gid    int
	args   []string // of the server
	server *exec.Cmd
	log    bytes.Buffer
	ended  chan struct{} // closed when the server has ended, with err set
	err    error
}

// Start makes a cluster and waits until it answers. Settings, such as max_connections=20, win over its own.
// The caller stops it.
func Start(ctx context.Context, d Durability, settings ...string) (*Cluster, error) {
	bin, err := Programs()
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, uid: -1}
	if err := c.makeFolder(); err != nil {
		return nil, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	if err := c.start(ctx, d, settings); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

// makeFolder makes the folder that holds everything, owned by the user that runs the server.
func (c *Cluster) makeFolder() (err error) {
	if c.folder, err = os.MkdirTemp("", "understory-postgres-"); err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return nil
	}
	owner, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	if c.uid, err = strconv.Atoi(owner.Uid); err != nil {
		return err
	}
	if c.gid, err = strconv.Atoi(owner.Gid); err != nil {
		return err
	}
	return os.Chown(c.folder, c.uid, c.gid)
}

func (c *Cluster) start(ctx context.Context, d Durability, settings []string) (err error) {
	data := filepath.Join(c.folder, "data")
	// ICU sorts as people do, SQLite by bytes: a query that leaves the order of text to the database shows here.
	initdb := c.program(ctx, "initdb", "--pgdata", data, "--username", "understory", "--auth", "trust",
		"--encoding", "UTF8", "--locale-provider", "icu", "--icu-locale", "en-US", "--locale", "C", "--no-sync")
	if out, err := subprocess.Output(initdb); err != nil {
		return fmt.Errorf("initdb (PostgreSQL 15 or newer is needed): %w\n%s", err, out)
	}
	if c.port, err = freePort(ctx); err != nil {
		return fmt.Errorf("find a port for PostgreSQL: %w", err)
	}
	c.URL = fmt.Sprintf("postgres://understory@127.0.0.1:%d/postgres?sslmode=disable", c.port)

	c.args = []string{"-D", data}
	for _, setting := range slices.Concat(c.settings(d), settings) {
		c.args = append(c.args, "-c", setting)
	}
	return c.Resume(ctx)
}

// Resume starts the server where Halt has ended it, and waits until it answers.
func (c *Cluster) Resume(ctx context.Context) error {
	// The server outlives ctx, so that an interrupted run can still stop it in order.
	server, ended := c.program(context.WithoutCancel(ctx), "postgres", c.args...), make(chan struct{})
	server.Stdout, server.Stderr = &c.log, &c.log
	if err := server.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	c.server, c.ended = server, ended
	go func() {
		c.err = server.Wait()
		close(ended)
	}()
	return c.waitUntilReady(ctx)
}

// Halt ends the server, closing open connections, and keeps what it holds.
func (c *Cluster) Halt() error { return c.end(syscall.SIGINT) } // PostgreSQL's fast shutdown

// Crash ends the server as a loss of power would, but for the disk: Resume finds what was committed in its log.
func (c *Cluster) Crash() error { return c.end(syscall.SIGQUIT) }

func (c *Cluster) end(with os.Signal) error {
	if c.server == nil {
		return nil
	}
	_ = c.server.Process.Signal(with) // it may be gone already
	select {
	case <-c.ended:
		return nil
	case <-time.After(10 * time.Second):
		err := subprocess.Kill(c.server)
		<-c.ended
		return err
	}
}

// Tablespace has the cluster keep a new tablespace in an empty folder, which it makes its own.
func (c *Cluster) Tablespace(ctx context.Context, name, folder string) error {
	if c.uid >= 0 {
		if err := os.Chown(folder, c.uid, c.gid); err != nil {
			return fmt.Errorf("give PostgreSQL its folder: %w", err)
		}
	}
	return execute(ctx, c.URL, "CREATE TABLESPACE "+name+" LOCATION '"+folder+"'")
}

// settings are PostgreSQL's own, but for where it listens and what a fleeting cluster does without.
func (c *Cluster) settings(d Durability) []string {
	settings := []string{"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(c.port),
		"unix_socket_directories=" + c.folder, "max_connections=300"}
	if d == Fleeting {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off")
	}
	return settings
}

func (c *Cluster) waitUntilReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		_, err := subprocess.Output(c.program(ctx, "pg_isready", "--host", c.folder, "--port", strconv.Itoa(c.port)))
		if err == nil {
			return nil
		}
		select {
		case <-c.ended:
			return fmt.Errorf("PostgreSQL ended while starting: %w\n%s", c.err, c.log.String())
		case <-ctx.Done():
			return fmt.Errorf("wait for PostgreSQL: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Stop ends the server, closing open connections, and removes the folder.
func (c *Cluster) Stop() error {
	return errors.Join(c.Halt(), os.RemoveAll(c.folder))
}

// program prepares one of PostgreSQL's programs, as the cluster's user and in its folder.
func (c *Cluster) program(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := subprocess.Command(ctx, c.folder, nil, filepath.Join(c.bin, name), args...)
	if c.uid >= 0 {
		subprocess.As(cmd, c.uid, c.gid)
	}
	return cmd
}

func freePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
