package postgrestest

import (
	"context"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"
)

// Database makes an empty database on a server and gives its address. The name is one of ours, never from outside.
func Database(ctx context.Context, serverURL, name string) (string, error) {
	if err := execute(ctx, serverURL, "CREATE DATABASE "+name); err != nil {
		return "", fmt.Errorf("make database %s: %w", name, err)
	}
	address, err := url.Parse(serverURL)
	if err != nil {
		return "", fmt.Errorf("read the server's address: %w", err)
	}
	address.Path = "/" + name
	return address.String(), nil
}

func execute(ctx context.Context, serverURL, statement string) error {
	conn, err := pgx.Connect(ctx, serverURL)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	if closed := conn.Close(ctx); err == nil {
		err = closed
	}
	return err
}
