package members

/*
#include <stdlib.h>
typedef struct { void *data; long len; } blob;
blob blob_make(size_t n);
blob *blob_find(int n);
*/
import "C"

// Len frees what the struct leads to, when it returns.
func Len() int {
	b := C.blob_make(8) // not asked: its member is freed
	defer C.free(b.data)
	return int(b.len)
}

// Size does so at once.
func Size() int {
	b := C.blob_make(8) // not asked: its member is freed
	n := int(b.len)
	C.free(b.data)
	return n
}

// Lost does not.
func Lost() int {
	b := C.blob_make(8) // want "Two callers free what `C.blob_make` returns with `C.free`, this one does not: is that meant"
	return int(b.len)
}
