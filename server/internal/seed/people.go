package seed

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"understory/server/internal/account"
)

// people are the readers of a site. They are kept when they first do something.
type people struct {
	seed       uint64
	random     *rand.Rand
	all        []account.Reader
	known      []bool
	byLanguage [][]int // places in all
	fresh      []account.Reader
}

// Of ten comments one comes from somebody new; a site has no fewer and no more readers than these.
const (
	commentsAReader = 10
	fewestReaders   = 40
	mostReaders     = 200_000
)

func newPeople(seed uint64, comments int) *people {
	count := min(mostReaders, max(fewestReaders, comments/commentsAReader))
	p := &people{seed: seed, random: newRandom(seed, "people"), all: make([]account.Reader, count), known: make([]bool, count), byLanguage: make([][]int, len(Languages))}
	for i := range p.all {
		language := i // everybody is somebody's only reader before shares count
		if i >= len(Languages) {
			language = byShare(p.random)
		}
		p.byLanguage[language] = append(p.byLanguage[language], i)
		p.all[i] = p.person(i, Languages[language])
	}
	return p
}

// byShare is the place of a language, by how much of the site is written in it.
func byShare(random *rand.Rand) int {
	chance := random.IntN(100)
	for i, l := range Languages {
		if chance -= l.share; chance < 0 {
			return i
		}
	}
	return 0
}

func (p *people) person(i int, speaks Language) account.Reader {
	r := account.Reader{KeyHash: sha256.Sum256(fmt.Appendf(nil, "seed %d reader %d", p.seed, i)), Name: name(p.random, i, speaks)}
	if p.random.IntN(3) == 0 {
		r.Email = fmt.Sprintf("reader%d@example.org", i)
	}
	return r
}

// name is a given name with a family name, or a name that somebody chose.
func name(random *rand.Rand, i int, speaks Language) string {
	pick := func(of string) string {
		names := strings.Fields(of)
		return names[random.IntN(len(names))]
	}
	given := pick(speaks.given)
	switch chance := random.IntN(10); {
	case chance < 2:
		return fmt.Sprintf("%s%d", given, 1+i%99)
	case chance < 4:
		return given
	case speaks.between == "":
		return pick(speaks.family) + given
	}
	return given + " " + pick(speaks.family)
}

// somebody is a reader of a language, or now and then of any. Few write most: one in thirty writes a third of all.
func (p *people) somebody(random *rand.Rand, language int) int {
	among := p.byLanguage[language]
	if random.IntN(12) == 0 {
		return random.IntN(len(p.all))
	}
	return among[int(float64(len(among))*math.Pow(random.Float64(), 3))]
}

// meet is a reader who does something, and who has been there since a time at the latest.
func (p *people) meet(i int, since time.Time) account.Reader {
	r := &p.all[i]
	if !p.known[i] {
		p.known[i] = true
		r.ID, r.CreatedAt = ID(p.random, since), since
		p.fresh = append(p.fresh, *r)
	}
	return *r
}

// newcomers are those met since it was asked last.
func (p *people) newcomers() []account.Reader {
	met := p.fresh
	p.fresh = nil
	return met
}
