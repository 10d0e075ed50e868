package takenback

/*
int open_stream(void **stream, int rate, void *user);
int set_name(const char *name, void *data);
void each(void *list, void *visit, void *user);
void *visitor(void);
void *visit_all(void *list, void *visit, void *user);

extern void streamCallback(unsigned long frames, void *user);
static void once(void *user) { streamCallback(1, user); }
*/
import "C"

import "unsafe"

type Stream struct {
	c        unsafe.Pointer
	callback func([]float32)
}

type settings struct {
	names []string
}

// Both ends are here: what goes in comes back out of C, at some time.
func Open(callback func([]float32)) *Stream {
	s := &Stream{callback: callback}
	if C.open_stream(&s.c, 48000, unsafe.Pointer(s)) != 0 { // want "Does `C.open_stream` keep `unsafe.Pointer\\(s\\)`\\? `streamCallback` takes a Go `Stream` back from C, and this is the address of one that is not pinned"
		return nil
	}
	return s
}

//export streamCallback
func streamCallback(frames C.ulong, user unsafe.Pointer) {
	s := (*Stream)(user) // step "`streamCallback`, which C calls, takes it back"
	s.callback(nil)
}

func configure(s *settings) {
	C.set_name(nil, unsafe.Pointer(s)) // ok: nothing takes it back
}

func visit(list unsafe.Pointer) {
	C.each(list, C.visit, unsafe.Pointer(&Stream{})) // ok: data of the callback beside it
}

func visitWithOfC(list unsafe.Pointer, s *Stream) {
	C.visit_all(list, C.visitor(), unsafe.Pointer(s)) // ok: the callback beside it is one of C's
}

func callOnce(s *Stream) {
	C.once(unsafe.Pointer(s)) // ok: its body keeps nothing
}
