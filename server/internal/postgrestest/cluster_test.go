package postgrestest

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestAClusterKeepsWhatItPromisesAndLeavesNothing runs where PostgreSQL is, which TEST_POSTGRES tells.
func TestAClusterKeepsWhatItPromisesAndLeavesNothing(t *testing.T) {
	t.Parallel()
	for d, want := range map[Durability]string{Durable: "on", Fleeting: "off"} {
		if os.Getenv("TEST_POSTGRES") == "" {
			break
		}
		c, err := Start(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		address, err := Database(t.Context(), c.URL, "kept")
		if err != nil {
			t.Error(err)
		}
		for _, setting := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
			if got := ask(t, address, "SHOW "+setting); got != want {
				t.Errorf("durable %v: %s is %s, want %s", d, setting, got, want)
			}
		}
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(c.folder); !os.IsNotExist(err) {
			t.Errorf("the folder is still there: %v", err)
		}
	}
}

func ask(t *testing.T, address, question string) (answer string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if err := conn.QueryRow(ctx, question).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestAStartEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if c, err := Start(ctx, Fleeting); err == nil {
		t.Errorf("got a cluster at %s, want an error", c.URL)
	}
}
