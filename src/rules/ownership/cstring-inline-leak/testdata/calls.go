package volume

/*
#include <stdlib.h>
#include <string.h>

typedef struct volume volume;
typedef struct volume_info { char name[64]; } volume_info;
volume *volume_lookup(const char *pool, const char *name);
int volume_info_get(volume *v, const char *disk, volume_info *info, unsigned flags);
int volume_scan(const unsigned char *pattern, size_t length, void *user);
int volume_diff(const char *first, const char *second, const char *root);
*/
import "C"

import (
	"errors"
	"fmt"
	"unsafe"
)

type Volume struct {
	ptr *C.volume
}

func (v *Volume) Info(disk string) (C.volume_info, error) {
	var info C.volume_info
	if C.volume_info_get(v.ptr, C.CString(disk), &info, 0) != 0 { // want "`C.volume_info_get`.*freed"
		return info, errors.New("no info")
	}
	return info, nil
}

func length(s string) int {
	return int(C.strlen(C.CString(s))) // want "`C.strlen`.*freed"
}

func diff(first, second, root string) C.int {
	return C.volume_diff(
		C.CString(first),  // want "`C.volume_diff`.*freed"
		C.CString(second), // want "`C.volume_diff`.*freed"
		C.CString(root),   // want "`C.volume_diff`.*freed"
	)
}

// The conversions in between do not hold the pointer either.
func scan(pattern string) C.int {
	return C.volume_scan((*C.uchar)(unsafe.Pointer(C.CString(pattern))), C.size_t(len(pattern)), nil) // want "`C.volume_scan`.*freed"
}

// One named and freed, one made in the call.
func lookup(pool, name string) (*Volume, error) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	ptr, err := C.volume_lookup(C.CString(pool), cname) // want "`C.volume_lookup`.*freed"
	if ptr == nil {
		return nil, fmt.Errorf("lookup: %w", err)
	}
	return &Volume{ptr: ptr}, nil
}

func each(disks []string, v *Volume) (found int) {
	for _, disk := range disks {
		if C.volume_info_get(v.ptr, C.CString(disk), nil, 0) == 0 { // want "`C.volume_info_get`.*freed"
			found++
		}
	}
	return found
}

func later(v *Volume, disk string) {
	defer C.volume_info_get(v.ptr, C.CString(disk), nil, 0) // want "`C.volume_info_get`.*freed"
}

func inGoroutine(v *Volume, disk string) {
	go func() {
		C.volume_info_get(v.ptr, C.CString(disk), nil, 0) // want "`C.volume_info_get`.*freed"
	}()
}

func inCondition(v *Volume, disk string) bool {
	switch ret := C.volume_info_get(v.ptr, C.CString(disk), nil, 0); { // want "`C.volume_info_get`.*freed"
	case ret < 0:
		return false
	default:
		return true
	}
}

func formatted(v *Volume, n int) C.int {
	return C.volume_info_get(v.ptr, C.CString(fmt.Sprintf("disk%d", n)), nil, 0) // want "`C.volume_info_get`.*freed"
}

// GoString copies its argument: the C string itself is lost.
func roundTrip(s string) string {
	return C.GoString(C.CString(s)) // want "`C.GoString`.*freed"
}

func named(v *Volume, disk string) C.int {
	cdisk := C.CString(disk) // ok: a variable holds it and is freed
	defer C.free(unsafe.Pointer(cdisk))
	return C.volume_info_get(v.ptr, cdisk, nil, 0)
}

func namedInCondition(v *Volume, disk string) bool {
	if cdisk := C.CString(disk); C.volume_info_get(v.ptr, cdisk, nil, 0) == 0 { // ok: a variable holds it and is freed
		C.free(unsafe.Pointer(cdisk))
		return true
	} else {
		C.free(unsafe.Pointer(cdisk))
		return false
	}
}

func converted(pattern string) C.int {
	cpattern := (*C.uchar)(unsafe.Pointer(C.CString(pattern))) // ok: a variable of another type holds it and is freed
	defer C.free(unsafe.Pointer(cpattern))
	return C.volume_scan(cpattern, C.size_t(len(pattern)), nil)
}

// A Go string's own bytes need no C string.
func borrowed(pattern []byte) C.int {
	return C.volume_scan((*C.uchar)(unsafe.SliceData(pattern)), C.size_t(len(pattern)), nil) // ok: no C string
}

func freed(s string) {
	C.free(unsafe.Pointer(C.CString(s))) // ok: freed on the spot
}

func deferred(s string) {
	defer C.free(unsafe.Pointer(C.CString(s))) // ok: freed when the function returns
}
