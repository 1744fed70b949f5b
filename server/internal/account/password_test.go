package account

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"understory/server/internal/fault"
)

func TestAPasswordFitsItsHashAndNoOther(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kept, typed string
		want        bool
	}{
		{"correct horse battery", "correct horse battery", true},
		{"correct horse battery", "correct horse batterY", false},
		{"correct horse battery", "", false},
		{"caf\u00e9 caf\u00e9 caf\u00e9", "cafe\u0301 cafe\u0301 cafe\u0301", true}, // composed on one keyboard, not on another
	} {
		hash, err := hashPassword(t.Context(), c.kept)
		if err != nil {
			t.Fatal(err)
		}
		got, err := isPassword(t.Context(), hash, c.typed)
		if err != nil || got != c.want {
			t.Errorf("hash of %q with %q: got %v, %v, want %v", c.kept, c.typed, got, err, c.want)
		}
	}
}

func TestTheHashSaysHowItWasMadeAndIsSalted(t *testing.T) {
	t.Parallel()
	one, err := hashPassword(t.Context(), "the same password")
	if err != nil {
		t.Fatal(err)
	}
	other, err := hashPassword(t.Context(), "the same password")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") || one == other {
		t.Errorf("got %q and %q, want two different hashes of argon2id with 19 MiB, 2 passes and 1 lane", one, other)
	}
}

// The hash is one of those that the reference implementation is tested with (phc-winner-argon2, src/test.c), so
// that ours is argon2id and not only like itself. Its cost is not ours: a cost must be raised one day.
func TestHashesOfOthersAndOfOtherCostsAreRead(t *testing.T) {
	t.Parallel()
	const reference = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	for password, want := range map[string]bool{"password": true, "passwore": false} {
		if got, err := isPassword(t.Context(), reference, password); got != want || err != nil {
			t.Errorf("%q: got %v, %v, want %v", password, got, err, want)
		}
	}
}

func TestWhatIsNoHashIsRefused(t *testing.T) {
	t.Parallel()
	for _, encoded := range []string{
		"", "password", "$2a$10$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAA",
		"$argon2id$v=18$m=19456,t=2,p=1$c29tZXNhbHQ$AAAA", "$argon2id$v=19$m=many,t=2,p=1$c29tZXNhbHQ$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$!$AAAA",
		"$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$AAAA", "$argon2id$v=19$m=19456,t=2,p=0$c29tZXNhbHQ$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$",
	} {
		if right, err := isPassword(t.Context(), encoded, "password"); right || err == nil {
			t.Errorf("isPassword(%q) = %v, %v, want an error", encoded, right, err)
		}
	}
}

func TestNobodysHashFitsNoPasswordAndCostsAsMuch(t *testing.T) {
	t.Parallel()
	c, _, _, err := decodeHash(nobodysHash)
	if err != nil || c != usualCost {
		t.Errorf("got %+v, %v, want the usual cost", c, err)
	}
	if right, err := isPassword(t.Context(), nobodysHash, ""); right || err != nil {
		t.Errorf("got %v, %v, want no fit", right, err)
	}
}

// Nobody's turn comes while two hash; one who waits gives up with the request, and takes no memory meanwhile.
func TestNoMoreThanTwoPasswordsAreHashedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := make(chan struct{}, cap(hashing))
		if cap(turns) != 2 {
			t.Fatalf("%d at once, want 2", cap(turns))
		}
		ctx, cancel := context.WithCancel(t.Context())
		var waiting sync.WaitGroup
		for range 2 {
			if err := enter(ctx, turns); err != nil {
				t.Fatal(err)
			}
		}
		refused := make([]error, 10)
		for i := range refused {
			waiting.Go(func() { refused[i] = enter(ctx, turns) })
		}
		synctest.Wait()
		cancel()
		waiting.Wait()
		for _, err := range refused {
			if fault.KindOf(err) != fault.RateLimited {
				t.Errorf("got %v, want rate_limited", err)
			}
		}
	})
}

func TestPasswordsHaveALength(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		password string
		ok       bool
	}{
		{"", false}, {"elevenbytes", false}, {"twelve bytes", true}, {strings.Repeat("x", 1000), true},
		{strings.Repeat("x", 1001), false}, {"not UTF-8 at all \xff", false},
	} {
		if err := checkPassword(c.password); (err == nil) != c.ok {
			t.Errorf("checkPassword of %d bytes: got %v, want ok %v", len(c.password), err, c.ok)
		}
	}
}
