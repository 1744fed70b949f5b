package hint_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"understory/server/internal/hint"
	"understory/server/internal/site"
	"understory/server/internal/store"
	"understory/server/internal/storetest"
)

// channel is one that a test holds in its hands.
type channel struct {
	tell   func(changed []hint.Article) error
	listen func(ctx context.Context, hear func([]hint.Article)) error
}

func (c channel) Tell(_ context.Context, changed []hint.Article) error { return c.tell(changed) }
func (c channel) Listen(ctx context.Context, hear func([]hint.Article)) error {
	if c.listen == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	return c.listen(ctx, hear)
}

func nothing(context.Context, site.ID, []uuid.UUID) {}

func TestChangesAreToldGatheredAndAtMostTenTimesASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var told [][]hint.Article
		e := hint.New(channel{tell: func(changed []hint.Article) error {
			told = append(told, changed)
			return nil
		}}, nothing, slog.New(slog.DiscardHandler))
		go e.Run(ctx)
		articles := []uuid.UUID{uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())}
		e.Changed(1, articles[0])
		synctest.Wait()
		if len(told) != 1 || !slices.Equal(told[0], []hint.Article{{Site: 1, ID: articles[0]}}) {
			t.Fatalf("the first change is told as %v, want it at once and alone", told)
		}
		for range 1000 { // for a second
			e.Changed(1, articles[0])
			e.Changed(2, articles[1])
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		if len(told) < 10 || len(told) > 12 {
			t.Errorf("told %d times in a second, want about ten", len(told))
		}
		for _, changed := range told[1:] {
			if len(changed) > 2 {
				t.Errorf("told %v, want each article once", changed)
			}
		}
	})
}

func TestAPanicCostsThatHintAloneAndIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		looked, panics := 0, 0
		look := func(context.Context, site.ID, []uuid.UUID) {
			if looked++; looked == 1 {
				panic("oh")
			}
		}
		var hear func([]hint.Article)
		listening := channel{tell: func([]hint.Article) error { return nil }, listen: func(ctx context.Context, heard func([]hint.Article)) error {
			hear = heard
			<-ctx.Done()
			return ctx.Err()
		}}
		e := hint.New(listening, look, slog.New(slog.DiscardHandler))
		e.Panicked = func() { panics++ }
		go e.Run(ctx)
		for range 2 {
			synctest.Wait()
			hear([]hint.Article{{Site: 1, ID: uuid.Must(uuid.NewV7())}})
		}
		synctest.Wait()
		if looked != 2 || panics != 1 {
			t.Errorf("looked %d times with %d panics told, want 2 and 1", looked, panics)
		}
	})
}

func TestMoreChangesThanCanBeToldAreDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		most := 0
		e := hint.New(channel{tell: func(changed []hint.Article) error {
			most = max(most, len(changed))
			return nil
		}}, nothing, slog.New(slog.DiscardHandler))
		for range 10_000 {
			e.Changed(1, uuid.Must(uuid.NewV7()))
		}
		go e.Run(ctx)
		synctest.Wait()
		if most != 200 {
			t.Errorf("%d articles were told at once, want 200", most)
		}
	})
}

func TestWhatCouldNotBeToldIsDroppedAndSaidOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var log bytes.Buffer
		away, tries := true, 0
		var told []hint.Article
		e := hint.New(channel{tell: func(changed []hint.Article) error {
			tries++
			if away {
				return errors.New("not there")
			}
			told = append(told, changed...)
			return nil
		}}, nothing, slog.New(slog.NewTextHandler(&log, nil)))
		go e.Run(ctx)
		for range 5 {
			e.Changed(1, uuid.Must(uuid.NewV7()))
			time.Sleep(time.Second)
			synctest.Wait()
		}
		away = false
		last := uuid.Must(uuid.NewV7())
		e.Changed(1, last)
		synctest.Wait()
		if tries != 6 || !slices.Equal(told, []hint.Article{{Site: 1, ID: last}}) {
			t.Errorf("after %d tries told %v, want the last alone after 6", tries, told)
		}
		if said := bytes.Count(log.Bytes(), []byte("WARN")); said != 1 {
			t.Errorf("the log says it %d times:\n%s", said, &log)
		}
	})
}

func TestListeningBeginsAgainAfterRestsThatGrowAndSaysSoOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var at []time.Duration
		var log bytes.Buffer
		began := time.Now()
		e := hint.New(channel{listen: func(ctx context.Context, hear func([]hint.Article)) error {
			at = append(at, time.Since(began))
			switch len(at) {
			case 10:
				hear(nil)
				return errors.New("cut")
			case 11:
				<-ctx.Done()
				return ctx.Err()
			}
			return errors.New("not there")
		}}, nothing, slog.New(slog.NewTextHandler(&log, nil)))
		var running sync.WaitGroup
		running.Go(func() { e.Run(ctx) })
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(at) != 11 {
			t.Fatalf("it listened %d times, want 11 (%v)", len(at), at)
		}
		for i := 1; i < len(at); i++ {
			if pause := at[i] - at[i-1]; pause > 5*time.Second || i == 9 && pause < 2*time.Second || i == 10 && pause > 200*time.Millisecond {
				t.Errorf("pause %d is %v: it should grow to seconds, and begin anew after success (%v)", i, pause, at)
			}
		}
		stop()
		running.Wait()
		if lost, found := bytes.Count(log.Bytes(), []byte("WARN")), bytes.Count(log.Bytes(), []byte("heard of again")); lost != 2 || found != 1 {
			t.Errorf("the log says %d times that it is lost and %d times that it is back, want 2 and 1:\n%s", lost, found, &log)
		}
	})
}

func TestWhatIsHeardIsLookedAtGatheredWhileLookingTakesLongOrPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		ids := []uuid.UUID{uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())}
		say, goOn := make(chan []hint.Article), make(chan struct{})
		var looks [][]uuid.UUID
		e := hint.New(channel{listen: func(ctx context.Context, hear func([]hint.Article)) error {
			for {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case changed := <-say:
					hear(changed)
				}
			}
		}}, func(_ context.Context, on site.ID, articles []uuid.UUID) {
			if looks = append(looks, articles); len(looks) == 1 {
				<-goOn
				panic("oh")
			}
			if on != 3 {
				t.Errorf("looked at site %d", on)
			}
		}, slog.New(slog.DiscardHandler))
		var running sync.WaitGroup
		running.Go(func() { e.Run(ctx) })
		for range 1000 {
			say <- []hint.Article{{Site: 3, ID: ids[0]}}
			synctest.Wait()
			say <- []hint.Article{{Site: 3, ID: ids[1]}, {Site: 3, ID: ids[0]}}
		}
		synctest.Wait()
		close(goOn)
		synctest.Wait()
		if len(looks) != 2 || len(looks[0]) != 1 || len(looks[1]) != 2 {
			t.Errorf("looked at %v, want the first alone, and both once after that", looks)
		}
		stop()
		running.Wait()
	})
}

// ears are what one process hears.
type ears struct {
	mu    sync.Mutex
	heard []uuid.UUID
	came  chan struct{}
}

func (e *ears) hear(_ context.Context, _ site.ID, articles []uuid.UUID) {
	e.mu.Lock()
	e.heard = append(e.heard, articles...)
	e.mu.Unlock()
	e.came <- struct{}{}
}

// wait waits until an article was heard of. Hints may be lost while the line is cut, so it is told again and again.
func (e *ears) wait(t *testing.T, article uuid.UUID, again func()) {
	t.Helper()
	limit := time.After(20 * time.Second)
	for {
		again()
		select {
		case <-e.came:
		case <-time.After(100 * time.Millisecond):
		case <-limit:
			t.Fatalf("%s was not heard of within 20 s", article)
		}
		e.mu.Lock()
		known := slices.Contains(e.heard, article)
		e.mu.Unlock()
		if known {
			return
		}
	}
}

func TestProcessesHearOfEachOtherAndNotOfThemselvesAlsoAfterTheLineWasCut(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, address string) {
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		exchanges, heard := make([]*hint.Exchange, 2), make([]*ears, 2)
		for i := range exchanges {
			opened, err := store.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer opened.Close()
			heard[i] = &ears{came: make(chan struct{}, 1000)}
			exchanges[i] = hint.New(opened.Hints(), heard[i].hear, slog.New(slog.DiscardHandler))
			running.Go(func() { exchanges[i].Run(ctx) })
		}
		for _, cut := range []string{"", "LISTEN%", "SELECT pg_notify%", "%"} {
			if cut != "" && storetest.CutConnections(t, address, cut) == 0 {
				t.Fatalf("no connection to cut has run %s", cut)
			}
			for from, to := range map[int]int{0: 1, 1: 0} {
				article := uuid.Must(uuid.NewV7())
				heard[to].wait(t, article, func() { exchanges[from].Changed(7, article) })
				heard[from].mu.Lock()
				if slices.Contains(heard[from].heard, article) {
					t.Error("a process hears itself")
				}
				heard[from].mu.Unlock()
			}
		}
		stop()
		running.Wait()
		for limit := time.Now().Add(5 * time.Second); storetest.Connections(t, address, "LISTEN%") > 0; {
			if time.Now().After(limit) {
				t.Fatal("a connection goes on listening for nobody")
			}
		}
	})
}
