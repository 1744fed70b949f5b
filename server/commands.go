package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"understory/server/internal/account"
	"understory/server/internal/fault"
	"understory/server/internal/site"
	"understory/server/internal/store"
)

// cli is every command and flag.
type cli struct {
	Config

	Serve   serveCommand   `cmd:"" default:"1" help:"Serve comments, the widget and the dashboard (what happens without a command)."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date, and end."`
	User    struct {
		Add      userAddCommand      `cmd:"" help:"Add somebody to the staff."`
		Password userPasswordCommand `cmd:"" help:"Give somebody a new password and end their sessions."`
	} `cmd:"" help:"The staff."`
	Site struct {
		Add  siteAddCommand  `cmd:"" help:"Add a site."`
		Set  siteSetCommand  `cmd:"" help:"Change what a site wants."`
		List siteListCommand `cmd:"" help:"List the sites."`
	} `cmd:"" help:"The sites."`
	Backup  backupCommand  `cmd:"" help:"Copy the SQLite database to a file, while the server runs."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of the SQLite database, with the server stopped."`
	Doctor  doctorCommand  `cmd:"" help:"Say what is set up wrongly, and what to do about it."`
	Seed    seedCommand    `cmd:"" help:"Fill a site with made-up stories and comments, to try how it looks and how fast it is."`
	Version versionCommand `cmd:"" help:"Print the version, and what it was built from."`
}

type serveCommand struct{}

func (serveCommand) Run(ctx context.Context, config *Config, log *slog.Logger, std streams) error {
	return serve(ctx, *config, log, std.out)
}

type migrateCommand struct{}

func (migrateCommand) Run(ctx context.Context, config *Config, std streams) error {
	return withStore(ctx, config, func(s *store.Store) error {
		version, err := s.SchemaVersion(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "The schema is up to date: %d.\n", version)
		return nil
	})
}

type userAddCommand struct {
	Email         string `required:"" help:"Their e-mail address, with which they sign in."`
	Role          string `required:"" enum:"owner,admin,moderator" help:"owner, admin or moderator."`
	Site          string `help:"Key of the one site they work on; without it, every site."`
	PasswordStdin bool   `required:"" help:"Read the password from standard input, so that it stands in no history."`
}

func (c userAddCommand) Run(ctx context.Context, config *Config, std streams) error {
	password, err := readPassword(std.in)
	if err != nil {
		return err
	}
	return withStore(ctx, config, func(s *store.Store) error {
		added, err := newAccounts(s).AddUser(ctx, account.Grant{Email: c.Email, Role: account.Role(c.Role), Site: c.Site, Password: password})
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Added %s as %s.\n", added.Email, c.Role)
		return nil
	})
}

type userPasswordCommand struct {
	Email         string `required:"" help:"Their e-mail address."`
	PasswordStdin bool   `required:"" help:"Read the password from standard input."`
}

func (c userPasswordCommand) Run(ctx context.Context, config *Config, std streams) error {
	password, err := readPassword(std.in)
	if err != nil {
		return err
	}
	return withStore(ctx, config, func(s *store.Store) error {
		err := newAccounts(s).SetPassword(ctx, c.Email, password)
		if fault.KindOf(err) == fault.NotFound {
			return fmt.Errorf("there is nobody with the address %s: see user add", c.Email)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%s has a new password, and is signed out everywhere.\n", c.Email)
		return nil
	})
}

// readPassword is the first line of what is piped in.
func readPassword(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

type siteAddCommand struct {
	Key    string   `arg:"" help:"What the tag says in data-site: a to z, 0 to 9 and hyphens."`
	Origin []string `required:"" help:"An origin whose pages may hold the comments, such as https://news.example.org; repeat for more. *. stands for any name below, :* for any port."`
	Name   string   `help:"What people see; the key when left out."`
	Guests string   `enum:"hold,publish,off" default:"hold" help:"What becomes of guests' comments: hold, publish or off."`
}

func (c siteAddCommand) Run(ctx context.Context, config *Config, std streams) error {
	made, err := site.New(c.Key, c.Name, c.Origin, site.Guests(c.Guests))
	if err != nil {
		return err
	}
	return withStore(ctx, config, func(s *store.Store) error {
		if _, err := s.AddSite(ctx, made); err != nil {
			return err
		}
		public, err := config.publicURL()
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Added %s. Put this beneath each story:\n\n<script async src=\"%s/embed.js\" data-site=\"%s\"></script>\n", c.Key, public, c.Key)
		return nil
	})
}

type siteSetCommand struct {
	Key    string `arg:"" help:"The site's key."`
	Schema string `required:"" enum:"on,off" help:"on tells search engines of the comments in the words of schema.org, off does not and asks them to quote none."`
}

func (c siteSetCommand) Run(ctx context.Context, config *Config, std streams) error {
	return withStore(ctx, config, func(s *store.Store) error {
		found, err := s.Site(ctx, c.Key)
		if fault.KindOf(err) == fault.NotFound {
			return fmt.Errorf("there is no site with the key %s: see site list", c.Key)
		}
		if err != nil {
			return err
		}
		found.Settings.SearchHidden = c.Schema == "off"
		if err := s.ChangeSettings(ctx, found.ID, found.Settings); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Search engines are told of the comments of %s: %s.\n", c.Key, c.Schema)
		return nil
	})
}

type siteListCommand struct{}

func (siteListCommand) Run(ctx context.Context, config *Config, std streams) error {
	return withStore(ctx, config, func(s *store.Store) error {
		sites, err := s.Sites(ctx)
		if err != nil {
			return err
		}
		if len(sites) == 0 {
			fmt.Fprintln(std.out, "There is no site yet. Add one: understory site add KEY --origin https://news.example.org")
		}
		for _, found := range sites {
			origins := make([]string, len(found.Origins))
			for i, origin := range found.Origins {
				origins[i] = string(origin)
			}
			fmt.Fprintf(std.out, "%s\tguests: %s\t%s\n", found.Key, found.Settings.Guests, strings.Join(origins, " "))
		}
		return nil
	})
}

// withStore runs fn on the configured database, migrated.
func withStore(ctx context.Context, config *Config, fn func(*store.Store) error) error {
	opened, err := store.Open(ctx, config.Database)
	if err != nil {
		return err
	}
	return errors.Join(fn(opened), opened.Close())
}

// spoken is an error as the person at the keyboard should read it: a fault's own sentence, else the whole chain.
func spoken(err error) string {
	if known, ok := errors.AsType[*fault.Error](err); ok && known.Kind != fault.ReadOnly { // whose cause the operator must see
		return known.Message
	}
	return err.Error()
}
