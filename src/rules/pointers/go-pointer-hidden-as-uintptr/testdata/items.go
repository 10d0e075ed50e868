package walk

import (
	"syscall"
	"unsafe"
)

type item struct {
	mask uint32
	text uintptr
	data uintptr
}

type record struct{ id int }

type info struct{ text *uint16 }

func send(msg uint32, w, l uintptr) uintptr { return 0 }

// Text keeps the text as an integer only.
func Text(it *item, s string) {
	it.text = uintptr(unsafe.Pointer(syscall.StringToUTF16Ptr(s))) // want "`it.text` is the only place that the address of `syscall.StringToUTF16Ptr\\(s\\)` is put"
}

// Data does the same with a struct.
func Data(it *item, id int) {
	it.data = uintptr(unsafe.Pointer(&record{id: id})) // want "`it.data` is the only place"
}

// Held keeps a pointer beside the integer.
func Held(it *item, in *info, s string) {
	in.text = syscall.StringToUTF16Ptr(s)
	it.text = uintptr(unsafe.Pointer(in.text))
}

// Number is an offset.
func Number(it *item, n int) {
	it.data = uintptr(n)
}
