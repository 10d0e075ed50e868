package generated

/*
#include "shape.h"
*/
import "C"

func Title(s *C.shape) string {
	p := C.shape_text(s)
	defer C.shape_text_free(p)
	return C.GoString(p)
}

func Mark(s *C.shape) string {
	p := C.shape_text(s)
	defer C.shape_text_free(p)
	return C.GoString(p)
}
