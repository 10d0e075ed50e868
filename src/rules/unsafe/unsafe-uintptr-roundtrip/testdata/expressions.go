package ring

import (
	"fmt"
	"reflect"
	"syscall"
	"unsafe"
)

type entry struct {
	id   uint64
	next uint32
}

type watch struct{ context uintptr }

// Field computes the address in one expression.
func Field(e *entry) uint32 {
	return *(*uint32)(unsafe.Pointer(uintptr(unsafe.Pointer(e)) + unsafe.Offsetof(e.next))) // ok: one expression
}

// Offset keeps the offset, which is no pointer.
func Offset(e *entry) uint32 {
	offset := unsafe.Offsetof(e.next)
	return *(*uint32)(unsafe.Pointer(uintptr(unsafe.Pointer(e)) + offset)) // ok: only the offset is kept
}

// Add keeps a pointer all along.
func Add(e *entry) uint32 {
	p := unsafe.Pointer(e)
	return *(*uint32)(unsafe.Add(p, unsafe.Offsetof(e.next))) // ok: the pointer stays a pointer
}

// Walk steps with one expression in each turn.
func Walk(base *entry, n int) uint64 {
	sum := uint64(0)
	size := unsafe.Sizeof(*base)
	for i := 0; i < n; i++ {
		e := (*entry)(unsafe.Pointer(uintptr(unsafe.Pointer(base)) + uintptr(i)*size)) // ok: one expression
		sum += e.id
	}
	return sum
}

// Aligned only asks how far the address is from a boundary.
func Aligned(size int) []byte {
	buf := make([]byte, size+4096)
	shift := 0
	if rest := int(uintptr(unsafe.Pointer(&buf[0])) & 4095); rest != 0 {
		shift = 4096 - rest
	}
	return buf[shift : shift+size] // ok: the number is an index
}

// IsAligned keeps the address as a number for good.
func IsAligned(buf []byte) bool {
	addr := uintptr(unsafe.Pointer(unsafe.SliceData(buf)))
	return addr%8 == 0 // ok: never turned back
}

// Overlap compares addresses.
func Overlap(a, b []byte) bool {
	start := uintptr(unsafe.Pointer(unsafe.SliceData(a)))
	other := uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	return start < other+uintptr(len(b)) && other < start+uintptr(len(a)) // ok: never turned back
}

// Describe prints an address.
func Describe(e *entry) string {
	addr := uintptr(unsafe.Pointer(e))
	return fmt.Sprintf("entry at %#x, %v", addr, unsafe.Pointer(e)) // ok: the pointer is printed from the pointer
}

// Map asks the kernel for memory, which the collector does not know.
func Map(size uintptr) (unsafe.Pointer, error) {
	addr, _, errno := syscall.Syscall6(syscall.SYS_MMAP, 0, size, 3, 0x22, ^uintptr(0), 0)
	if errno != 0 {
		return nil, errno
	}
	return unsafe.Pointer(addr), nil // ok: memory of the kernel
}

// Context turns the value back that a callback was given.
func Context(param uintptr) *entry {
	return (*entry)(unsafe.Pointer(param)) // ok: a parameter, not a pointer of this function
}

// Stored reads a number from a field.
func (w *watch) Stored() *entry {
	return (*entry)(unsafe.Pointer(w.context)) // ok: not known to be a pointer of Go
}

// Read converts in the argument list of the system call.
func Read(fd int, buf []byte) int {
	n, _, _ := syscall.Syscall(syscall.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf))) // ok: in the call's arguments
	return int(n)
}

// Value takes the pointer of a reflect.Value and turns it in the same expression.
func Value(v reflect.Value) (*entry, *entry) {
	a := (*entry)(unsafe.Pointer(v.Pointer()))           // ok: one expression
	b := (*entry)(unsafe.Pointer(v.Elem().UnsafeAddr())) // ok: one expression
	return a, b
}

// Replaced uses the variable again for memory of the kernel.
func Replaced(e *entry, size uintptr) unsafe.Pointer {
	addr := uintptr(unsafe.Pointer(e))
	fmt.Printf("entry at %#x\n", addr)
	addr, _, _ = syscall.Syscall6(syscall.SYS_MMAP, 0, size, 3, 0x22, ^uintptr(0), 0)
	return unsafe.Pointer(addr) // ok: assigned anew by the system call
}

// Shadowed has an inner variable of the same name.
func Shadowed(e *entry, params []uintptr) []*entry {
	addr := uintptr(unsafe.Pointer(e))
	fmt.Printf("entry at %#x\n", addr)
	var entries []*entry
	for _, addr := range params {
		entries = append(entries, (*entry)(unsafe.Pointer(addr))) // ok: the loop's own variable
	}
	return entries
}
