// Where the header is wrong the function returns, and the file stays mapped.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

type file struct{ data []byte }

func open(f *os.File, size int) (*file, error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	if string(data[:4]) != "MAP1" {
		return nil, errors.New("no map")
	}
	return &file{data}, nil
}

func main() {
	f, err := os.CreateTemp("", "mapped")
	if err != nil {
		panic(err)
	}
	defer os.Remove(f.Name())
	if err := f.Truncate(4096); err != nil {
		panic(err)
	}
	for range [100]int{} {
		if _, err := open(f, 4096); err == nil {
			panic("opened")
		}
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		panic(err)
	}
	if n := strings.Count(string(maps), f.Name()); n > 0 {
		os.Remove(f.Name())
		fmt.Println(n, "mappings are left")
		os.Exit(1)
	}
}
