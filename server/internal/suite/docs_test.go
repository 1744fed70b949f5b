package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

// document reads a file at the root of the project.
func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestLinksOfTheRootDocumentsLeadSomewhere(t *testing.T) {
	t.Parallel()
	documents, err := filepath.Glob(filepath.Join(root, "*.md"))
	if err != nil || len(documents) < 4 {
		t.Fatalf("documents at the root: %q, %v", documents, err)
	}
	for _, path := range documents {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := document(t, name)
			for _, target := range links(text) {
				if !leads(t, name, text, target) {
					t.Errorf("%s links to %q, which is not there", name, target)
				}
			}
		})
	}
}

// links lists what a Markdown text links to or shows within the project.
func links(markdown string) []string {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"`)
	var targets []string
	for _, match := range link.FindAllStringSubmatch(withoutCode(markdown), -1) {
		target := match[1] + match[2]
		if !strings.Contains(target, "://") && !strings.HasPrefix(target, "mailto:") {
			targets = append(targets, target)
		}
	}
	return targets
}

// withoutCode drops fenced code, which shows links of other pages.
func withoutCode(markdown string) string {
	return regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(markdown, "")
}

// leads tells whether a link in a document finds its file, and in it its heading.
func leads(t *testing.T, name, text, target string) bool {
	t.Helper()
	file, heading, hasHeading := strings.Cut(target, "#")
	if file != "" && file != name {
		if _, err := os.Stat(filepath.Join(root, file)); err != nil {
			return false
		}
		if !hasHeading {
			return true
		}
		text = document(t, file)
	}
	return slices.Contains(anchors(text), heading)
}

// anchors lists the names by which the headings of a Markdown text are linked to.
func anchors(markdown string) []string {
	heading := regexp.MustCompile(`(?m)^#+ (.+)$`)
	mark := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	var names []string
	for _, match := range heading.FindAllStringSubmatch(withoutCode(markdown), -1) {
		name := mark.ReplaceAllString(strings.ToLower(match[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

func TestMakeTargetsThatTheDocumentsNameExist(t *testing.T) {
	t.Parallel()
	makefile := document(t, "Makefile")
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "BENCHMARKS.md"} {
		named := makeTargets(document(t, name))
		if len(named) == 0 && name != "ARCHITECTURE.md" {
			t.Errorf("%s names no make target", name)
		}
		for _, target := range named {
			if !regexp.MustCompile(`(?m)^` + target + `:`).MatchString(makefile) {
				t.Errorf("%s names `make %s`, which the Makefile lacks", name, target)
			}
		}
	}
}

// makeTargets lists what a text calls as `make …`, in code spans and code blocks.
func makeTargets(markdown string) []string {
	call := regexp.MustCompile("(?m)(?:`|^\\s*)make ((?:[a-z]+ ?)+)")
	var targets []string
	for _, match := range call.FindAllStringSubmatch(markdown, -1) {
		targets = append(targets, strings.Fields(match[1])...)
	}
	return targets
}

// elsewhere are traces of one person's machine: folders where people keep checkouts, and hosts of package
// registries, which a lock file would pin everybody to.
var elsewhere = []*regexp.Regexp{
	regexp.MustCompile(`(?:^|[\s"'(=:\x60])/(?:work|root|home/[^/\s]+|Users/[^/\s]+)/\w`),
	regexp.MustCompile(`\bregistry\.(?:npmjs|yarnpkg)|\bproxy\.golang|\bsum\.golang`),
}

func TestNoFileNamesAMachineOrARegistry(t *testing.T) {
	t.Parallel()
	err := textFiles(root, func(path string, text []byte) error {
		for number, line := range strings.Split(string(text), "\n") {
			for _, trace := range elsewhere {
				if found := trace.FindString(line); found != "" {
					t.Errorf("%s:%d names %q", path, number+1, found)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTracesOfAMachineAreRecognised(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"open " + "/home/" + "anna/understory/go.mod":         true,
		"`" + "/Users/" + "anna/x`":                           true,
		`"resolved": "https://registry.` + `npmjs.org/x.tgz"`: true,
		"https://example.org/work/of/art":                     false,
		"/data/understory.db":                                 false,
	} {
		got := slices.ContainsFunc(elsewhere, func(trace *regexp.Regexp) bool { return trace.MatchString(line) })
		if got != want {
			t.Errorf("%q: recognised = %t, want %t", line, got, want)
		}
	}
}
