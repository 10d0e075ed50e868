package memory

// #include <stdlib.h>
// #include "plus.h"
import "C"

import "unsafe"

func ReadBehindHeapInPlus() int { return readInPlus(4) }

func ReadLastOfHeapInPlus() int { return readInPlus(3) }

func readInPlus(last C.int) int {
	values := C.calloc(4, C.sizeof_int)
	defer C.free(values)
	return int(C.last_in_plus((*C.int)(unsafe.Pointer(values)), last))
}
