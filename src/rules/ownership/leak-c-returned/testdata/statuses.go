package statuses

/*
#cgo LDFLAGS: -lnotmuch
#include <stdlib.h>
#include <notmuch.h>
*/
import "C"

import "unsafe"

type status C.notmuch_status_t

func (s status) Error() string {
	return C.GoString(C.notmuch_status_to_string(C.notmuch_status_t(s)))
}

// What a status of success is, the header says that is not here.
func statusError(s C.notmuch_status_t) error {
	if s != C.NOTMUCH_STATUS_SUCCESS {
		return status(s)
	}
	return nil
}

func option(db *C.notmuch_database_t, key *C.char) (string, error) {
	var value *C.char
	err := statusError(C.notmuch_database_get_config(db, key, &value)) // want "`value` from `C.notmuch_database_get_config` is never freed; `C.free` frees it"
	if err != nil {
		return "", err
	}
	return C.GoString(value), nil
}

func optionFreed(db *C.notmuch_database_t, key *C.char) (string, error) {
	var value *C.char
	err := statusError(C.notmuch_database_get_config(db, key, &value)) // ok: freed where it was given
	if err != nil {
		return "", err
	}
	defer C.free(unsafe.Pointer(value))
	return C.GoString(value), nil
}

func check(value *C.char) error {
	if value == nil {
		return status(1)
	}
	return nil
}

func optionChecked(db *C.notmuch_database_t, key *C.char) error {
	var value *C.char
	C.notmuch_database_get_config(db, key, &value) // ok: whether there is something, the other function asks
	if err := check(value); err == nil {
		return nil
	}
	C.free(unsafe.Pointer(value))
	return nil
}
