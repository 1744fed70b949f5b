package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

var update = flag.Bool("update", false, "write openapi.json from openapi.yaml")

// contract is openapi.yaml, read and checked.
var contract = sync.OnceValues(func() (*openapi3.T, error) {
	read, err := openapi3.NewLoader().LoadFromFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	return read, read.Validate(context.Background())
})

func readContract(t *testing.T) *openapi3.T {
	t.Helper()
	read, err := contract()
	if err != nil {
		t.Fatalf("openapi.yaml: %v", err)
	}
	return read
}

func TestOpenAPIJSONIsMadeFromTheYAML(t *testing.T) {
	t.Parallel()
	written, err := json.Marshal(readContract(t))
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := json.Indent(&want, written, "", " "); err != nil {
		t.Fatal(err)
	}
	want.WriteByte('\n')
	if *update {
		if err := os.WriteFile("openapi.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(openAPIDocument, want.Bytes()) {
		t.Error("openapi.json is stale: go test ./server/internal/httpapi -run OpenAPIJSON -update")
	}
}

func TestContractAndRoutesNameTheSameAddresses(t *testing.T) {
	t.Parallel()
	var routed, written []string
	for _, r := range new(api).surface() {
		if rest, inside := strings.CutPrefix(r.pattern, v1); inside {
			routed = append(routed, r.method+" "+strings.ReplaceAll(rest, ":id", "{id}"))
		}
	}
	for path, item := range readContract(t).Paths.Map() {
		for method := range item.Operations() {
			written = append(written, method+" "+path)
		}
	}
	slices.Sort(routed)
	slices.Sort(written)
	if !slices.Equal(routed, written) {
		t.Errorf("routes:\n%s\ncontract:\n%s", strings.Join(routed, "\n"), strings.Join(written, "\n"))
	}
}

func TestContractListsEveryKindOfRefusal(t *testing.T) {
	t.Parallel()
	want := map[string]bool{"timeout": true}
	for kind := range statuses {
		want[string(problemOf(newFault(kind)).Kind)] = true
	}
	got := map[string]bool{}
	for _, kind := range readContract(t).Components.Schemas["Problem"].Value.Properties["kind"].Value.Enum {
		got[fmt.Sprint(kind)] = true
	}
	if !maps.Equal(got, want) {
		t.Errorf("kinds in the contract %v, want %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

func TestContractNoticesAnAnswerThatIsNotAsWritten(t *testing.T) {
	t.Parallel()
	const id = "01890000-0000-7000-8000-000000000000"
	jsonAnswer := func(status int, body string) answer {
		return answer{status, map[string][]string{"Content-Type": {"application/json"}}, body}
	}
	thread := func(comment string) answer {
		return jsonAnswer(200, `{"comments":[`+comment+`]}`)
	}
	const core = `"id":"` + id + `","parent":null,"level":1,"createdAt":"2026-01-01T00:00:00Z","respects":0,"replyCount":0,"replies":[]`
	for name, tt := range map[string]struct {
		method, target string
		got            answer
		good           bool
	}{
		"a comment":                 {"GET", "/comments", thread(`{` + core + `,"status":"published","author":{"id":"` + id + `","name":"Ada"},"body":[["p","x",["a",{"href":"https://e.org/"},"y"]]]}`), true},
		"a tombstone":               {"GET", "/comments", thread(`{` + core + `,"status":"rejected","author":null,"body":[]}`), true},
		"a tombstone with author":   {"GET", "/comments", thread(`{` + core + `,"status":"rejected","author":{"id":"` + id + `","name":"Ada"},"body":[]}`), false},
		"a tombstone with text":     {"GET", "/comments", thread(`{` + core + `,"status":"held","author":null,"body":[["p","x"]]}`), false},
		"a leaked source":           {"GET", "/comments", thread(`{` + core + `,"status":"rejected","author":null,"body":[],"source":"x"}`), false},
		"a leaked e-mail":           {"GET", "/comments", thread(`{` + core + `,"status":"published","author":{"id":"` + id + `","name":"Ada","email":"a@e.org"},"body":[]}`), false},
		"a script link":             {"GET", "/comments", thread(`{` + core + `,"status":"published","author":{"id":"` + id + `","name":"Ada"},"body":[["a",{"href":"javascript:x"},"y"]]}`), false},
		"an unknown tag":            {"GET", "/comments", thread(`{` + core + `,"status":"published","author":{"id":"` + id + `","name":"Ada"},"body":[["script","y"]]}`), false},
		"a field that is not there": {"GET", "/viewer", jsonAnswer(200, `{"email":"a@e.org"}`), false},
		"a missing field":           {"GET", "/comments", jsonAnswer(200, `{}`), false},
		"another status":            {"POST", "/comments", jsonAnswer(200, `{}`), false},
		"a body where none is":      {"DELETE", "/comments/" + id, jsonAnswer(204, `{}`), false},
		"an unwritten type":         {"GET", "/comments", answer{200, map[string][]string{"Content-Type": {"text/html"}}, `{"comments":[]}`}, false},
	} {
		wrong := contractDiffers(readContract(t), tt.method, v1+tt.target, tt.got)
		if (wrong == "") != tt.good {
			t.Errorf("%s: good should be %v, said %q", name, tt.good, wrong)
		}
	}
}

// checkContract holds an answer against what the contract says of its operation and status.
func checkContract(t *testing.T, method, target string, got answer) {
	t.Helper()
	if wrong := contractDiffers(readContract(t), method, target, got); wrong != "" {
		t.Errorf("%s %s: %d: %s\n%s", method, target, got.status, wrong, got.body)
	}
}

func contractDiffers(contract *openapi3.T, method, target string, got answer) string {
	operation := operationOf(contract, method, target)
	if operation == nil {
		return ""
	}
	said := operation.Responses.Status(got.status)
	if said == nil && got.status >= 400 {
		said = operation.Responses.Default()
	}
	if said == nil {
		return "the contract does not know this status"
	}
	if len(said.Value.Content) == 0 {
		if got.body != "" {
			return "has a body that the contract does not know"
		}
		return ""
	}
	kind := got.header.Get("Content-Type")
	media := said.Value.Content[kind]
	if media == nil {
		return fmt.Sprintf("the contract does not know type %q", kind)
	}
	var value any
	if err := json.Unmarshal([]byte(got.body), &value); err != nil {
		return err.Error()
	}
	if err := media.Schema.Value.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
		return fmt.Sprintf("is not as in the contract: %v", err)
	}
	return ""
}

// operationOf finds an operation by method and address, where {name} stands for one part of the path.
func operationOf(contract *openapi3.T, method, target string) *openapi3.Operation {
	path, _, _ := strings.Cut(target, "?")
	path, inside := strings.CutPrefix(path, v1)
	if !inside {
		return nil
	}
	asked := strings.Split(path, "/")
	var found *openapi3.Operation
	for pattern, item := range contract.Paths.Map() {
		parts := strings.Split(pattern, "/")
		same := slices.EqualFunc(parts, asked, func(part, given string) bool { return part == given || strings.HasPrefix(part, "{") })
		if same && (found == nil || !strings.Contains(pattern, "{")) {
			found = item.GetOperation(method)
		}
	}
	return found
}
