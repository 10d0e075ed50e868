package journal

/*
#include <stdlib.h>
#include <stddef.h>

typedef struct journal journal;
int journal_cursor(journal *j, char **cursor);
int journal_data(journal *j, const char *field, const void **data, size_t *length);
int journal_fields(journal *j, void *data, size_t length, char **message);
char *journal_name(journal *j);
void journal_string_free(char *s);
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errJournal = errors.New("journal error")

type Journal struct {
	ptr *C.journal
}

func (j *Journal) Cursor() (string, error) {
	var cursor *C.char
	defer C.free(unsafe.Pointer(cursor)) // want "`cursor`.*nil"
	if C.journal_cursor(j.ptr, &cursor) != 0 {
		return "", errJournal
	}
	return C.GoString(cursor), nil
}

func (j *Journal) Data() ([]byte, error) {
	var (
		data   unsafe.Pointer
		length C.size_t
	)
	defer C.free(data) // want "`data`.*nil"
	if C.journal_data(j.ptr, nil, &data, &length) != 0 {
		return nil, errJournal
	}
	return C.GoBytes(data, C.int(length)), nil
}

// The address is converted on its way to C.
func (j *Journal) Message() string {
	var message *C.uchar
	defer C.free(unsafe.Pointer(message)) // want "`message`.*nil"
	if C.journal_fields(j.ptr, nil, 0, (**C.char)(unsafe.Pointer(&message))) != 0 {
		return ""
	}
	return C.GoString((*C.char)(unsafe.Pointer(message)))
}

// Explicitly nil.
func (j *Journal) CursorFromNil() (string, error) {
	cursor := (*C.char)(nil)
	defer C.free(unsafe.Pointer(cursor)) // want "`cursor`.*nil"
	if C.journal_cursor(j.ptr, &cursor) != 0 {
		return "", errJournal
	}
	return C.GoString(cursor), nil
}

func (j *Journal) CursorAssignedNil() (string, error) {
	var cursor *C.char = nil
	defer C.free(unsafe.Pointer(cursor)) // want "`cursor`.*nil"
	if C.journal_cursor(j.ptr, &cursor) != 0 {
		return "", errJournal
	}
	return C.GoString(cursor), nil
}

// Each round of the loop starts with a new nil pointer.
func (j *Journal) Cursors(n int) (cursors []string) {
	for i := 0; i < n; i++ {
		var cursor *C.char
		defer C.free(unsafe.Pointer(cursor)) // want "`cursor`.*nil"
		if C.journal_cursor(j.ptr, &cursor) == 0 {
			cursors = append(cursors, C.GoString(cursor))
		}
	}
	return cursors
}

func (j *Journal) CursorThenDefer() (string, error) {
	var cursor *C.char
	if C.journal_cursor(j.ptr, &cursor) != 0 {
		return "", errJournal
	}
	defer C.free(unsafe.Pointer(cursor)) // ok: deferred after the call that sets it
	return C.GoString(cursor), nil
}

func (j *Journal) CursorInClosure() (string, error) {
	var cursor *C.char
	defer func() {
		C.free(unsafe.Pointer(cursor)) // ok: the closure reads the variable when it runs
	}()
	if C.journal_cursor(j.ptr, &cursor) != 0 {
		return "", errJournal
	}
	return C.GoString(cursor), nil
}

func (j *Journal) CursorByAddress() (string, error) {
	var cursor *C.char
	defer freeString(&cursor) // ok: the address is evaluated now, the variable when the call runs
	if C.journal_cursor(j.ptr, &cursor) != 0 {
		return "", errJournal
	}
	return C.GoString(cursor), nil
}

func freeString(p **C.char) {
	C.free(unsafe.Pointer(*p))
	*p = nil
}

func (j *Journal) DataInCondition() ([]byte, error) {
	var data unsafe.Pointer
	var length C.size_t
	if ret := C.journal_data(j.ptr, nil, &data, &length); ret != 0 {
		return nil, errJournal
	}
	if data != nil {
		defer C.free(data) // ok: set before, and not nil here
	}
	return C.GoBytes(data, C.int(length)), nil
}

func (j *Journal) CursorWithError() (string, error) {
	var cursor *C.char
	ret, err := C.journal_cursor(j.ptr, &cursor)
	defer C.free(unsafe.Pointer(cursor)) // ok: the call above has set it; free(nil) does nothing
	if ret != 0 {
		return "", err
	}
	return C.GoString(cursor), nil
}
