// A mapped file that nobody can read after Munmap
//
// A mapping is no memory of Go: the garbage collector neither frees nor keeps it, and a slice of it that is used after
// `Munmap` ends the process with `unexpected fault address`. So the slice does not leave the type: `ReadAt` copies under
// a read lock, and `Close` takes the write lock, hence no reader is inside when the mapping goes. `Close` may be called
// again. `runtime.KeepAlive` and `runtime.Pinner` have no place here.
//
// Only plain bytes belong in a mapping: a Go pointer that is stored there keeps nothing alive. Where another process
// may shorten the file, a read behind its new end is a fault too; `debug.SetPanicOnFault` turns that into a panic.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
)

// snippet:start
type Mapping struct {
	mu     sync.RWMutex
	data   []byte // never handed out; nil for an empty file
	closed bool
}

var _ io.ReaderAt = (*Mapping)(nil)

func Map(name string) (*Mapping, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() // the mapping does not need it
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	size := int(info.Size())
	if int64(size) != info.Size() {
		return nil, fmt.Errorf("%s is too large to be mapped", name)
	}
	if size == 0 {
		return &Mapping{}, nil // mmap refuses a length of 0
	}
	data, err := syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	return &Mapping{data: data}, nil
}

func (m *Mapping) ReadAt(p []byte, offset int64) (int, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return 0, os.ErrClosed
	}
	if offset < 0 {
		return 0, errors.New("negative offset")
	}
	if offset >= int64(len(m.data)) {
		return 0, io.EOF
	}
	n := copy(p, m.data[offset:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (m *Mapping) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	data := m.data
	m.data, m.closed = nil, true
	if data == nil {
		return nil
	}
	return os.NewSyscallError("munmap", syscall.Munmap(data))
}

// snippet:end

func main() {
	file, err := os.CreateTemp("", "mapping")
	check(err == nil, "CreateTemp")
	defer os.Remove(file.Name())
	_, err = file.WriteString("mapped text")
	check(err == nil && file.Close() == nil, "write")

	m, err := Map(file.Name())
	check(err == nil, "Map")
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			p := make([]byte, 4)
			if i == 7 {
				check(m.Close() == nil && m.Close() == nil, "Close twice")
			} else if n, err := m.ReadAt(p, 7); err == nil {
				check(string(p[:n]) == "text", "ReadAt")
			}
		}(i)
	}
	wg.Wait()
	_, err = m.ReadAt(make([]byte, 1), 0)
	check(err == os.ErrClosed, "ReadAt after Close")
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
