package device

/*
#include <stdlib.h>
#include <device.h>
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errDevice = errors.New("device")

type Device struct {
	c *C.device_t
}

// Name frees the text behind the test of what was made of it.
func (d *Device) Name(expected string) (string, error) {
	text := C.device_name(d.c) // want "`text` from `C.device_name` is not freed where the function returns at line 28, while line 30 frees it with `C.free`"
	if text == nil {
		return "", errDevice
	}
	name := C.GoString(text)
	if name != expected {
		return "", errDevice
	}
	C.free(unsafe.Pointer(text))
	return name, nil
}

// Serial gets it through an address.
func (d *Device) Serial() (string, error) {
	var text *C.char
	if C.device_serial(d.c, &text) != 0 { // want "`text` from `C.device_serial` is not freed where the function returns at line 42, while line 44 frees it with `C.free`"
		return "", errDevice // nothing was given
	}
	serial := C.GoString(text)
	if serial == "" {
		return "", errDevice
	}
	defer C.free(unsafe.Pointer(text))
	return serial, nil
}

// Read closes by a name that announces it.
func Read(path *C.char) error {
	h := C.device_open(path) // want "`h` from `C.device_open` is not freed where the function returns at line 55, while line 57 frees it with `C.device_close`: is that meant"
	if h == nil {
		return errDevice
	}
	if C.device_start(h) != 0 {
		return errDevice
	}
	C.device_close(h)
	return nil
}

// Each goes round with one text at a time.
func (d *Device) Each(n int) error {
	for i := 0; i < n; i++ {
		text := C.device_text(d.c, C.int(i)) // want "`text` from `C.device_text` is not freed where the function returns at line 66"
		if C.GoString(text) == "" {
			return errDevice
		}
		C.free(unsafe.Pointer(text))
	}
	return nil
}

// Label frees what is its own only where C says so.
func (d *Device) Label() string {
	var isOwned C.int
	text := C.device_label(d.c, &isOwned) // ok: the condition tells whose it is
	label := C.GoString(text)
	if isOwned != 0 {
		C.free(unsafe.Pointer(text))
	}
	return label
}

// Message gets a text only where the call has failed.
func (d *Device) Message() error {
	var text *C.char
	if C.device_check(d.c, &text) != 0 { // ok: where it succeeds nothing is given
		message := C.GoString(text)
		C.free(unsafe.Pointer(text))
		return errors.New(message)
	}
	return nil
}

// Checked frees on both ways.
func (d *Device) Checked() (string, error) {
	text := C.device_name(d.c) // ok: freed on each path
	if C.GoString(text) == "" {
		C.free(unsafe.Pointer(text))
		return "", errDevice
	}
	defer C.free(unsafe.Pointer(text))
	return C.GoString(text), nil
}

// Either frees one of two things: the function itself tells nothing of the first one, others do.
func (d *Device) Either(isFirst bool) (string, error) {
	text := C.device_name(d.c) // want "`text` from `C.device_name` is not freed where the function returns at line 114, and three callers free what `C.device_name` returns with `C.free`: is that meant"
	if !isFirst {
		text = C.device_static_name(d.c)
	}
	name := C.GoString(text)
	if name == "" {
		return "", errDevice
	}
	C.free(unsafe.Pointer(text))
	return name, nil
}

// Keep hands it on.
func Keep(path *C.char) (*Device, error) {
	h := C.device_open(path) // ok: handed on, or closed
	if h == nil {
		return nil, errDevice
	}
	if C.device_start(h) != 0 {
		C.device_close(h)
		return nil, errDevice
	}
	return &Device{c: h}, nil
}

// Until stops in front of the free.
func (d *Device) Until(n int) int {
	for i := 0; i < n; i++ {
		text := C.device_text(d.c, C.int(i)) // want "`text` from `C.device_text` is not freed where its block ends at line 138, while line 140 frees it with `C.free`"
		if C.GoString(text) == "end" {
			break
		}
		C.free(unsafe.Pointer(text))
	}
	return n
}

// Skip goes on in front of the free.
func (d *Device) Skip(n int) {
	for i := 0; i < n; i++ {
		text := C.device_text(d.c, C.int(i)) // want "`text` from `C.device_text` is not freed where its block ends at line 150, while line 152 frees it with `C.free`"
		if C.GoString(text) == "" {
			continue
		}
		C.free(unsafe.Pointer(text))
	}
}

// First frees it behind the loop.
func (d *Device) First(n int) string {
	var text *C.char
	for i := 0; i < n; i++ {
		text = C.device_line(d.c, C.int(i)) // ok: freed behind the loop
		if text != nil {
			break
		}
	}
	first := C.GoString(text)
	C.free(unsafe.Pointer(text))
	return first
}

// Absent skips where there is nothing.
func (d *Device) Absent(n int) {
	for i := 0; i < n; i++ {
		text := C.device_text(d.c, C.int(i)) // ok: nothing was given
		if text == nil {
			continue
		}
		C.free(unsafe.Pointer(text))
	}
}

// Kept hands it on before it goes on.
func (d *Device) Kept(n int) (all []*C.char) {
	for i := 0; i < n; i++ {
		text := C.device_text(d.c, C.int(i)) // ok: handed on, or freed
		if C.GoString(text) != "" {
			all = append(all, text)
			continue
		}
		C.free(unsafe.Pointer(text))
	}
	return all
}
