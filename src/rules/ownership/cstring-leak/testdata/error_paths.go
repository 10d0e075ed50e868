package image

/*
#include <stdlib.h>

typedef void *image;
int image_open(const char *name, const char *snapshot, image *out);
int image_set_meta(image i, const char *key, const char *value);
int image_meta(image i, const char *key, char *buf, size_t *len);
*/
import "C"

import (
	"errors"
	"strings"
	"unsafe"
)

var (
	errName = errors.New("bad name")
	errOpen = errors.New("cannot open")
)

type Image struct {
	image C.image
}

// The explicit free stands behind the return of the error path.
func Open(name string) (*Image, error) {
	var out C.image
	cname := C.CString(name) // want "`cname`.*not freed on every path"
	if C.image_open(cname, nil, &out) != 0 {
		return nil, errOpen // step "return"
	}
	C.free(unsafe.Pointer(cname))
	return &Image{image: out}, nil
}

// The other way round: only the failure frees.
func OpenRead(name string) (*Image, error) {
	var out C.image
	cname := C.CString(name) // want "`cname`.*not freed on every path"
	if C.image_open(cname, nil, &out) != 0 {
		C.free(unsafe.Pointer(cname))
		return nil, errOpen
	}
	return &Image{image: out}, nil
}

// The check between the allocation and the defer leaves too early.
func OpenSnapshot(name, snapshot string) (*Image, error) {
	cname := C.CString(name) // want "`cname`.*not freed on every path"
	if strings.ContainsRune(snapshot, '@') {
		return nil, errName
	}
	defer C.free(unsafe.Pointer(cname))
	csnapshot := C.CString(snapshot)
	defer C.free(unsafe.Pointer(csnapshot))
	var out C.image
	if C.image_open(cname, csnapshot, &out) != 0 {
		return nil, errOpen
	}
	return &Image{image: out}, nil
}

// The second of three exits forgets one of two strings.
func (i *Image) SetMeta(key, value string) error {
	ckey := C.CString(key)
	cvalue := C.CString(value) // want "`cvalue`.*not freed on every path"
	if len(key) > 64 {
		C.free(unsafe.Pointer(ckey))
		C.free(unsafe.Pointer(cvalue))
		return errName
	}
	if C.image_set_meta(i.image, ckey, cvalue) != 0 {
		C.free(unsafe.Pointer(ckey))
		return errOpen
	}
	C.free(unsafe.Pointer(ckey))
	C.free(unsafe.Pointer(cvalue))
	return nil
}

// Deferred only in one branch.
func (i *Image) HasMeta(key string, shared bool) bool {
	ckey := C.CString(key) // want "`ckey`.*not freed on every path"
	if !shared {
		defer C.free(unsafe.Pointer(ckey))
	}
	return C.image_meta(i.image, ckey, nil, nil) == 0
}

func OpenChecked(name string) (*Image, error) {
	if name == "" {
		return nil, errName
	}
	cname := C.CString(name) // ok: the early return lies before the allocation
	defer C.free(unsafe.Pointer(cname))
	var out C.image
	if C.image_open(cname, nil, &out) != 0 {
		return nil, errOpen
	}
	return &Image{image: out}, nil
}

func (i *Image) Meta(key string) (string, error) {
	ckey := C.CString(key) // ok: every exit frees
	var size C.size_t
	if C.image_meta(i.image, ckey, nil, &size) != 0 {
		C.free(unsafe.Pointer(ckey))
		return "", errOpen
	}
	buf := make([]byte, size+1)
	if C.image_meta(i.image, ckey, (*C.char)(unsafe.Pointer(&buf[0])), &size) != 0 {
		C.free(unsafe.Pointer(ckey))
		return "", errOpen
	}
	C.free(unsafe.Pointer(ckey))
	return string(buf[:size]), nil
}

func (i *Image) CopyMeta(key, value string) error {
	ckey := C.CString(key)
	defer C.free(unsafe.Pointer(ckey))
	cvalue := C.CString(value) // ok: freed right after the call, before its result is looked at
	ret := C.image_set_meta(i.image, ckey, cvalue)
	C.free(unsafe.Pointer(cvalue))
	if ret != 0 {
		return errOpen
	}
	return nil
}

func (i *Image) TouchMeta(key string) error {
	ckey := C.CString(key) // ok: freed on both arms
	if ret := C.image_set_meta(i.image, ckey, ckey); ret != 0 {
		C.free(unsafe.Pointer(ckey))
		return errOpen
	} else {
		C.free(unsafe.Pointer(ckey))
	}
	return nil
}
