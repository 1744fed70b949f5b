package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"understory/server/internal/hint"
	"understory/server/internal/site"
)

// Shared says whether several processes may serve from this database, as they may from PostgreSQL.
func (s *Store) Shared() bool { return s.hints != nil }

// Hints carries word of changes to the other processes on a shared database.
func (s *Store) Hints() hint.Channel { return s.hints }

// postgresHints are NOTIFY and LISTEN, over a connection each that is used for nothing else. A NOTIFY inside the
// transaction of a write would make all writes commit one after the other: PostgreSQL holds one lock for it until the
// commit is on disk.
type postgresHints struct {
	config *pgx.ConnConfig
	from   string // this process, who need not hear itself

	mu      sync.Mutex
	telling *pgx.Conn // nil until there is something to tell, and after it failed
}

const (
	hintChannel = "understory"
	hintsAtOnce = 100              // articles in one notification, which holds less than 8,000 bytes
	silence     = 15 * time.Second // after which a listener asks whether anybody is there
	hintAnswer  = 3 * time.Second
)

func newPostgresHints(config *pgx.ConnConfig) *postgresHints {
	return &postgresHints{config: config, from: uuid.NewString()}
}

// hintText is what a notification says. Programs of other versions read it too: fields may be added.
type hintText struct {
	From    string                  `json:"from"`
	Changed map[site.ID][]uuid.UUID `json:"changed"`
}

// Tell is for one caller at a time.
func (h *postgresHints) Tell(ctx context.Context, changed []hint.Article) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for chunk := range slices.Chunk(changed, hintsAtOnce) {
		if err := h.tell(ctx, chunk); err != nil {
			h.hangUp()
			return fmt.Errorf("notify: %w", err)
		}
	}
	return nil
}

func (h *postgresHints) tell(ctx context.Context, changed []hint.Article) (err error) {
	if h.telling == nil {
		if h.telling, err = pgx.ConnectConfig(ctx, h.config); err != nil {
			return err
		}
	}
	said := hintText{From: h.from, Changed: make(map[site.ID][]uuid.UUID)}
	for _, article := range changed {
		said.Changed[article.Site] = append(said.Changed[article.Site], article.ID)
	}
	text, err := json.Marshal(said)
	if err != nil {
		return err
	}
	_, err = h.telling.Exec(ctx, "SELECT pg_notify($1, $2)", hintChannel, string(text))
	return err
}

// hangUp drops the connection on which is told; the next telling makes another.
func (h *postgresHints) hangUp() {
	if h.telling != nil {
		goodbye(h.telling)
		h.telling = nil
	}
}

func (h *postgresHints) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.hangUp()
	return nil
}

// goodbye closes a connection, and does not care whether the other side hears it.
func goodbye(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}

func (h *postgresHints) Listen(ctx context.Context, hear func([]hint.Article)) error {
	conn, err := pgx.ConnectConfig(ctx, h.config)
	if err != nil {
		return fmt.Errorf("connect to listen: %w", err)
	}
	defer goodbye(conn)
	if _, err := conn.Exec(ctx, "LISTEN "+hintChannel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	hear(nil)
	for {
		text, err := nextHint(ctx, conn)
		if err != nil {
			return fmt.Errorf("wait for hints: %w", err)
		}
		if changed := h.understand(text); len(changed) > 0 {
			hear(changed)
		}
	}
}

// nextHint waits for a notification. A line that was cut says nothing for ever, so silence is answered with a question.
func nextHint(ctx context.Context, conn *pgx.Conn) (string, error) {
	for {
		waiting, cancel := context.WithTimeout(ctx, silence)
		got, err := conn.WaitForNotification(waiting)
		quiet := waiting.Err() != nil && ctx.Err() == nil
		cancel()
		if err == nil {
			return got.Payload, nil
		}
		if !quiet || conn.IsClosed() {
			return "", err
		}
		asking, cancel := context.WithTimeout(ctx, hintAnswer)
		err = conn.Ping(asking)
		cancel()
		if err != nil {
			return "", err
		}
	}
}

// understand reads what another process told. What it cannot read is not for it.
func (h *postgresHints) understand(text string) []hint.Article {
	var said hintText
	if err := json.Unmarshal([]byte(text), &said); err != nil || said.From == h.from {
		return nil
	}
	var changed []hint.Article
	for on, ids := range said.Changed {
		for _, id := range ids {
			changed = append(changed, hint.Article{Site: on, ID: id})
		}
	}
	return changed
}
