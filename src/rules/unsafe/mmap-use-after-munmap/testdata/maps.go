package maps

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

type header struct {
	magic uint32
	count uint32
}

type table struct {
	data  []byte
	state *header
}

const headerSize = 8

func load(f *os.File, size int) ([]byte, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	defer unix.Munmap(data)       // step "`data` is unmapped when the function returns"
	return data[headerSize:], nil // want "`data.headerSize:.` is given to the caller, and its memory is unmapped when the function returns: an access to it is a fault"
}

func name(f *os.File, size int) (string, error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return "", err
	}
	defer func() {
		_ = syscall.Munmap(data)
	}()
	return unsafe.String(&data[0], len(data)), nil // want "is given to the caller, and its memory is unmapped"
}

func trimmed(data []byte) []byte {
	defer syscall.Munmap(data)
	return bytes.TrimSpace(data) // want "`bytes.TrimSpace.data.` is given to the caller"
}

func open(f *os.File, size int) (*table, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	defer unix.Munmap(data)
	return &table{data: data, state: (*header)(unsafe.Pointer(&data[0]))}, nil // want "is given to the caller"
}

func create(f *os.File, size int) (uint32, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return 0, err
	}
	state := (*header)(unsafe.Pointer(&data[0]))
	if err := unix.Munmap(data); err != nil { // step "`data` is unmapped"
		return state.count, err
	}
	return state.count, nil // want "`state` is memory that `unix.Munmap.data.` has unmapped: an access to it is a fault"
}

func detach(data []byte) (uint32, error) {
	state := (*header)(unsafe.Pointer(&data[0]))
	if err := unix.Munmap(data); err != nil { // ok: where it failed, it is still mapped
		return state.count, err
	}
	return 0, nil
}

func sum(data []byte, keep bool) int {
	if !keep {
		syscall.Munmap(data)
	}
	total := 0
	for _, b := range data { // want "`data` is memory that `syscall.Munmap.data.` has unmapped"
		total += int(b)
	}
	return total
}

func rename(f *os.File, size int) (uint64, error) {
	var data []byte
	for {
		var err error
		data, err = unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
		if err != nil {
			return 0, err
		}
		if data[0] == 1 {
			break
		}
		unix.Munmap(data) // ok: it is mapped anew
	}
	return *(*uint64)(unsafe.Pointer(&data[0])), nil
}

func length(data []byte) string {
	size := len(data)
	text := string(data[:4])
	first := data[0]
	_ = unix.Munmap(data) // ok: copies, and the length
	return fmt.Sprintf("%s %d %d %d", text, first, size, len(data))
}

func clone(f *os.File, size int) ([]byte, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	defer unix.Munmap(data) // ok: the results are copies
	if !bytes.HasPrefix(data, []byte("x")) {
		return nil, errors.New("no magic")
	}
	return bytes.Clone(data), nil
}

func fields(data []byte) []string {
	defer unix.Munmap(data) // ok: the result is made of a copy
	return strings.Fields(string(data))
}

func checked(f *os.File, size int) (*table, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	state := (*header)(unsafe.Pointer(&data[0]))
	if state.magic != 7 {
		_ = unix.Munmap(data) // ok: the path that uses it goes by without
		return nil, errors.New("no magic")
	}
	return &table{data: data, state: state}, nil
}

var registry = map[*byte]int{}

func closeAll(data []byte) error {
	err := unix.Munmap(data) // ok: the address is a key
	delete(registry, &data[0])
	return err
}

func handOut(f *os.File, size int) ([]byte, func(), error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, err
	}
	return data, func() { unix.Munmap(data) }, nil
}
