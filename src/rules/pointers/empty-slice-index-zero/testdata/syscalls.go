package bpf

import (
	"syscall"
	"unsafe"
)

type batchAttr struct {
	keys  unsafe.Pointer
	vals  unsafe.Pointer
	count uint32
	fd    uint32
}

// Update passes the addresses to the kernel; no cgo is needed to panic.
func Update(fd uint32, keys []byte, n uint32) error {
	vals := make([]uint64, n)
	attr := batchAttr{
		keys:  unsafe.Pointer(&keys[0]), // want "`&keys.0.` panics when `keys` is empty"
		vals:  unsafe.Pointer(&vals[0]), // want "`&vals.0.` panics when `vals` is empty"
		count: n,
		fd:    fd,
	}
	_, _, errno := syscall.Syscall(syscall.SYS_GETPID, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// Open appends the terminator, so the path has one byte at least.
func Open(path string) error {
	raw, err := syscall.ByteSliceFromString(path)
	if err != nil {
		return err
	}
	_, _, errno := syscall.Syscall(syscall.SYS_GETPID, uintptr(unsafe.Pointer(&raw[0])), 0, 0) // ok: the conversion adds a NUL
	if errno != 0 {
		return errno
	}
	return nil
}
