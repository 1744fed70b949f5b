package httpapi

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"understory/server/internal/site"
)

// Limits counts for all processes together.
type Limits interface {
	// Charge counts one in a cell, and is 0, or says how long to wait until one is free. A cell takes one each so often,
	// and bears that many at once as fit into the tolerance.
	Charge(ctx context.Context, on site.ID, cell []byte, each, tolerance time.Duration) (wait time.Duration, err error)
	// Refund takes one back.
	Refund(ctx context.Context, on site.ID, cell []byte, each time.Duration) error
}

// together says whether a limit is one of all processes. What is only tried and comes to nothing costs nothing but the
// time of the process that does it, so each process counts that by itself, and asks nobody.
func (w action) together() bool {
	return w == posting || w == changing || w == reacting
}

// take counts one action here, and then for all processes. Whoever is above the limit here already is so everywhere, so
// a flood does not reach the database.
func (a *api) take(ctx context.Context, b bucket, r rate) (time.Duration, error) {
	wait := a.limits.take(b, r)
	if wait > 0 || a.Limits == nil || !b.action.together() {
		return wait, nil
	}
	wait, err := a.Limits.Charge(ctx, b.site, a.cell(b), r.each(), r.tolerance())
	if err != nil {
		a.limits.give(b, r)
	}
	return wait, err
}

// give takes one back, here and for all processes. What cannot be given back is free again before long.
func (a *api) give(ctx context.Context, b bucket, r rate) {
	a.limits.give(b, r)
	if a.Limits == nil || !b.action.together() {
		return
	}
	if err := a.Limits.Refund(ctx, b.site, a.cell(b), r.each()); err != nil {
		a.Log.Debug("a charge was not given back", "cause", err)
	}
}

// cell names a bucket where all can see it: by a keyed hash, from which nobody reads the network.
func (a *api) cell(b bucket) []byte {
	sum := hmac.New(sha256.New, a.Secret)
	sum.Write([]byte("limit of " + b.network.String()))
	sum.Write([]byte{0, byte(b.action)})
	return sum.Sum(nil)[:16]
}
