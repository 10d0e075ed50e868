package pixels

// static unsigned char *pixels(int *n);
import "C"

import "unsafe"

type image struct {
	pix []byte
}

// Padded appends to what C lends.
func Padded() int {
	var n C.int
	p := C.pixels(&n)
	pix := (*[1 << 30]byte)(unsafe.Pointer(p))[:n] // want "`append\\(pix, 0\\)` writes behind what the slice shows: sliced without a third index, .* leaves room for 1073741824 elements"
	pix = append(pix, 0)
	return len(pix)
}

// Whole knows no length.
func Whole() []byte {
	return (*[1 << 30]byte)(unsafe.Pointer(C.pixels(nil)))[:] // want "has 1073741824 elements, whatever memory the pointer leads to"
}

// Lent gives the capacity away.
func Lent() []byte {
	var n C.int
	p := C.pixels(&n)
	return (*[1 << 30]byte)(unsafe.Pointer(p))[:n] // want "keeps a capacity of 1073741824: does nobody who gets it append\\?"
}

func (img *image) load() {
	var n C.int
	p := C.pixels(&n)
	img.pix = (*[1 << 30]byte)(unsafe.Pointer(p))[:int(n)] // want "keeps a capacity of 1073741824"
}

// Capped has a capacity of its own.
func Capped() []byte {
	var n C.int
	p := C.pixels(&n)
	return (*[1 << 30]byte)(unsafe.Pointer(p))[:n:n] // ok: the third index
}

// Name copies what the slice shows.
func Name() string {
	var n C.int
	p := C.pixels(&n)
	return string((*[1 << 30]byte)(unsafe.Pointer(p))[:n]) // ok: a string is a copy
}

// Sum only looks.
func Sum() (sum int) {
	var n C.int
	p := C.pixels(&n)
	pix := (*[1 << 30]byte)(unsafe.Pointer(p))[:n] // ok: it stays here
	for _, one := range pix {
		sum += int(one)
	}
	return sum
}

// Fill copies as much as there is room for.
func Fill(data []byte) {
	copy(data, (*(*[1 << 30]byte)(unsafe.Pointer(C.pixels(nil))))[:]) // ok: the copy ends with `data`
}

// Collect fills memory from its start.
func Collect(p unsafe.Pointer, values []byte) int {
	all := (*[1 << 30]byte)(p)[:0] // ok: filled by append from nothing
	for _, value := range values {
		all = append(all, value)
	}
	return len(all)
}
