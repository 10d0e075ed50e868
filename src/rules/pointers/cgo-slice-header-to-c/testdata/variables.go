package variables

/*
#include <stddef.h>

typedef int (*visit_fn)(void *data);
int list_ids(int *ids, int n);
int walk(visit_fn visit, void *data);
int print_all(_GoString_ *text);
void visit(void);
*/
import "C"

import "unsafe"

func List() int {
	ids := make([]C.int, 64)
	p := unsafe.Pointer(&ids) // want "`C.list_ids` is given the address of the slice header of `ids`, not of its elements"
	return int(C.list_ids((*C.int)(p), 64))
}

func Typed() int {
	ids := make([]C.int, 64)
	p := (*C.int)(unsafe.Pointer(&ids)) // want "`C.list_ids` is given the address of the slice header of `ids`"
	n := C.list_ids(p, C.int(len(ids)))
	return int(n)
}

func Array() int {
	var ids [64]C.int
	p := unsafe.Pointer(&ids) // ok: an array
	return int(C.list_ids((*C.int)(p), 64))
}

func Elements() int {
	ids := make([]C.int, 64)
	p := unsafe.Pointer(&ids[0]) // ok: the elements
	return int(C.list_ids((*C.int)(p), 64))
}

func Replaced(other []C.int) int {
	ids := make([]C.int, 64)
	p := unsafe.Pointer(&ids) // ok: the variable gets another address
	p = unsafe.Pointer(&ids[0])
	return int(C.list_ids((*C.int)(p), 64))
}

func Data() int {
	seen := []int{}
	data := unsafe.Pointer(&seen) // ok: data for the callback beside it
	return int(C.walk((C.visit_fn)(C.visit), data))
}

func Header(text string) int {
	p := (*C._GoString_)(unsafe.Pointer(&text)) // ok: C wants the header
	return int(C.print_all(p))
}

func InGo() int {
	ids := make([]C.int, 64)
	p := unsafe.Pointer(&ids) // ok: C does not get it
	return len(*(*[]C.int)(p))
}
