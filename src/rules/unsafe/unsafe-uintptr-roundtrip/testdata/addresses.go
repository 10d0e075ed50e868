package ring

import (
	"runtime"
	"unsafe"
)

type header struct {
	kind  uint32
	size  uint32
	stamp uint64
}

type sample struct {
	id    uint64
	value float64
}

func fill(b []byte) {
	for i := range b {
		b[i] = 1
	}
}

// Later turns the address back after other code has run.
func Later() *header {
	h := &header{kind: 1}
	addr := uintptr(unsafe.Pointer(h)) // step "pointer|integer|address|addr"
	runtime.GC()
	return (*header)(unsafe.Pointer(addr)) // want "`addr` held the pointer as an integer"
}

// Walk steps over an array with an integer in the loop's variable.
func Walk(samples []sample) float64 {
	if len(samples) == 0 {
		return 0
	}
	base := uintptr(unsafe.Pointer(&samples[0])) // step "pointer|integer|address|base"
	sum := 0.0
	for i := range samples {
		s := (*sample)(unsafe.Pointer(base + uintptr(i)*unsafe.Sizeof(samples[0]))) // want "`base` held the pointer as an integer"
		sum += s.value
	}
	return sum
}

// Field adds the offset in a second statement.
func Field(h *header) uint64 {
	addr := uintptr(unsafe.Pointer(h)) // step "pointer|integer|address|addr"
	addr += unsafe.Offsetof(h.stamp)
	return *(*uint64)(unsafe.Pointer(addr)) // want "`addr` held the pointer as an integer"
}

// Aligned rounds the address up and turns it back.
func Aligned(size int) *header {
	buf := make([]byte, size+16)
	addr := uintptr(unsafe.Pointer(&buf[0])) // step "pointer|integer|address|addr"
	if rest := addr % 16; rest != 0 {
		addr += 16 - rest
	}
	return (*header)(unsafe.Pointer(addr)) // want "`addr` held the pointer as an integer"
}

// Declared has the type in the declaration.
func Declared(h *header) *header {
	var addr uintptr = uintptr(unsafe.Pointer(h)) // step "pointer|integer|address|addr"
	return (*header)(unsafe.Pointer(addr))        // want "`addr` held the pointer as an integer"
}

// Assigned gets the address in an assignment.
func Assigned(ok bool) *byte {
	buf := make([]byte, 64)
	var addr uintptr
	if ok {
		addr = uintptr(unsafe.Pointer(&buf[0])) // step "pointer|integer|address|addr"
		fill(buf)
		return (*byte)(unsafe.Pointer(addr)) // want "`addr` held the pointer as an integer"
	}
	return nil
}

// Allocated has no other reference to the memory at all.
func Allocated() *sample {
	addr := uintptr(unsafe.Pointer(new(sample))) // step "pointer|integer|address|addr"
	return (*sample)(unsafe.Pointer(addr))       // want "`addr` held the pointer as an integer"
}

// Captured turns it back in a goroutine.
func Captured(out chan<- *header) {
	h := &header{kind: 2}
	addr := uintptr(unsafe.Pointer(h)) // step "pointer|integer|address|addr"
	go func() {
		out <- (*header)(unsafe.Pointer(addr)) // want "`addr` held the pointer as an integer"
	}()
}

// Derived keeps the sum in a second variable.
func Derived(h *header) *uint32 {
	addr := uintptr(unsafe.Pointer(h))
	next := addr + unsafe.Offsetof(h.size)
	return (*uint32)(unsafe.Pointer(next)) // want "held the pointer as an integer"
}
