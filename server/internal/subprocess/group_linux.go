package subprocess

import (
	"os/exec"
	"syscall"
)

// ownGroup puts cmd in a process group of its own and ends it with this program, however this program ends.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return Kill(cmd) }
}

// Kill ends cmd, which was started, and everything it started that is still there: a browser, a server, a test binary.
func Kill(cmd *exec.Cmd) error {
	return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
}

// As makes cmd run as the given user and group.
func As(cmd *exec.Cmd, uid, gid int) {
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}
