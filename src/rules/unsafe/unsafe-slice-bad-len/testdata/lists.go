package lists

import "unsafe"

// Words takes bytes for words.
func Words(b []byte) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), len(b)) // want "`len\\(b\\)` elements of 4 bytes, `uint32`, are more than `b` has from its start, where an element has 1 byte" step "`b` has no more than its length for certain"
}

// Rest forgets that it starts later.
func Rest(n int) []byte {
	b := make([]byte, n)
	return unsafe.Slice(&b[4], len(b)) // want "`len\\(b\\)` elements are more than `b` has from element 4" step "`b` ends at its length"
}

// Terminated takes one byte behind what was made.
func Terminated(n int) string {
	b := make([]byte, n)
	size := n + 1
	return unsafe.String(&b[0], size) // want "`size` elements are more than `b` has from its start"
}

// Behind takes a byte that a string does not have.
func Behind(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s)+1) // want "`len\\(s\\)\\+1` elements are more than `s` has"
}

// Data is larger than the list.
func Data() []uint64 {
	values := []uint64{1, 2, 3}
	p := unsafe.SliceData(values)
	return unsafe.Slice(p, 2*len(values)) // want "`2\\*len\\(values\\)` elements are more than `values` has"
}

// Array is what another rule says more of.
func Array() []uint64 {
	var values [3]uint64
	return unsafe.Slice(&values[0], 4) // want "`4` elements are more than `values` has"
}

// Bytes are those of the words.
func Bytes(words []uint32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), len(words)*4) // ok: 4 bytes each
}

// Divided has as many as fit.
func Divided(b []byte) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), len(b)/4) // ok: 4 bytes each
}

// Later starts later, and is shorter.
func Later(b []byte) []byte {
	return unsafe.Slice(&b[4], len(b)-4) // ok: up to its end
}

// Asked has the capacity for it.
func Asked(b []byte) []byte {
	if cap(b) == len(b) {
		return nil
	}
	return unsafe.Slice(&b[0], len(b)+1) // ok: the capacity is larger
}

// Reserved has room behind its length.
func Reserved(n int) []byte {
	b := make([]byte, n, n+1)
	return unsafe.Slice(&b[0], len(b)+1) // ok: there is one more
}

// Part is a part of something larger.
func Part(all []byte) []byte {
	b := all[:8]
	return unsafe.Slice(&b[0], len(b)*2) // ok: what is behind it is not known
}

// Grown is another slice by then.
func Grown(n int) []byte {
	b := make([]byte, n)
	b = append(b, 0)
	return unsafe.Slice(&b[0], n+1) // ok: it was appended to
}

// Other is the length of another list.
func Other(b, c []byte) []byte {
	return unsafe.Slice(&b[0], len(c)) // ok: nothing is known of it
}
