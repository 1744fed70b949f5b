package examples_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What owners copy. That it works is shown in a browser, by widget/e2e/examples*.test.mjs.

var repository = os.DirFS("..")

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := fs.ReadFile(repository, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// captures gives the first group of every match, sorted, each once.
func captures(pattern, text string) []string {
	var found []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// section gives what stands in a Markdown text between a heading of the second level and the next.
func section(t *testing.T, markdown, heading string) string {
	t.Helper()
	_, after, found := strings.Cut(markdown, "\n## "+heading+"\n")
	if !found {
		t.Fatalf("there is no section %q", heading)
	}
	body, _, _ := strings.Cut(after, "\n## ")
	return body
}

func TestWhatSeveralExamplesShareIsTheSame(t *testing.T) {
	t.Parallel()
	for _, copies := range [][]string{
		{"react/src/understory.d.ts", "vue/src/understory.d.ts", "next/app/understory.d.ts"},
		{"react/src/style.css", "vue/src/style.css", "next/app/style.css", "astro/src/style.css", "hugo/static/style.css"},
		{"react/src/stories.ts", "vue/src/stories.ts", "next/app/stories.ts", "astro/src/stories.ts"},
	} {
		want := read(t, "examples/"+copies[0])
		for _, name := range copies[1:] {
			if read(t, "examples/"+name) != want {
				t.Errorf("%s differs from %s", name, copies[0])
			}
		}
	}
}

func TestReactAndNextHaveOneComponent(t *testing.T) {
	t.Parallel()
	code := func(name string) string {
		_, imports, _ := strings.Cut(read(t, name), "\nimport ")
		return imports
	}
	if code("examples/react/src/Comments.tsx") != code("examples/next/app/Comments.tsx") {
		t.Error("react/src/Comments.tsx and next/app/Comments.tsx differ below their first lines")
	}
}

func TestTypesNameWhatTheWidgetTakesSaysAndCanDo(t *testing.T) {
	t.Parallel()
	types, widget := read(t, "examples/react/src/understory.d.ts"), read(t, "widget/README.md")
	declared := func(name string) string {
		_, after, _ := strings.Cut(types, "export interface "+name+" ")
		body, _, _ := strings.Cut(after, "\n}")
		return body
	}
	for _, test := range []struct{ section, inTable, kind, inTypes string }{
		{"Attributes", "(?m)^\\| `([a-z-]+)`", "CommentsAttributes", `(?m)^  "?([a-z-]+)"?\?:`},
		{"Events", "(understory:[a-z-]+)`", "UnderstoryEvents", `"(understory:[a-z-]+)"`},
		{"Methods", "(?m)^\\| `([A-Za-z]+)", "UnderstoryComments", `(?m)^  (?:readonly )?(\w+)\?`},
	} {
		want := captures(test.inTable, section(t, widget, test.section))
		if got := captures(test.inTypes, declared(test.kind)); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s in understory.d.ts has %q, the section %s of widget/README.md %q", test.kind, got, test.section, want)
		}
	}
}

func TestPackagesOfExamplesArePinned(t *testing.T) {
	t.Parallel()
	manifests, err := fs.Glob(repository, "examples/*/package.json")
	if err != nil || len(manifests) < 4 {
		t.Fatalf("manifests: %q, %v", manifests, err)
	}
	for _, name := range append(manifests, "examples/ghost/test/package.json") {
		for _, version := range captures(`": "([^"]*\d[^"]*)"`, read(t, name)) {
			if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(version) {
				t.Errorf("%s: version %q is not exact", name, version)
			}
		}
		for _, beside := range []string{"package-lock.json", ".npmrc"} {
			if _, err := fs.Stat(repository, path.Join(path.Dir(name), beside)); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestEveryExampleSaysWhatToPasteAndIsListed(t *testing.T) {
	t.Parallel()
	readme := read(t, "README.md")
	folders, err := fs.ReadDir(os.DirFS("."), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !folder.IsDir() || folder.Name() == "newspaper" { // which the binary shows
			continue
		}
		if !strings.Contains(readme, "(examples/"+folder.Name()) {
			t.Errorf("README.md does not link to examples/%s", folder.Name())
		}
		if slices.Contains([]string{"caddy", "nginx", "systemd"}, folder.Name()) {
			continue // one file each, which says so itself
		}
		own := read(t, "examples/"+folder.Name()+"/README.md")
		if folder.Name() != "html" && (!strings.Contains(own, "**To paste:**") || !strings.Contains(own, "**To change:**")) {
			t.Errorf("examples/%s/README.md does not say what to paste and what to change", folder.Name())
		}
	}
}

func TestWhatTheReadmeShowsStandsInTheExamples(t *testing.T) {
	t.Parallel()
	var pages strings.Builder
	for _, name := range []string{"index.html", "counts.html", "styled.html"} {
		pages.WriteString(read(t, "examples/html/"+name))
	}
	asInTheExamples := strings.NewReplacer("https://comments.daily.example", "http://localhost:8080", `data-site="daily"`, `data-site="demo"`)
	shown := captures("(?s)```(?:html|css)\n(.*?)```", section(t, read(t, "README.md"), "On your site"))
	if len(shown) == 0 {
		t.Fatal("README.md shows no page")
	}
	for _, block := range shown {
		for line := range strings.Lines(asInTheExamples.Replace(block)) {
			if !strings.Contains(pages.String(), strings.TrimSpace(line)) {
				t.Errorf("README.md shows %q, which is in no page of examples/html", line)
			}
		}
	}
}
