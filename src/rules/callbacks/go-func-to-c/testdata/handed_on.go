package visitor

/*
typedef void (*visit)(int item);
void goVisit(visit callback, int item);
static void each(visit callback) { goVisit(callback, 1); }
*/
import "C"

import "unsafe"

//export goVisit
func goVisit(callback C.visit, item C.int) {
	call := *(*func(int))(unsafe.Pointer(callback))
	call(int(item))
}

// Each hands its own callback the function in the place of a function pointer.
func Each(call func(int)) {
	C.each((*[0]byte)(unsafe.Pointer(&call))) // ok: C only hands it on, and Go turns it back
}
