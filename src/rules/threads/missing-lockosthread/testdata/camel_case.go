package cuda

/*
#include <cuda_runtime.h>
*/
import "C"

import (
	"errors"
	"unsafe"
)

func Alloc(n int) (unsafe.Pointer, error) {
	var p unsafe.Pointer
	C.cudaMalloc(&p, C.size_t(n)) // want "The error of `C.cudaMalloc` is read by `C.cudaGetLastError`, which may have it from the thread’s own store"
	if e := C.cudaGetLastError(); e != C.cudaSuccess {
		return nil, errors.New(C.GoString(C.cudaGetErrorString(e)))
	}
	return p, nil
}
