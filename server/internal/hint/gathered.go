package hint

import "sync"

// gathered are articles to be told of or looked at, each once however often it came, and no more than so many.
type gathered struct {
	most int
	wake chan struct{} // holds one when there is something to take

	mu       sync.Mutex
	articles map[Article]struct{}
}

func newGathered(most int) *gathered {
	return &gathered{most: most, wake: make(chan struct{}, 1), articles: make(map[Article]struct{})}
}

// add waits for nothing. What there is no room for is dropped.
func (g *gathered) add(articles ...Article) {
	g.mu.Lock()
	for _, article := range articles {
		if len(g.articles) < g.most {
			g.articles[article] = struct{}{}
		}
	}
	g.mu.Unlock()
	select {
	case g.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (g *gathered) take() []Article {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := make([]Article, 0, len(g.articles))
	for article := range g.articles {
		all = append(all, article)
	}
	clear(g.articles)
	return all
}
