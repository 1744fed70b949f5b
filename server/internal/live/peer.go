package live

import "net"

// sendBuffer is how much the system may hold for one client. Its own measure grows to megabytes, which a client that
// reads nothing would fill.
const sendBuffer = 32 << 10

// tune has the system give up a peer that does not confirm what it is sent, as one whose machine has gone does not.
// Where that is refused, the peer is only noticed later.
func tune(conn net.Conn) {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return
	}
	_ = tcp.SetWriteBuffer(sendBuffer)
	giveUpAfter(tcp, silence)
}
