package system

import (
	"syscall"
	"unsafe"
)

type variant struct {
	vt  uint16
	val int64
}

type registers struct{ control, status uint32 }

type pointer struct{ ptr unsafe.Pointer }

func newPointer(p unsafe.Pointer) pointer { return pointer{ptr: p} }

func lookup(key []byte, value pointer) error { return nil }

// Guess asks the kernel for a key with an address that is none.
func Guess(key []byte) error {
	value := newPointer(unsafe.Pointer(^uintptr(0))) // want "points to no memory, and Go code gets it"
	return lookup(key, value)
}

// Unknown reads an object whose address a struct of the system holds.
func (v *variant) Unknown() *registers {
	return (*registers)(unsafe.Pointer(uintptr(v.val))) // ok: a field as wide as an address
}

// Device has its registers at a fixed address.
func Device() *registers {
	return (*registers)(unsafe.Pointer(uintptr(0x40021000))) // ok: a constant may be the address of a device
}

// Window gets an address from the system.
func Window(wParam, lParam uintptr) *registers {
	return (*registers)(unsafe.Pointer(lParam)) // ok: a parameter that nobody here passes
}

// Map gets memory from the kernel.
func Map(size uintptr) (unsafe.Pointer, error) {
	addr, _, errno := syscall.Syscall6(syscall.SYS_MMAP, 0, size, 3, 0x22, ^uintptr(0), 0)
	if unsafe.Pointer(addr) == unsafe.Pointer(^uintptr(0)) { // ok: only compared
		return nil, errno
	}
	return unsafe.Pointer(addr), nil // ok: memory of the kernel
}

// Read takes the address of a guest's memory.
func Read(ptr, size uint32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(uintptr(ptr))), size) // ok: read through
}

// At takes an offset for an address.
func At(where int) byte {
	p := (*byte)(unsafe.Pointer(uintptr(where))) // ok: read through
	return *p
}

// Address holds an address in an int.
func Address(addr int) unsafe.Pointer {
	return unsafe.Pointer(uintptr(addr)) // ok: its name says that it is an address
}

// Kept is the address of a pointer, kept in an int.
func Kept(p *registers) unsafe.Pointer {
	n := int(uintptr(unsafe.Pointer(p)))
	return unsafe.Pointer(uintptr(n)) // ok: made of a pointer
}
