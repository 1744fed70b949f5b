package httpapi

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"understory/server/internal/drawn"
	"understory/server/internal/fault"
)

// worded is a refusal that a plain page says in its own words.
type worded struct {
	error
	words string
}

func (w worded) Unwrap() error { return w.error }

// refuse draws why there is nothing to read.
func (p *plainPage) refuse(err error) error {
	status := p.noteRefusal(err)
	p.drawn = drawn.Page{Words: p.said, Whole: p.drawn.Whole, Refusal: &drawn.Refusal{Why: p.why(err)}}
	if fault.KindOf(err) == fault.BadCursor {
		p.drawn.First = p.at.with(changed{"cursor": ""})
	}
	return p.send(status)
}

// noteRefusal counts a refusal, keeps its cause for the log where it is ours to mend, and gives its status.
func (p *plainPage) noteRefusal(err error) int {
	problem := problemOf(err)
	p.figures.refuse(problem.Kind)
	if problem.Status >= fiber.StatusInternalServerError {
		current(p.c).cause = err
	}
	if problem.RetryAfter > 0 {
		p.c.Set(fiber.HeaderRetryAfter, strconv.Itoa(problem.RetryAfter))
	}
	return problem.Status
}

// why is a refusal in sentences: those of the page's language as far as there are any, else the fault's own.
func (p *plainPage) why(err error) []drawn.Said {
	if w, ok := errors.AsType[worded](err); ok {
		return []drawn.Said{{Text: w.words}}
	}
	problem := problemOf(err)
	said, isAll := p.inWords(problem)
	if !isAll {
		said = append(said, p.inEnglish(problem.Detail))
	}
	for _, finding := range problem.Findings {
		if finding.Reason != problem.Detail {
			said = append(said, p.inEnglish(finding.Reason))
		}
	}
	return said
}

// inWords says a refusal in the page's language, and whether that is all there is to say.
func (p *plainPage) inWords(problem problem) (said []drawn.Said, isAll bool) {
	key := "problem_" + string(problem.Kind)
	switch {
	case problem.Kind == fault.Nudge:
		return []drawn.Said{{Text: p.said.Page.Say("nudge")}}, false
	case problem.Kind == fault.BadCursor:
		return []drawn.Said{{Text: p.said.Writing.Say("problem_not_found")}}, true
	case p.said.Writing.Has(key):
		return []drawn.Said{{Text: p.said.Writing.Say(key, "n", problem.RetryAfter)}}, problem.Kind != fault.Rejected
	case p.said.Reading.Has(key):
		return []drawn.Said{{Text: p.said.Reading.Say(key)}}, true
	}
	return nil, false
}

// inEnglish marks a sentence whose language is not the page's.
func (p *plainPage) inEnglish(text string) drawn.Said {
	if strings.HasPrefix(p.said.Lang, "en") {
		return drawn.Said{Text: text}
	}
	return drawn.Said{Text: text, Lang: "en"}
}
