package httpapi

import (
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
)

// network is whom limits count as one: an IPv4 address, or the /64 that one IPv6 customer has to themselves.
func (a *api) network(c *fiber.Ctx) netip.Prefix { return networkOf(a.client(c)) }

func networkOf(client netip.Addr) netip.Prefix {
	bits := 32
	if client.Is6() {
		bits = 64
	}
	network, err := client.Prefix(bits)
	if err != nil { // the zero address, of a peer that has none
		return netip.Prefix{}
	}
	return network
}

// client is the address that a request came from. Behind trusted proxies it is the last hop that is none of them,
// found from the right of X-Forwarded-For: what stands further left was written by the client itself.
func (a *api) client(c *fiber.Ctx) netip.Addr {
	peer := peerOf(c.Context().RemoteAddr())
	forwarded := c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)
	if len(forwarded) == 0 {
		return peer
	}
	if !a.trusts(peer) {
		a.warnOfProxy()
		return peer
	}
	client := peer
	for _, line := range slices.Backward(forwarded) {
		for _, text := range slices.Backward(strings.Split(string(line), ",")) {
			hop, ok := parseHop(strings.TrimSpace(text))
			if !ok {
				return client // what nobody can read, nobody can vouch for
			}
			client = hop
			if !a.trusts(hop) {
				return client
			}
		}
	}
	return client
}

func peerOf(remote net.Addr) netip.Addr {
	if tcp, ok := remote.(*net.TCPAddr); ok {
		return plainAddr(tcp.AddrPort().Addr())
	}
	return netip.Addr{}
}

// parseHop reads an address as proxies write it: alone, or with a port.
func parseHop(text string) (netip.Addr, bool) {
	if hop, err := netip.ParseAddr(text); err == nil {
		return plainAddr(hop), true
	}
	withPort, err := netip.ParseAddrPort(text)
	return plainAddr(withPort.Addr()), err == nil
}

// plainAddr is an address in the one form in which equal ones compare as equal.
func plainAddr(addr netip.Addr) netip.Addr { return addr.Unmap().WithZone("") }

func (a *api) trusts(hop netip.Addr) bool {
	for _, proxies := range a.TrustedProxies {
		if proxies.Contains(hop) {
			return true
		}
	}
	return false
}

// warnOfProxy tells an owner who forgot to name the proxy, every ten minutes.
func (a *api) warnOfProxy() {
	if a.warned.due(a.Now(), 10*time.Minute) {
		a.Log.Warn("X-Forwarded-For came from a peer that is no trusted proxy and is ignored. If you run a proxy, all readers now share one limit: " +
			"name it in UNDERSTORY_TRUSTED_PROXIES. If you run none, somebody tries to hide.")
	}
}

// rarely is what may happen only once in a while.
type rarely struct{ next atomic.Int64 }

func (r *rarely) due(now time.Time, every time.Duration) bool {
	next := r.next.Load()
	return now.UnixNano() >= next && r.next.CompareAndSwap(next, now.Add(every).UnixNano())
}
