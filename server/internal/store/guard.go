package store

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gorm.io/gorm"
)

// guard stands between GORM and the database, where every statement passes as it will run, raw ones included
// (a GORM callback would see some before they are written). It records statements where asked, and it refuses one on a
// site's table that does not name the site, so that a forgotten filter is an error and never a leak.
type guard struct {
	pool gorm.ConnPool
	ran  *atomic.Uint64 // statements
}

// admit lets a statement run, and counts it.
func (g guard) admit(ctx context.Context, query string) error {
	if g.ran != nil {
		g.ran.Add(1)
	}
	return admit(ctx, query)
}

// BeginTx begins a transaction that is guarded too.
func (g guard) BeginTx(ctx context.Context, options *sql.TxOptions) (gorm.ConnPool, error) {
	pool, ok := g.pool.(gorm.TxBeginner)
	if !ok {
		return nil, gorm.ErrInvalidTransaction
	}
	tx, err := pool.BeginTx(ctx, options)
	if err != nil {
		return nil, err
	}
	return &guardedTx{guard: guard{pool: tx, ran: g.ran}, tx: tx}, nil
}

func (g guard) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := g.admit(ctx, query); err != nil {
		return nil, err
	}
	return g.pool.PrepareContext(ctx, query)
}

func (g guard) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := g.admit(ctx, query); err != nil {
		return nil, err
	}
	return g.pool.ExecContext(ctx, query, args...)
}

func (g guard) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := g.admit(ctx, query); err != nil {
		return nil, err
	}
	return g.pool.QueryContext(ctx, query, args...)
}

// QueryRowContext cannot return an error of ours, and a *sql.Row cannot be made; nothing here uses it.
func (g guard) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := g.admit(ctx, query); err != nil {
		panic(err)
	}
	return g.pool.QueryRowContext(ctx, query, args...)
}

// guardedTx is a guarded transaction; a pointer, because GORM asks whether it is nil.
type guardedTx struct {
	guard
	tx *sql.Tx
}

func (t *guardedTx) Commit() error   { return t.tx.Commit() }
func (t *guardedTx) Rollback() error { return t.tx.Rollback() }

// Statements keeps the texts of what runs with a context that carries it.
type Statements struct {
	mu    sync.Mutex
	texts []string
}

// Count is how many have run.
func (s *Statements) Count() int { return len(s.Texts()) }

// Texts are those that have run, in order, with placeholders where their values stood.
func (s *Statements) Texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.texts)
}

func (s *Statements) add(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts = append(s.texts, text)
}

type statementsKey struct{}

// WithStatements makes a context whose statements are recorded.
func WithStatements(ctx context.Context) (context.Context, *Statements) {
	recorded := new(Statements)
	return context.WithValue(ctx, statementsKey{}, recorded), recorded
}

// siteTables are those whose rows belong to a site.
var siteTables = map[string]bool{
	"memberships": true, "readers": true, "articles": true, "comments": true, "respects": true,
	"reports": true, "decisions": true, "idempotency_keys": true, "outbox": true, "limits": true, "article_changes": true,
}

// across names a statement that may look at all sites. The list is the whole of them.
type across string

const (
	acrossDispatch    across = "dispatch the outbox"
	acrossMemberships across = "find the sites of a staff member"
	acrossAnswers     across = "forget old idempotency keys"
	acrossLimits      across = "forget limits that count no more"
	acrossBacklog     across = "count what waits in the outbox"
	acrossChanges     across = "forget old changes of articles"
)

type acrossKey struct{}

// acrossSites makes a context in which one of the listed statements may run.
func acrossSites(ctx context.Context, why across) context.Context {
	return context.WithValue(ctx, acrossKey{}, why)
}

// verdicts remembers the statements already read; their texts are few.
var verdicts sync.Map

func admit(ctx context.Context, query string) error {
	if recorded, ok := ctx.Value(statementsKey{}).(*Statements); ok {
		recorded.add(query)
	}
	if _, listed := ctx.Value(acrossKey{}).(across); listed {
		return nil
	}
	known, ok := verdicts.Load(query)
	if !ok {
		known = siteBound(query)
		verdicts.Store(query, known)
	}
	if bound, _ := known.(bool); !bound {
		return fmt.Errorf("refused: a statement on a site's table without its site_id: %.200s", query)
	}
	return nil
}

var (
	tableUse    = regexp.MustCompile(`(?i)\b(from|join|update|into)\s+(only\s+)?"?([a-z_]+)"?`)
	siteEquals  = regexp.MustCompile(`(?i)"?site_id"?\s*=\s*(\$\d+|\?|@site|"?[a-z]+"?\."?site_id"?)`)
	inserted    = regexp.MustCompile(`(?i)^\s*insert\s+into\s+"?[a-z_]+"?(?:\s+as\s+[a-z]+)?\s*\(([^)]*)\)`)
	looseChoice = regexp.MustCompile(`(?i)\bor\b`)
)

// siteBound says whether each use of a site's table in a statement comes with an equality on site_id, and
// whether no OR stands outside brackets, where it would undo that equality.
func siteBound(query string) bool {
	uses := 0
	for _, use := range tableUse.FindAllStringSubmatch(query, -1) {
		if siteTables[strings.ToLower(use[3])] {
			uses++
		}
	}
	if uses == 0 {
		return true
	}
	named := len(siteEquals.FindAllString(query, -1))
	if columns := inserted.FindStringSubmatch(query); columns != nil && strings.Contains(columns[1], "site_id") {
		named++
	}
	return named >= uses && !looseChoice.MatchString(outsideBrackets(query))
}

// outsideBrackets is a statement without what stands in brackets or quotes.
func outsideBrackets(query string) string {
	var out strings.Builder
	depth, quote := 0, rune(0)
	for _, c := range query {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth == 0:
			out.WriteRune(c)
		}
	}
	return out.String()
}
