package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// mayMount says whether a disk can be made that is small enough to fill. Whoever may not still has the tests of package
// httpapi, which bound the file instead.
func mayMount() bool { return os.Geteuid() == 0 }

// smallDisk mounts a file system in memory.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "understory-disk-") // PostgreSQL's user must reach it, who may not enter t.TempDir
	must(t, err)
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", folder).CombinedOutput()
	if err != nil {
		t.Fatalf("mount: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", folder).CombinedOutput(); err != nil { // a process may still be ending there
			t.Errorf("umount: %v\n%s", err, out)
		}
		must(t, os.Remove(folder))
	})
	return folder
}

// fill writes until there is no room left, and gives what it wrote.
func fill(t *testing.T, folder string) (ballast string) {
	t.Helper()
	ballast = filepath.Join(folder, "ballast")
	file, err := os.Create(ballast)
	must(t, err)
	defer file.Close()
	for piece := bytes.Repeat([]byte("x"), 4096); err == nil; {
		_, err = file.Write(piece)
	}
	return ballast
}

// fillsUp fills the database's disk, wants posters to be told so, and then makes room again.
func (s *siege) fillsUp(disk string) {
	s.t.Helper()
	rounds := 1
	if soaking() {
		rounds = 10
	}
	for range rounds {
		s.writing(20, 10*time.Second)
		ballast := fill(s.t, disk)
		before := s.refusedWith(507)
		s.until("refusals for want of room", 30*time.Second, func() bool { return s.refusedWith(507) > before+20 })
		s.p.must(200, "GET", siegeThread+"&limit=20", nil) // not from memory
		must(s.t, os.Remove(ballast))
		if took := s.writing(20, 20*time.Second); took > recovered {
			s.t.Errorf("the first post after there was room again took %v", took)
		}
	}
}
