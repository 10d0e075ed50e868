package files

import (
	"bytes"
	"errors"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// File is a mapped file.
type File struct{ data []byte }

type header struct{ version, size uint32 }

// Open forgets it where the header is wrong.
func Open(f *os.File, size int) (*File, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED) // want "`data` stays mapped where the function returns at line 25, and nothing holds it any more"
	if err != nil {
		return nil, err
	}
	if data[0] != 1 {
		return nil, errors.New("wrong version") // step "leaves without `Munmap\\(data\\)`"
	}
	return &File{data}, nil
}

// Sized fails in a later step.
func Sized(fd int) (*File, error) {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // want "`data` stays mapped where the function returns at line 38"
	if err != nil {
		return nil, err
	}
	var stat syscall.Stat_t
	if err = syscall.Fstat(fd, &stat); err != nil {
		return nil, err // step "leaves without"
	}
	return &File{data}, nil
}

// Version unmaps nothing.
func Version(fd int) byte {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // want "`data` stays mapped where the function returns at line 49"
	if err != nil {
		return 0
	}
	return data[0]
}

// Two forgets the first where the second fails.
func Two(fd int) ([]byte, []byte, error) {
	first, err := unix.Mmap(fd, 0, 4096, unix.PROT_READ, unix.MAP_SHARED) // want "`first` stays mapped where the function returns at line 60"
	if err != nil {
		return nil, nil, err
	}
	second, err := unix.Mmap(fd, 4096, 4096, unix.PROT_READ, unix.MAP_SHARED) // ok: returned
	if err != nil {
		return nil, nil, err // step "leaves without"
	}
	return first, second, nil
}

// Unmapped cleans up.
func Unmapped(f *os.File, size int) (*File, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED) // ok: unmapped
	if err != nil {
		return nil, err
	}
	if data[0] != 1 {
		unix.Munmap(data)
		return nil, errors.New("wrong version")
	}
	return &File{data}, nil
}

// Read unmaps when it returns.
func Read(fd int) (string, error) {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // ok: unmapped when it returns
	if err != nil {
		return "", err
	}
	defer func() { _ = syscall.Munmap(data) }()
	if len(data) == 0 {
		return "", errors.New("empty")
	}
	return string(data), nil
}

// View hands out a part.
func View(fd int) *header {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // ok: its address is returned
	if err != nil {
		return nil
	}
	return (*header)(unsafe.Pointer(&data[0]))
}

// Reader gives it to somebody else.
func Reader(fd int) (*bytes.Reader, error) {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // ok: the reader has it
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(data), nil
}

// Tried asks what the error is.
func Tried(fd int) []byte {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // ok: with that error nothing is mapped
	if errors.Is(err, syscall.EINVAL) {
		return nil
	} else if err != nil {
		panic(err)
	}
	return data
}

// Chosen switches over the error.
func Chosen(fd int) []byte {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // ok: returned where there is none
	switch err {
	case nil:
		return data
	case syscall.EINVAL:
		return nil
	}
	panic(err)
}

// Noted keeps what the error says.
func Noted(fd int) ([]byte, bool) {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // ok: the variable says that it failed
	ok := err == nil
	if !ok {
		return nil, false
	}
	return data, true
}

// Sent ends where it failed.
func Sent(fd int, to chan<- []byte) {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // ok: sent, or not mapped
	if err == nil {
		to <- data
	}
}

// Empty has nothing that is mapped.
func Empty(fd int) *File {
	data, _ := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // ok: what is mapped is not empty
	if len(data) == 0 {
		return nil
	}
	return &File{data}
}

// First forgets it where it did not fail.
func First(fd int) (first byte) {
	data, err := syscall.Mmap(fd, 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED) // want "`data` stays mapped where the function ends|`data` stays mapped where the function returns"
	if err == nil {
		first = data[0]
	}
	return // step "leaves without"
}
