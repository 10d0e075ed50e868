package builds

/*
#include "port.h"
*/
import "C"

func Baud(p *C.port) string {
	s := C.port_text(p)
	defer C.port_text_free(s)
	return C.GoString(s)
}

func Parity(p *C.port) string {
	s := C.port_text(p)
	defer C.port_text_free(s)
	return C.GoString(s)
}

func Stop(p *C.port) string {
	s := C.port_text(p) // ok: frees it
	defer C.port_text_free(s)
	return C.GoString(s)
}

func Flow(p *C.port) string {
	return C.GoString(C.port_text(p)) // want "Three callers free what `C.port_text` returns with `C.port_text_free`"
}
