package device

/*
#include <stdlib.h>

typedef struct device device;
char *device_label(device *d);
int device_set(device *d, const char *key, const char *value);
int device_fill(device *d, char **out);
*/
import "C"

import "unsafe"

type Device struct {
	ptr  *C.device
	name *C.char
}

func (d *Device) Label() string {
	var label *C.char
	defer C.free(unsafe.Pointer(label)) // want "`label`.*nil"
	label = C.device_label(d.ptr)
	return C.GoString(label)
}

func (d *Device) Set(key, value string) C.int {
	var ckey, cvalue *C.char
	defer C.free(unsafe.Pointer(ckey))   // want "`ckey`.*nil"
	defer C.free(unsafe.Pointer(cvalue)) // want "`cvalue`.*nil"
	ckey, cvalue = C.CString(key), C.CString(value)
	return C.device_set(d.ptr, ckey, cvalue)
}

func (d *Device) SetOptional(key string) C.int {
	var ckey *C.char
	defer C.free(unsafe.Pointer(ckey)) // want "`ckey`.*nil"
	if key != "" {
		ckey = C.CString(key)
	}
	return C.device_set(d.ptr, ckey, nil)
}

// The result is nil at the defer statement.
func (d *Device) take() (label unsafe.Pointer) {
	defer C.free(label) // want "`label`.*nil"
	label = unsafe.Pointer(C.device_label(d.ptr))
	C.device_set(d.ptr, (*C.char)(label), nil)
	return nil
}

// A closure's parameter is evaluated as early as the argument of C.free.
func (d *Device) LabelByParameter() string {
	var label *C.char
	defer func(p *C.char) { // want "`label`.*nil"
		C.free(unsafe.Pointer(p))
	}(label)
	label = C.device_label(d.ptr)
	return C.GoString(label)
}

func (d *Device) LabelByHelper() string {
	var label *C.char
	defer release(label) // want "`label`.*nil"
	label = C.device_label(d.ptr)
	return C.GoString(label)
}

func release(p *C.char) {
	C.free(unsafe.Pointer(p))
}

// The closure assigns, which the deferred call does not see either.
func (d *Device) LabelInClosure() (s string) {
	var label *C.char
	defer C.free(unsafe.Pointer(label)) // want "`label`.*nil"
	func() {
		label = C.device_label(d.ptr)
		s = C.GoString(label)
	}()
	return s
}

func (d *Device) LabelDeferred() string {
	label := C.device_label(d.ptr)
	defer C.free(unsafe.Pointer(label)) // ok: set by its declaration
	return C.GoString(label)
}

func (d *Device) LabelAssigned() string {
	var label *C.char
	label = C.device_label(d.ptr)
	defer C.free(unsafe.Pointer(label)) // ok: set above
	return C.GoString(label)
}

func (d *Device) SetBranch(key string, prefixed bool) C.int {
	var ckey *C.char
	if prefixed {
		ckey = C.CString("prefix." + key)
	} else {
		ckey = C.CString(key)
	}
	defer C.free(unsafe.Pointer(ckey)) // ok: set on both arms
	return C.device_set(d.ptr, ckey, nil)
}

func (d *Device) SetSome(key string) C.int {
	var ckey *C.char
	if key != "" {
		ckey = C.CString(key)
	}
	defer C.free(unsafe.Pointer(ckey)) // ok: set on one path, and nil needs no free on the other one
	return C.device_set(d.ptr, ckey, nil)
}

func (d *Device) SetInBranch(key string) C.int {
	var ckey *C.char
	if key != "" {
		ckey = C.CString(key)
		defer C.free(unsafe.Pointer(ckey)) // ok: set on the line above
	}
	return C.device_set(d.ptr, ckey, nil)
}

func (d *Device) SetShadowed(key string) C.int {
	var ckey *C.char
	if key != "" {
		ckey := C.CString(key)
		defer C.free(unsafe.Pointer(ckey)) // ok: the inner variable, which is set
		return C.device_set(d.ptr, ckey, nil)
	}
	return C.device_set(d.ptr, ckey, nil)
}

func (d *Device) SetTwice(key, value string) C.int {
	cs := C.CString(key)
	defer C.free(unsafe.Pointer(cs)) // ok: the first string
	ret := C.device_set(d.ptr, cs, nil)
	cs = C.CString(value)
	defer C.free(unsafe.Pointer(cs)) // ok: the second string
	return ret + C.device_set(d.ptr, cs, nil)
}

func (d *Device) SetFromParameter(p *C.char) C.int {
	defer C.free(unsafe.Pointer(p)) // ok: the caller has set it
	p = nil
	return C.device_set(d.ptr, p, nil)
}

func (d *Device) SetField(key string) C.int {
	defer C.free(unsafe.Pointer(d.name)) // ok: the old name of the receiver, freed on purpose
	d.name = C.CString(key)
	return C.device_set(d.ptr, d.name, nil)
}

func (d *Device) LabelNeverSet() {
	var label *C.char
	defer C.free(unsafe.Pointer(label)) // ok: nothing sets it afterwards, free(nil) does nothing
	C.device_set(d.ptr, label, nil)
}

func (d *Device) LabelRead(out **C.char) string {
	var label *C.char
	label = *out
	defer C.free(unsafe.Pointer(label)) // ok: set from the caller's variable
	return C.GoString(label)
}

func (d *Device) Labels(n int) {
	var label *C.char
	for i := 0; i < n; i++ {
		label = C.device_label(d.ptr)
		defer C.free(unsafe.Pointer(label)) // ok: set in the same round
	}
}

func (d *Device) LabelsRange(labels []*C.char) {
	for _, label := range labels {
		defer C.free(unsafe.Pointer(label)) // ok: set by the range
	}
}

func (d *Device) LabelSwitch(mode int) string {
	var label *C.char
	switch mode {
	case 0:
		label = C.device_label(d.ptr)
	case 1:
		C.device_fill(d.ptr, &label)
	default:
		return ""
	}
	defer C.free(unsafe.Pointer(label)) // ok: set in every case that comes here
	return C.GoString(label)
}

func (d *Device) LabelGuarded() string {
	var label *C.char
	defer func() {
		if label != nil {
			C.free(unsafe.Pointer(label)) // ok: the closure reads the variable when it runs
		}
	}()
	label = C.device_label(d.ptr)
	return C.GoString(label)
}

// The pointer goes through a variable that is set before the defer.
func (d *Device) LabelThroughPointer() string {
	var label *C.char
	out := &label
	C.device_fill(d.ptr, out)
	defer C.free(unsafe.Pointer(label)) // ok: set through its address
	return C.GoString(label)
}

func (d *Device) LabelThroughClosure() string {
	var label *C.char
	load := func() { label = C.device_label(d.ptr) }
	load()
	defer C.free(unsafe.Pointer(label)) // ok: set by the closure
	return C.GoString(label)
}
