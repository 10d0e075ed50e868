// Package audio plays samples.
package audio

/*
#include <stdlib.h>

static int total(int *samples, int n);
*/
import "C"

import "unsafe"

//go:generate stringer -type=Format // ok: cmd/go reads it

// Buffer holds samples.
type Buffer struct{ data *C.int }

// Total adds the samples up.
//
//go:keepalive // want "`//go:keepalive` is no directive of Go"
func (b *Buffer) Total(n int) int {
	return int(C.total(b.data, C.int(n)))
}

//go:nogc // want "`//go:nogc` is no directive"
func fill(p unsafe.Pointer) {}

func pinned(samples []int32) unsafe.Pointer {
	//go:pin // want "`//go:pin` is no directive"
	first := unsafe.Pointer(&samples[0])
	return first
}

//go:noescpae // want "has no effect: is `//go:noescape` meant"
func mix(a, b unsafe.Pointer)

//go:no_split // want "is `//go:nosplit` meant"
func twice() {}

//go:inline // ok: TinyGo reads it
func half(n int) int { return n / 2 }

//go:table // ok: another tool may
var table [16]int

//go:noinline
func kept() {}

//go:nocheckptr // ok: the compiler reads it
func aligned(p unsafe.Pointer) uintptr { return uintptr(p) }
