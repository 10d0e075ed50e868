package unions

/*
#include <stdint.h>

struct value {
	int kind;
	union {
		int i;
		float f;
	} u;
};

typedef union {
	double d;
	void *p;
} word;

union mixed {
	uint32_t n;
	char text[16];
};

struct event {
	union mixed data;
};
*/
import "C"

import "unsafe"

func number(v *C.struct_value) int {
	return *(*int)(unsafe.Pointer(&v.u)) // want "The union `v.u` has 4 bytes, and is seen as a `int`, which has 8"
}

func pointer(v *C.struct_value) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&v.u[0])) // want "is seen as a `unsafe.Pointer`, which has 8"
}

func half(w C.word) C.int {
	return *(*C.int)(unsafe.Pointer(&w)) // want "No member of the union `w` has the 4 bytes of a `C.int`: `d` has 8, `p` has 8"
}

func beyond(e *C.struct_event) [32]byte {
	return *(*[32]byte)(unsafe.Pointer(&e.data)) // want "has 16 bytes, and is seen as a `\\[32\\]byte`"
}

func member(v *C.struct_value) int {
	return int(*(*C.int)(unsafe.Pointer(&v.u))) // ok: as wide as the member
}

func float(v *C.struct_value) float32 {
	return *(*float32)(unsafe.Pointer(&v.u)) // ok: as wide as the member
}

func text(e *C.struct_event) uint64 {
	return *(*uint64)(unsafe.Pointer(&e.data)) // ok: the text may be looked at in parts
}

func bytes(w *C.word) byte {
	return *(*byte)(unsafe.Pointer(w)) // a view of bytes
}

func first(w C.word) [4]byte {
	return *(*[4]byte)(unsafe.Pointer(&w)) // ok: bytes are a view of anything
}
