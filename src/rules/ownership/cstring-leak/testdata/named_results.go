package key

/*
#include <stdlib.h>

int key_check(const char *key);
int key_open(const char *key, void **out);
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errKey = errors.New("bad key")

// The error return gives nil instead of the string.
func checked(s string) (ckey *C.char, err error) {
	ckey = C.CString(s) // want "`ckey`.*freed"
	if C.key_check(ckey) != 0 {
		return nil, errKey
	}
	return ckey, nil
}

// A local string is returned on success only.
func checkedLocal(s string) (*C.char, error) {
	ckey := C.CString(s) // want "`ckey`.*freed"
	if C.key_check(ckey) != 0 {
		return nil, errKey
	}
	return ckey, nil
}

// The deferred free runs on success only, and success returns no string.
func openOnly(s string) (out unsafe.Pointer, err error) {
	ckey := C.CString(s) // want "`ckey`.*freed"
	if C.key_open(ckey, &out) != 0 {
		err = errKey
		return
	}
	C.free(unsafe.Pointer(ckey))
	return
}

func naked(s string) (ckey *C.char) {
	ckey = C.CString(s) // ok: the naked return returns it
	return
}

func nakedChecked(s string) (ckey *C.char, err error) {
	ckey = C.CString(s) // ok: returned on both paths
	if C.key_check(ckey) != 0 {
		err = errKey
		return
	}
	return
}

func cleanedUp(s string) (ckey *C.char, err error) {
	key := C.CString(s) // ok: freed on error, returned on success
	defer func() {
		if err != nil {
			C.free(unsafe.Pointer(key))
		}
	}()
	if C.key_check(key) != 0 {
		return nil, errKey
	}
	return key, nil
}

func cleanedUpUnlessKept(s string) (*C.char, error) {
	key := C.CString(s) // ok: freed unless it was kept
	kept := false
	defer func() {
		if !kept {
			C.free(unsafe.Pointer(key))
		}
	}()
	if C.key_check(key) != 0 {
		return nil, errKey
	}
	kept = true
	return key, nil
}

func explicit(s string) (ckey *C.char, err error) {
	ckey = C.CString(s) // ok: freed before nil is returned
	if C.key_check(ckey) != 0 {
		C.free(unsafe.Pointer(ckey))
		return nil, errKey
	}
	return ckey, nil
}

func wrapped(s string) (result struct{ key *C.char }) {
	result.key = C.CString(s) // ok: the result holds it
	return result
}

func bytes(s string) (*C.uchar, int) {
	return (*C.uchar)(unsafe.Pointer(C.CString(s))), len(s) // ok: returned
}
