package label

/*
#include <stdlib.h>

int label_put(const char *key, const char *value);
int label_has(const char *key);
*/
import "C"

import "unsafe"

// The inner := makes another variable: the deferred free reads the outer one, which stays nil.
func shadowed(key string, prefixed bool) C.int {
	var ckey *C.char
	defer func() { C.free(unsafe.Pointer(ckey)) }()
	if prefixed {
		ckey := C.CString("prefix." + key) // want "`ckey`.*freed"
		return C.label_has(ckey)
	}
	ckey = C.CString(key)
	return C.label_has(ckey)
}

// The first string is lost when the variable gets the second.
func overwritten(key, fallback string) C.int {
	ckey := C.CString(key) // want "`ckey`.*freed"
	if C.label_has(ckey) == 0 {
		ckey = C.CString(fallback)
	}
	defer C.free(unsafe.Pointer(ckey))
	return C.label_put(ckey, nil)
}

// The deferred call holds the first string: its argument was evaluated at the defer statement.
func overwrittenAfterDefer(key, fallback string) C.int {
	ckey := C.CString(key)
	defer C.free(unsafe.Pointer(ckey))
	if C.label_has(ckey) == 0 {
		ckey = C.CString(fallback) // want "`ckey`.*freed"
	}
	return C.label_put(ckey, nil)
}

// Setting the variable to nil loses the string.
func cleared(key string) {
	ckey := C.CString(key) // want "`ckey`.*freed"
	C.label_put(ckey, nil)
	ckey = nil
	C.free(unsafe.Pointer(ckey))
}

// Each round overwrites the string of the round before.
func overwrittenInLoop(keys []string) {
	var ckey *C.char
	for _, key := range keys {
		ckey = C.CString(key) // want "`ckey`.*freed"
		C.label_put(ckey, nil)
	}
	C.free(unsafe.Pointer(ckey))
}

func freedBetween(key, fallback string) C.int {
	ckey := C.CString(key) // ok: freed before the variable gets another string
	if C.label_has(ckey) == 0 {
		C.free(unsafe.Pointer(ckey))
		ckey = C.CString(fallback) // ok: freed at the end
	}
	ret := C.label_put(ckey, nil)
	C.free(unsafe.Pointer(ckey))
	return ret
}

func deferredEach(key, fallback string) C.int {
	ckey := C.CString(key) // ok: its own defer
	defer C.free(unsafe.Pointer(ckey))
	if C.label_has(ckey) == 0 {
		ckey = C.CString(fallback) // ok: its own defer
		defer C.free(unsafe.Pointer(ckey))
	}
	return C.label_put(ckey, nil)
}

func shadowedAndFreed(key string, prefixed bool) C.int {
	ckey := C.CString(key) // ok: the outer variable is freed by the outer defer
	defer C.free(unsafe.Pointer(ckey))
	if prefixed {
		ckey := C.CString("prefix." + key) // ok: the inner variable is freed by the inner defer
		defer C.free(unsafe.Pointer(ckey))
		return C.label_has(ckey)
	}
	return C.label_has(ckey)
}

func branches(key string, prefixed bool) C.int {
	var ckey *C.char
	if prefixed {
		ckey = C.CString("prefix." + key) // ok: one free for both arms
	} else {
		ckey = C.CString(key) // ok: one free for both arms
	}
	defer C.free(unsafe.Pointer(ckey))
	return C.label_has(ckey)
}

func deferredClosureFirst(key string) C.int {
	var ckey *C.char
	defer func() { C.free(unsafe.Pointer(ckey)) }()
	ckey = C.CString(key) // ok: the closure reads the variable when it runs
	return C.label_has(ckey)
}

func alias(key string) C.int {
	ckey := C.CString(key) // ok: freed through a second name
	p := unsafe.Pointer(ckey)
	defer C.free(p)
	return C.label_has(ckey)
}

func aliasOfOtherType(key string) C.int {
	ckey := C.CString(key) // ok: freed through a pointer of another type
	bytes := (*C.uchar)(unsafe.Pointer(ckey))
	defer C.free(unsafe.Pointer(bytes))
	return C.label_has((*C.char)(unsafe.Pointer(bytes)))
}

func converted(key string) C.int {
	p := unsafe.Pointer(C.CString(key)) // ok: the conversion keeps the pointer
	defer C.free(p)
	return C.label_has((*C.char)(p))
}

// Freed under its second name, but only on one path.
func aliasLeaks(key string) C.int {
	ckey := C.CString(key) // want "`ckey`.*freed"
	p := unsafe.Pointer(ckey)
	if C.label_has(ckey) != 0 {
		return 1
	}
	C.free(p)
	return 0
}

func moved(key string) C.int {
	first := C.CString(key) // ok: freed under its second name, the first is cleared
	second := first
	first = nil
	defer C.free(unsafe.Pointer(second))
	return C.label_put(first, second)
}
