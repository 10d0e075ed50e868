package store

/*
#include <stdlib.h>

typedef struct db db;

int db_put(db *d, const char *key, size_t keylen, const char *value, size_t valuelen);
void db_add(float *to, size_t n, const float *from, size_t m);
int db_get(db *d, char **value, size_t *length);
char *db_name(db *d, size_t *length);
*/
import "C"

import (
	"bytes"
	"unsafe"
)

// Put passes slices.
func Put(d *C.db, key, value []byte) {
	C.db_put(d, (*C.char)(unsafe.Pointer(&key[0])), C.size_t(len(key)),
		(*C.char)(unsafe.Pointer(&value[0])), C.size_t(len(key))) // want "`C.db_put` is given `value` with the length of `key`, and nothing makes the two equally long"
}

// PutString passes copies.
func PutString(d *C.db, key, value string) {
	ckey := C.CString(key)
	defer C.free(unsafe.Pointer(ckey))
	cvalue := C.CString(value)
	defer C.free(unsafe.Pointer(cvalue))
	C.db_put(d, ckey, C.size_t(len(value)), cvalue, C.size_t(len(value))) // want "`C.db_put` is given `key` with the length of `value`"
}

func chars(b []byte) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(b)))
}

// PutChars has a helper.
func PutChars(d *C.db, key, value []byte) {
	n := C.size_t(len(key))
	C.db_put(d, chars(key), n, chars(value), n) // want "`C.db_put` is given `value` with the length of `key`"
}

// Name mixes up two buffers.
func Name(d *C.db) (string, []byte) {
	var value *C.char
	var length, size C.size_t
	C.db_get(d, &value, &length)                                                         // step "`value` comes with `length`"
	name := C.db_name(d, &size)                                                          // step "`size` comes with `name`"
	return C.GoStringN(name, C.int(size)), C.GoBytes(unsafe.Pointer(value), C.int(size)) // want "`size` is the length of `name`: `C.db_get\\(d, &value, &length\\)` gave `length` with `value`"
}

// PutRight has each length.
func PutRight(d *C.db, key, value []byte) {
	C.db_put(d, chars(key), C.size_t(len(key)), chars(value), C.size_t(len(value)))
}

// PutPair compares the two.
func PutPair(d *C.db, key, value []byte) {
	if len(key) != len(value) {
		panic("not a pair")
	}
	C.db_put(d, chars(key), C.size_t(len(key)), chars(value), C.size_t(len(key))) // ok: compared
}

// Add makes one as long as the other.
func Add(from []float32) []float32 {
	to := make([]float32, len(from))
	C.db_add((*C.float)(&to[0]), C.size_t(len(from)), (*C.float)(&from[0]), C.size_t(len(from))) // ok: made so
	return to
}

func checkPair(a, b []byte) {
	if cap(a) != cap(b) {
		panic("not a pair")
	}
}

// PutChecked calls a function that compares them.
func PutChecked(d *C.db, key, value []byte) {
	checkPair(key, value)
	C.db_put(d, chars(key), C.size_t(len(key)), chars(value), C.size_t(len(key))) // ok: perhaps compared
}

// Value copies what came together.
func Value(d *C.db) []byte {
	var value *C.char
	var length C.size_t
	C.db_get(d, &value, &length)
	return C.GoBytes(unsafe.Pointer(value), C.int(length)) // ok: one call
}

// AddReached panics where the second one is shorter.
func AddReached(to, from []float32) {
	_ = from[len(to)-1]
	C.db_add((*C.float)(&to[0]), C.size_t(len(to)), (*C.float)(&from[0]), C.size_t(len(to))) // ok: is as long at least
}

// AddRoom asks for the capacity.
func AddRoom(to, from []float32) {
	if cap(to) < len(from) {
		panic("no room")
	}
	C.db_add((*C.float)(&to[0]), C.size_t(len(from)), (*C.float)(&from[0]), C.size_t(len(from))) // ok: has the room
}

// AddCopied fills one with the other.
func AddCopied(to, from []float32) {
	if copy(to, from) < 8 {
		return
	}
	C.db_add((*C.float)(&to[0]), C.size_t(len(from)), (*C.float)(&from[0]), C.size_t(len(from))) // ok: copied
}

func vectors(n int) (a, b []float32) { return make([]float32, n), make([]float32, n) }

// AddMade gets both from one function.
func AddMade(n int) {
	to, from := vectors(n)
	C.db_add((*C.float)(&to[0]), C.size_t(len(from)), (*C.float)(&from[0]), C.size_t(len(from))) // ok: made together
}

// ValueEqual compares the two numbers.
func ValueEqual(d *C.db) []byte {
	var value *C.char
	var length, size C.size_t
	C.db_get(d, &value, &length)
	name := C.db_name(d, &size)
	if length != size || C.GoString(name) == "" {
		return nil
	}
	return C.GoBytes(unsafe.Pointer(value), C.int(size)) // ok: the two are equal
}

// NameTwice mixes up two buffers in an assignment that has both numbers.
func NameTwice(d *C.db) (text string, bytes []byte) {
	var value *C.char
	var length, size C.size_t
	C.db_get(d, &value, &length)                                                                    // step "`length` comes with `value`"
	name := C.db_name(d, &size)                                                                     // step "`name` comes with `size`"
	text, bytes = C.GoStringN(name, C.int(length)), C.GoBytes(unsafe.Pointer(value), C.int(length)) // want "`length` is the length of `value`"
	return text, bytes
}

func upper(b []byte) []byte { return bytes.ToUpper(b) }

// PutUpper makes one of the other.
func PutUpper(d *C.db, key []byte) {
	value := upper(key)
	C.db_put(d, chars(key), C.size_t(len(key)), chars(value), C.size_t(len(key))) // ok: perhaps equally long
}

func buffer(n int) []byte { return make([]byte, n) }

// PutBuffers makes both in one way.
func PutBuffers(d *C.db, n int) {
	key := buffer(n)
	value := buffer(n)
	C.db_put(d, chars(key), C.size_t(len(key)), chars(value), C.size_t(len(key))) // ok: the same call
}

// PutMade makes them of different things.
func PutMade(d *C.db, a, b []byte) {
	key := upper(a)
	value := upper(b)
	C.db_put(d, chars(key), C.size_t(len(key)), chars(value), C.size_t(len(key))) // want "`C.db_put` is given `value` with the length of `key`"
}
