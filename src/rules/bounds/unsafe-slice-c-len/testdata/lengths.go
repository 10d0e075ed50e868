package lengths

/*
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static int is_open;

static int lib_read(char *to, int size) {
	if (!is_open)
		return -1;
	memset(to, 'x', size);
	return size;
}

static long lib_count(void **items) {
	if (*items == NULL)
		return -EINVAL;
	return 3;
}

static int lib_size(void) { return 16; }

ssize_t lib_list(void ***list);
int virConnectListAllDomains(void *conn, void ***domains, unsigned int flags);
void *lib_data(void);
*/
import "C"

import (
	"errors"
	"unsafe"
)

func readUnchecked(buf *C.char, size C.int) []byte {
	n := C.lib_read(buf, size) // step "is called"
	return unsafe.Slice((*byte)(unsafe.Pointer(buf)), n) // want "`C.lib_read` returns `-1` where it fails, and `unsafe.Slice` gets that as a length"
}

func copied(buf *C.char, size C.int) []byte {
	return C.GoBytes(unsafe.Pointer(buf), C.lib_read(buf, size)) // want "`C.GoBytes` gets that as a length"
}

// Zero is asked for, and that is not the failure.
func zeroOnly(items *unsafe.Pointer) []uintptr {
	n := int(C.lib_count(items))
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*uintptr)(unsafe.Pointer(items)), n*2) // want "`C.lib_count` returns `-EINVAL` where it fails"
}

func domains(conn unsafe.Pointer) []unsafe.Pointer {
	var list *unsafe.Pointer
	n := C.virConnectListAllDomains(conn, &list, 0)
	return unsafe.Slice(list, int(n)) // want "as the documentation of libvirt says"
}

func devices() []unsafe.Pointer {
	var list *unsafe.Pointer
	n := C.lib_list(&list)
	return unsafe.Slice(list, n) // want "Can `C.lib_list` fail here\\? It returns a `ssize_t`"
}

func checked(buf *C.char, size C.int) ([]byte, error) {
	n := C.lib_read(buf, size)
	if n < 0 {
		return nil, errors.New("read")
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(buf)), n), nil // ok: below zero it returns
}

func withErrno(buf *C.char, size C.int) ([]byte, error) {
	n, err := C.lib_read(buf, size)
	if err != nil {
		return nil, err
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(buf)), n), nil // ok: errno is looked at
}

func throughCheck(buf *C.char, size C.int) ([]byte, error) {
	n := C.lib_read(buf, size)
	if err := check(n); err != nil {
		return nil, err
	}
	return C.GoBytes(unsafe.Pointer(buf), n), nil // ok: another function judges it
}

func check(n C.int) error {
	if n < 0 {
		return errors.New("read")
	}
	return nil
}

func fixed() []byte {
	return unsafe.Slice((*byte)(C.lib_data()), C.lib_size()) // ok: the function does not fail
}

func passed(p *byte, n C.int) []byte {
	return unsafe.Slice(p, n) // ok: the callers know
}
