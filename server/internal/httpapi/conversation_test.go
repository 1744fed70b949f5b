package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// Conversations are the API in text: what is asked, what is answered, and what must not be in the answer.
//
//	=== what this step shows
//	POST /api/v1/comments?site=demo
//	Header: value
//
//	the body, if any
//	--- 201
//	Header: value            the answer's header is exactly this; "ANY" is any value
//	no Header                the answer has no such header
//	{"comment": {"id": "ANY"}}   is contained in the answer; "ANY" is any value, lists are compared whole
//	text ok                  the body is exactly this line
//	shows words              stand in the body
//	never words              stand nowhere in the answer, headers included
//	save id comment.id       keeps a value for {{id}} further down; a number steps into a list
//
// {{name}} is a value kept before; the keys of the guests ada, bob and eve are {{ada}}, {{bob}} and {{eve}}.
func TestConversations(t *testing.T) {
	t.Parallel()
	for _, file := range conversationFiles(t, "testdata/*.txt") {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		if strings.HasPrefix(name, "moderation") {
			continue // these need staff, and have a test of their own
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				converse(t, start(t, s, nil), file, nil)
			})
		})
	}
}

func conversationFiles(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations match %s (%v)", pattern, err)
	}
	return files
}

// converse holds one conversation. It ends at the first surprise, since what follows builds on it.
func converse(t *testing.T, r *running, file string, known map[string]string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{"ada": guestKeyOf("ada"), "bob": guestKeyOf("bob"), "eve": guestKeyOf("eve"), "addr": r.addr}
	maps.Copy(values, known)
	for _, step := range strings.Split("\n"+withoutNotes(string(text)), "\n=== ")[1:] {
		title, rest, _ := strings.Cut(step, "\n")
		asked, expected, found := strings.Cut(rest, "\n--- ")
		if !found {
			t.Fatalf("%s: %q has no answer", file, title)
		}
		got := speak(t, r, fill(t, title, asked, values))
		if wrong := got.differs(fill(t, title, expected, values), values); wrong != "" {
			t.Fatalf("%s: %s\n%s\n%s\nanswer: %d %v\n%s", file, title, asked, wrong, got.status, got.header, got.body)
		}
	}
}

// withoutNotes drops lines that begin with a number sign.
func withoutNotes(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

var blank = regexp.MustCompile(`\{\{([\w-]+)\}\}`)

func fill(t *testing.T, title, text string, values map[string]string) string {
	t.Helper()
	return blank.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := values[strings.Trim(name, "{}")]
		if !ok {
			t.Fatalf("%q: nothing was saved as %s", title, name)
		}
		return value
	})
}

func speak(t *testing.T, r *running, asked string) answer {
	t.Helper()
	head, body, _ := strings.Cut(strings.TrimSpace(asked), "\n\n")
	lines := strings.Split(head, "\n")
	method, target, _ := strings.Cut(lines[0], " ")
	got := r.ask(method, target, body, lines[1:]...)
	checkEveryAnswer(t, method, target, got)
	return got
}

// differs says in what an answer is not as expected, and saves what is to be saved.
func (got answer) differs(expected string, values map[string]string) string {
	lines := strings.Split(strings.TrimSpace(expected), "\n")
	if want := lines[0]; strconv.Itoa(got.status) != want {
		return "status: want " + want
	}
	for _, line := range lines[1:] {
		if wrong := got.lineDiffers(line, values); wrong != "" {
			return wrong
		}
	}
	return ""
}

func (got answer) lineDiffers(line string, values map[string]string) string {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "":
	case strings.HasPrefix(line, "{"):
		return got.lacks(line)
	case word == "no":
		if value, there := got.header[rest]; there {
			return fmt.Sprintf("header %s must not be there: %q", rest, value)
		}
	case word == "text":
		if strings.TrimSuffix(got.body, "\n") != rest {
			return fmt.Sprintf("body: want %q", rest)
		}
	case word == "shows":
		if !strings.Contains(got.body, rest) {
			return fmt.Sprintf("%q is not in the answer", rest)
		}
	case word == "never":
		if strings.Contains(got.body+fmt.Sprint(got.header), rest) {
			return fmt.Sprintf("%q must not be in the answer", rest)
		}
	case word == "save":
		name, path, _ := strings.Cut(rest, " ")
		value, err := at(got.body, path)
		if err != nil {
			return err.Error()
		}
		values[name] = value
	case strings.HasSuffix(word, ":"):
		value := strings.Join(got.header.Values(strings.TrimSuffix(word, ":")), " | ")
		if value != rest && (rest != "ANY" || value == "") {
			return fmt.Sprintf("header %s is %q, want %q", word, value, rest)
		}
	default:
		return fmt.Sprintf("expectation not understood: %q", line)
	}
	return ""
}

func (got answer) lacks(fragment string) string {
	var want, have any
	if err := json.Unmarshal([]byte(fragment), &want); err != nil {
		return fmt.Sprintf("expected JSON is none: %v in %s", err, fragment)
	}
	if err := json.Unmarshal([]byte(got.body), &have); err != nil {
		return fmt.Sprintf("answer is no JSON: %v", err)
	}
	if path := missing(want, have, "$"); path != "" {
		return "not as expected at " + path + ": want " + fragment
	}
	return ""
}

// missing is where want is not contained in have, "" when it is.
func missing(want, have any, path string) string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := have.(map[string]any)
		if !ok {
			return path
		}
		for name, value := range want {
			inside, there := object[name]
			if !there {
				return path + "." + name
			}
			if wrong := missing(value, inside, path+"."+name); wrong != "" {
				return wrong
			}
		}
		return ""
	case []any:
		list, ok := have.([]any)
		if !ok || len(list) != len(want) {
			return path
		}
		for i := range want {
			if wrong := missing(want[i], list[i], fmt.Sprintf("%s[%d]", path, i)); wrong != "" {
				return wrong
			}
		}
		return ""
	}
	if want == "ANY" || reflect.DeepEqual(want, have) {
		return ""
	}
	return path
}

// at is the text at a path such as comments.0.id.
func at(body, path string) (string, error) {
	var value any
	reader := json.NewDecoder(bytes.NewReader([]byte(body)))
	reader.UseNumber()
	if err := reader.Decode(&value); err != nil {
		return "", fmt.Errorf("answer is no JSON: %w", err)
	}
	for step := range strings.SplitSeq(path, ".") {
		switch inside := value.(type) {
		case map[string]any:
			value = inside[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(inside) {
				return "", fmt.Errorf("nothing at %s", path)
			}
			value = inside[i]
		}
	}
	if value == nil {
		return "", fmt.Errorf("nothing at %s", path)
	}
	return fmt.Sprint(value), nil
}

// checkEveryAnswer holds what is true of all answers.
func checkEveryAnswer(t *testing.T, method, target string, got answer) {
	t.Helper()
	if got.header.Get("X-Request-Id") == "" {
		t.Errorf("%s %s: no X-Request-Id", method, target)
	}
	if got.header.Get("Server") != "" {
		t.Errorf("%s %s: says what serves: %q", method, target, got.header.Get("Server"))
	}
	if got.status >= 400 && method != "HEAD" {
		checkProblem(t, method+" "+target, got)
	}
	checkContract(t, method, target, got)
}

func checkProblem(t *testing.T, asked string, got answer) {
	t.Helper()
	var p problem
	reader := json.NewDecoder(strings.NewReader(got.body))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&p); err != nil {
		t.Fatalf("%s: %d is no problem document: %v\n%s", asked, got.status, err, got.body)
	}
	if p.Type != "about:blank" || p.Title == "" || p.Detail == "" || p.Kind == "" || p.Status != got.status {
		t.Errorf("%s: incomplete problem document %s", asked, got.body)
	}
	if kind := got.header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("%s: content type %q", asked, kind)
	}
	if cache := got.header.Get("Cache-Control"); !strings.Contains(cache, "no-store") {
		t.Errorf("%s: a refusal may be cached: %q", asked, cache)
	}
}

func mustJSON(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
