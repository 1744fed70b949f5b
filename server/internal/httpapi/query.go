package httpapi

import (
	"errors"
	"net/url"
	"strconv"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/comment"
	"understory/server/internal/fault"
)

// query is what stands after the question mark. Parameters that nobody reads are ignored, so that a page's own
// additions do no harm; those that are read must be clear.
type query url.Values

const (
	longest  = 4 << 10 // bytes of one parameter
	mostMany = 50      // of a parameter that may be repeated
)

// parseQuery reads the address once a request. Faults: BadQuery.
func parseQuery(c *fiber.Ctx) (query, error) {
	r := current(c)
	if r.query != nil {
		return r.query, nil
	}
	values, err := url.ParseQuery(string(c.Context().URI().QueryString()))
	if err != nil {
		return nil, badQuery("", "The address is not written as addresses are: a percent sign stands before two hexadecimal digits.")
	}
	r.query = query(values)
	return r.query, nil
}

// one is the parameter of a name, "" when it is not there. Faults: BadQuery.
func (q query) one(name string) (string, error) {
	all, err := q.many(name)
	if len(all) > 1 {
		return "", badQuery(name, "This parameter may be there once only.")
	}
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}

// many are the parameters of a name. Faults: BadQuery.
func (q query) many(name string) ([]string, error) {
	all := q[name]
	if len(all) > mostMany {
		return nil, badQuery(name, "This parameter may be there %d times at most. Ask in several requests.", mostMany)
	}
	for _, value := range all {
		if len(value) > longest {
			return nil, badQuery(name, "This parameter is longer than %d bytes.", longest)
		}
		if !utf8.ValidString(value) {
			return nil, badQuery(name, "This parameter is not UTF-8.")
		}
	}
	return all, nil
}

// page is the article that the address names. Faults: BadQuery.
func (q query) page() (comment.Page, error) {
	address, err := q.one("url")
	if err != nil {
		return comment.Page{}, err
	}
	threadID, err := q.one("thread_id")
	if err != nil {
		return comment.Page{}, err
	}
	page, err := comment.PageOf(threadID, address, "")
	return page, inAddress(err)
}

// limit is how many are asked for, 0 when nothing is said. Faults: BadQuery.
func (q query) limit() (int, error) {
	text, err := q.one("limit")
	if err != nil || text == "" {
		return 0, err
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 || limit > comment.MaxPage {
		return 0, badQuery("limit", "limit is a whole number from 1 to %d.", comment.MaxPage)
	}
	return limit, nil
}

func badQuery(field, format string, args ...any) *fault.Error {
	refusal := fault.New(fault.BadQuery, format, args...)
	refusal.Field = field
	return refusal
}

// inAddress makes a refused field one of the address, which is answered with 400 and not with 422.
func inAddress(err error) error {
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	refusal, _ := errors.AsType[*fault.Error](err)
	return badQuery(refusal.Field, "%s", refusal.Message)
}
