package arena

import "unsafe"

type allocator struct{ live map[unsafe.Pointer]int }

func (a *allocator) free(p unsafe.Pointer) { delete(a.live, p) }

// Release uses an allocator of its own that happens to be called C; the file does not import "C".
func Release(n int) {
	C := &allocator{live: map[unsafe.Pointer]int{}}
	block := make([]byte, n+1)
	C.live[unsafe.Pointer(&block[0])] = n
	C.free(unsafe.Pointer(&block[0])) // ok: not C's free
}
