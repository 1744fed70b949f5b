package httpapi

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

func TestBackgroundWorkSurvivesAPanicAndEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log logbook
		a := &api{Config: Config{Log: log.at(slog.LevelInfo)}, figures: newFigures(nil)}
		ctx, cancel := context.WithCancel(t.Context())
		rounds, ended := 0, false
		a.background(ctx, "counting", func(ctx context.Context) {
			if rounds++; rounds < 3 {
				panic("secret value")
			}
			<-ctx.Done()
			ended = true
		})
		pause(t.Context(), 10e9)
		synctest.Wait()
		if rounds != 3 {
			t.Errorf("it began %d times, want 3", rounds)
		}
		cancel()
		synctest.Wait()
		if !ended {
			t.Error("it did not end")
		}
		if counted := a.figures.backgroundPanics.Value(); counted != 2 {
			t.Errorf("%d panics are counted", counted)
		}
		if text := log.String(); strings.Count(text, "counting") != 2 || strings.Contains(text, "secret value") {
			t.Errorf("the log is %s", text)
		}
	})
}

// A panic in a goroutine of our own, or in a stream writer, ends the process with all its readers.
func TestNoGoroutineAndNoStreamIsStartedOutsideBackground(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d files (%v)", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		positions := token.NewFileSet()
		parsed, err := parser.ParseFile(positions, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				if name != "background.go" {
					t.Errorf("%v: a bare go statement", positions.Position(n.Pos()))
				}
			case *ast.SelectorExpr:
				switch n.Sel.Name {
				case "Hijack":
					if name != "background.go" {
						t.Errorf("%v: a connection is taken over outside background.go", positions.Position(n.Pos()))
					}
				case "SetBodyStreamWriter", "SetBodyStream", "BodyParser", "Body", "IP", "IPs", "Hostname", "BaseURL", "Protocol", "UserContext", "AcquireTimer":
					if receiver, ok := n.X.(*ast.Ident); ok && receiver.Name == "c" || strings.HasPrefix(n.Sel.Name, "SetBodyStream") {
						t.Errorf("%v: %s is not to be used", positions.Position(n.Pos()), n.Sel.Name)
					}
				}
			}
			return true
		})
	}
}
