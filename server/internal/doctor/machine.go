package doctor

import (
	"errors"
	"fmt"
	"os"
)

// LookAt is what a folder is like. It leaves nothing there.
func LookAt(folder string) Folder {
	found := Folder{Unwritable: tryWriting(folder)}
	found.Free, found.FreeKnown = free(folder)
	found.Network = network(folder)
	return found
}

func tryWriting(folder string) error {
	made, err := os.CreateTemp(folder, ".understory-doctor-*")
	if err != nil {
		return fmt.Errorf("make a file there: %w", err)
	}
	return errors.Join(made.Close(), os.Remove(made.Name()))
}
