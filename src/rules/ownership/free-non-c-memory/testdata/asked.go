package asked

/*
#include <stdlib.h>

const char *find_loader(void *data, size_t length);
void set_bytes(const char *bytes, unsigned length);
void read_into(void *data, size_t length);
*/
import "C"

import "unsafe"

// The slice is the caller's.
func loaderOf(buf []byte) string {
	data := unsafe.Pointer(&buf[0])
	loader := C.find_loader(data, C.size_t(len(buf)))
	defer C.free(data) // want "Is this memory of C\\? `buf` is a Go slice, and `C.free` may only get what C has allocated"
	return C.GoString(loader)
}

// An interface holds the slice.
func setAll(values []interface{}) {
	var later []func()
	for _, value := range values {
		switch value := value.(type) {
		case string:
			text := C.CString(value)
			later = append(later, func() { C.free(unsafe.Pointer(text)) }) // ok: memory of C
			C.set_bytes(text, C.unsigned(len(value)))
		case []byte:
			bytes := (*C.char)(unsafe.Pointer(&value[0]))
			later = append(later, func() { C.free(unsafe.Pointer(bytes)) }) // want "Is this memory of C\\? `value`.* is a Go slice"
			C.set_bytes(bytes, C.unsigned(len(value)))
		}
	}
	for _, free := range later {
		free()
	}
}

// Who calls it, knows what the slice is.
func freeBytes(buf []byte) {
	C.free(unsafe.Pointer(&buf[0])) // ok: its name says what it is for
}

func release(buf []byte) {
	C.free(unsafe.Pointer(&buf[0])) // ok: its name says what it is for
}

// Callers in the package give it memory of C.
func readOnce(buf []byte) {
	C.read_into(unsafe.Pointer(&buf[0]), C.size_t(len(buf)))
	C.free(unsafe.Pointer(&buf[0])) // ok: a view of memory of C
}

func read() {
	p := C.malloc(64)
	readOnce(unsafe.Slice((*byte)(p), 64))
}

func readPointer(p unsafe.Pointer) {
	C.read_into(p, 1)
	C.free(p) // ok: nothing says that it is a slice
}
