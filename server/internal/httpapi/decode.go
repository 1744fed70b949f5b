package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/fault"
)

// decode reads a request's JSON into a struct of texts, whole numbers and yes-or-no, and is strict about it: what a
// client writes is either understood whole or refused by name. Field names are the json tags, exactly as written.
// A flat struct bounds the nesting. Faults: BadJSON, Unsupported, Invalid with the field at fault.
func decode(c *fiber.Ctx, into any) error {
	if err := wantJSON(c); err != nil {
		return err
	}
	return decodeJSON(c.BodyRaw(), into)
}

// wantJSON refuses any content type but JSON in UTF-8, among them all that a form on a foreign page can send.
func wantJSON(c *fiber.Ctx) error {
	kind, parameters, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	charset, named := parameters["charset"]
	if err != nil || kind != "application/json" || named && !strings.EqualFold(charset, "utf-8") {
		return fault.New(fault.Unsupported, "Send JSON in UTF-8, with the header Content-Type: application/json.")
	}
	return nil
}

func decodeJSON(body []byte, into any) error {
	if !utf8.Valid(body) || !json.Valid(body) {
		return fault.New(fault.BadJSON, "The body is not JSON in UTF-8.")
	}
	fields := fieldsOf(into)
	seen := make(map[string]bool, len(fields))
	reader := json.NewDecoder(bytes.NewReader(body))
	if first, err := reader.Token(); err != nil || first != json.Delim('{') {
		return fault.New(fault.Invalid, "The body must be one JSON object.")
	}
	for reader.More() {
		name, value, err := member(reader)
		if err != nil {
			return err
		}
		field, known := fields[name]
		switch {
		case !known:
			return fault.Field(shortened(name), "There is no field of this name here.")
		case seen[name]:
			return fault.Field(name, "This field is there twice.")
		}
		seen[name] = true
		if err := set(field, name, value); err != nil {
			return err
		}
	}
	return nil
}

// member reads a name and its value. The body is known to be valid JSON, so an error here is a surprise.
func member(reader *json.Decoder) (name string, value json.RawMessage, err error) {
	token, err := reader.Token()
	if err != nil {
		return "", nil, fmt.Errorf("read name: %w", err)
	}
	name, _ = token.(string)
	if err := reader.Decode(&value); err != nil {
		return "", nil, fmt.Errorf("read value: %w", err)
	}
	return name, value, nil
}

func set(field reflect.Value, name string, value json.RawMessage) error {
	if string(value) == "null" {
		return fault.Field(name, "This field may be left out but not be null.")
	}
	if err := json.Unmarshal(value, field.Addr().Interface()); err != nil {
		return fault.Field(name, "This field must be %s.", wanted(field.Kind()))
	}
	return nil
}

func wanted(kind reflect.Kind) string {
	switch kind {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	}
	return "a whole number"
}

// fieldsOf are the fields of a struct by their names in JSON.
func fieldsOf(into any) map[string]reflect.Value {
	target := reflect.ValueOf(into).Elem()
	fields := make(map[string]reflect.Value, target.NumField())
	for i := range target.NumField() {
		kind := target.Field(i).Kind()
		if kind != reflect.String && kind != reflect.Bool && kind != reflect.Int && kind != reflect.Int64 {
			panic("httpapi: a request's struct holds texts, whole numbers and yes-or-no only")
		}
		fields[target.Type().Field(i).Tag.Get("json")] = target.Field(i)
	}
	return fields
}

// shortened keeps an answer from repeating a long name.
func shortened(name string) string {
	const most = 50
	runes := []rune(name)
	if len(runes) <= most {
		return name
	}
	return string(runes[:most]) + "…"
}
