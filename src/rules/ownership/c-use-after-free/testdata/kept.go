package kept

// #include <stdlib.h>
// #include "filter.h"
import "C"

import (
	"sync"
	"unsafe"
)

type Filter struct {
	mutex  sync.Mutex
	handle *C.filter_t
	text   *C.char
	length int
}

func (f *Filter) set(text string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	f.text = ctext // want "`f.text` keeps `ctext`, which the deferred `C.free` frees as the method returns"
	f.length = len(text)
}

func (f *Filter) setEarly(text string) C.int {
	ctext := C.CString(text)
	f.text = ctext // want "`f.text` keeps `ctext`"
	defer C.free(unsafe.Pointer(ctext))
	return C.filter_compile(f.handle, ctext)
}

func (f *Filter) cleared(text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	f.text = ctext // ok: cleared below
	status := C.filter_run(f.handle)
	f.text = nil
	return status
}

func (f *Filter) clearedAtEnd(text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	f.text = ctext // ok: cleared at the end
	defer func() { f.text = nil }()
	return C.filter_run(f.handle)
}

func (f *Filter) forget() { f.text = nil }

func (f *Filter) clearedByMethod(text string) {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	f.text = ctext // ok: the method below may set it
	f.forget()
}

func (f Filter) ofCopy(text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	f.text = ctext // ok: the receiver is a copy
	return C.filter_run(f.handle)
}

func (f *Filter) eitherOr(text string, isKept bool) {
	ctext := C.CString(text)
	if isKept {
		f.text = ctext // ok: not freed on this path
		return
	}
	defer C.free(unsafe.Pointer(ctext))
}

func fillRequest(request *C.struct_request, name string) C.int {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	request.name = cname // ok: what C reads while the function runs
	return C.request_send(request)
}
