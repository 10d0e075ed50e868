package env

/*
#include <stdlib.h>

void set_env(char **names, char **values, int n);
int get_env(char **names, char **values, int n);
*/
import "C"

import "unsafe"

// Set fills the names twice.
func Set(keys, texts []string) {
	names := make([]*C.char, len(keys))
	values := make([]*C.char, len(keys)) // step "`values` is made, and holds nil"
	for i, key := range keys {
		names[i] = C.CString(key) // step "`names` is filled here"
	}
	for i, text := range texts {
		names[i] = C.CString(text) // want "Is `values` meant here\\? This loop fills `names` for the second time, and nothing fills `values`, whose address is taken as well"
	}
	C.set_env(&names[0], &values[0], C.int(len(keys)))
	for i, name := range names {
		C.free(unsafe.Pointer(name))
		C.free(unsafe.Pointer(values[i]))
	}
}

// SetRaw passes pointers that may be nil.
func SetRaw(keys, texts []string) {
	names := make([]*C.char, len(keys))
	values := make([]*C.char, len(texts))
	for i := range keys {
		values[i] = C.CString(keys[i])
	}
	for i := range texts {
		values[i] = C.CString(texts[i]) // want "Is `names` meant here\\?"
	}
	var rawNames, rawValues **C.char
	if len(keys) > 0 {
		rawNames, rawValues = &names[0], &values[0]
	}
	C.set_env(rawNames, rawValues, C.int(len(keys)))
}

// SetData counts.
func SetData(keys, texts []string) {
	names := make([]*C.char, len(keys))
	values := make([]*C.char, len(keys))
	for i := 0; i < len(keys); i++ {
		names[i] = C.CString(keys[i])
	}
	for i := 0; i < len(texts); i++ {
		names[i] = C.CString(texts[i]) // want "Is `values` meant here\\?"
	}
	C.set_env(unsafe.SliceData(names), unsafe.SliceData(values), C.int(len(keys)))
}

// Right fills both.
func Right(keys, texts []string) {
	names := make([]*C.char, len(keys)) // ok: filled once
	values := make([]*C.char, len(keys))
	for i, key := range keys {
		names[i] = C.CString(key)
	}
	for i, text := range texts {
		values[i] = C.CString(text)
	}
	C.set_env(&names[0], &values[0], C.int(len(keys)))
}

// Get has C fill the second.
func Get(keys []string) string {
	names := make([]*C.char, len(keys)) // ok: filled once
	values := make([]*C.char, len(keys))
	for i, key := range keys {
		names[i] = C.CString(key)
	}
	C.get_env(&names[0], &values[0], C.int(len(keys)))
	return C.GoString(values[0])
}

// Again uses the array for one call behind the other.
func Again(keys, texts []string) {
	names := make([]*C.char, len(keys)) // ok: used in between
	values := make([]*C.char, len(keys))
	for i, key := range keys {
		names[i] = C.CString(key)
	}
	C.get_env(&names[0], &values[0], C.int(len(keys)))
	for i, text := range texts {
		names[i] = C.CString(text)
	}
	C.get_env(&names[0], &values[0], C.int(len(keys)))
}
