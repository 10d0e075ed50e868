package pointers

/*
int get_id(void *message, char **value, unsigned *length);
*/
import "C"

import "unsafe"

// The bytes are where the pointer leads, not where it is.
func id(message unsafe.Pointer) []byte {
	var value *C.char
	var length C.unsigned
	C.get_id(message, &value, &length)
	n := int(length)
	return append([]byte(nil), (*((*[1 << 30]byte)(unsafe.Pointer(&value))))[:n:n]...) // want "`value` is a pointer, and this is its own address: its 8 bytes are seen"
}

func idOf(message unsafe.Pointer) []byte {
	var value *C.char
	var length C.unsigned
	C.get_id(message, &value, &length)
	return append([]byte(nil), unsafe.Slice((*byte)(unsafe.Pointer(&value)), int(length))...) // want "`value` is a pointer, and this is its own address"
}

func idBehind(message unsafe.Pointer) []byte {
	var value *C.char
	var length C.unsigned
	C.get_id(message, &value, &length)
	n := int(length)
	return append([]byte(nil), (*[1 << 30]byte)(unsafe.Pointer(value))[:n:n]...) // what it leads to
}

// All of the pointer, and no more.
func wordOf(p unsafe.Pointer) []byte {
	return append([]byte(nil), (*[8]byte)(unsafe.Pointer(&p))[:8]...) // ok: its own bytes
}

func numberOf(v uint64, n int) []byte {
	return append([]byte(nil), (*[1 << 20]byte)(unsafe.Pointer(&v))[:n]...) // ok: a number, of which some bytes are wanted
}
