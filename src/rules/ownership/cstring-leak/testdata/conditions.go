package domain

/*
#include <stdlib.h>

typedef struct domain domain;
int domain_attach(domain *d, const char *xml, const char *title);
int domain_state(domain *d);
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errAttach = errors.New("attach failed")

type Domain struct {
	ptr *C.domain
}

// Two conditions that have nothing to do with one another.
func (d *Domain) attach(xml, title string, titled, cleanup bool) {
	var ctitle *C.char
	if titled {
		ctitle = C.CString(title) // want "`ctitle`.*not freed on every path"
	}
	C.domain_attach(d.ptr, nil, ctitle)
	if cleanup {
		C.free(unsafe.Pointer(ctitle))
	}
}

// The same condition, but negated.
func (d *Domain) attachNegated(title string, titled bool) {
	var ctitle *C.char
	if titled {
		ctitle = C.CString(title) // want "`ctitle`.*freed"
	}
	C.domain_attach(d.ptr, nil, ctitle)
	if !titled {
		C.free(unsafe.Pointer(ctitle))
	}
}

// Between the two tests the condition's variable changes.
func (d *Domain) attachChanged(title string, titled bool) {
	var ctitle *C.char
	if titled {
		ctitle = C.CString(title) // want "`ctitle`.*freed"
	}
	titled = C.domain_attach(d.ptr, nil, ctitle) == 0
	if titled {
		C.free(unsafe.Pointer(ctitle))
	}
}

// The nil check is the wrong way round: a nil pointer is freed, a string is not.
func (d *Domain) attachNilOnly(title string) {
	ctitle := C.CString(title) // want "`ctitle`.*freed"
	C.domain_attach(d.ptr, nil, ctitle)
	if ctitle == nil {
		C.free(unsafe.Pointer(ctitle))
	}
}

// The flag is set on one of the two ways to the string.
func (d *Domain) attachFlag(title string, force bool) {
	owned := false
	var ctitle *C.char
	if title != "" {
		ctitle = C.CString(title)
		owned = true
	} else if force {
		ctitle = C.CString("untitled") // want "`ctitle`.*freed"
	}
	C.domain_attach(d.ptr, nil, ctitle)
	if owned {
		C.free(unsafe.Pointer(ctitle))
	}
}

func (d *Domain) attachOptional(title string) error {
	var ctitle *C.char
	if title != "" {
		ctitle = C.CString(title) // ok: deferred in the branch that allocates
		defer C.free(unsafe.Pointer(ctitle))
	}
	if C.domain_attach(d.ptr, nil, ctitle) != 0 {
		return errAttach
	}
	return nil
}

func (d *Domain) attachNilChecked(title string, titled bool) error {
	var ctitle *C.char
	if titled {
		ctitle = C.CString(title) // ok: not nil where it was allocated
	}
	ret := C.domain_attach(d.ptr, nil, ctitle)
	if ctitle != nil {
		C.free(unsafe.Pointer(ctitle))
	}
	if ret != 0 {
		return errAttach
	}
	return nil
}

func (d *Domain) attachSameCondition(title string, titled bool) C.int {
	var ctitle *C.char
	if titled {
		ctitle = C.CString(title) // ok: the same condition guards the free
	}
	ret := C.domain_attach(d.ptr, nil, ctitle)
	if titled {
		C.free(unsafe.Pointer(ctitle))
	}
	return ret
}

func (d *Domain) attachSameComparison(title string) C.int {
	var ctitle *C.char
	if title != "" {
		ctitle = C.CString(title) // ok: the same comparison guards the free
	}
	ret := C.domain_attach(d.ptr, nil, ctitle)
	if title != "" {
		C.free(unsafe.Pointer(ctitle))
	}
	return ret
}

func (d *Domain) attachOwned(title string, force bool) C.int {
	owned := false
	var ctitle *C.char
	if title != "" || force {
		ctitle = C.CString(title) // ok: the flag says that it is there
		owned = true
	}
	ret := C.domain_attach(d.ptr, nil, ctitle)
	if owned {
		C.free(unsafe.Pointer(ctitle))
	}
	return ret
}

func (d *Domain) attachGuardedDefer(title string) C.int {
	var ctitle *C.char
	defer func() {
		if ctitle != nil {
			C.free(unsafe.Pointer(ctitle))
		}
	}()
	if title != "" {
		ctitle = C.CString(title) // ok: the deferred closure frees it unless it is nil
	}
	return C.domain_attach(d.ptr, nil, ctitle)
}

func (d *Domain) attachBoth(xml, title string) C.int {
	cxml := C.CString(xml)     // ok: C.CString never gives nil, the check always holds
	ctitle := C.CString(title) // ok: C.CString never gives nil, the check always holds
	ret := C.domain_attach(d.ptr, cxml, ctitle)
	if cxml != nil && ctitle != nil {
		C.free(unsafe.Pointer(cxml))
		C.free(unsafe.Pointer(ctitle))
	}
	return ret
}

func (d *Domain) attachOrGiveUp(xml string) error {
	cxml := C.CString(xml) // ok: C.CString never gives nil, the early return cannot happen
	if cxml == nil {
		return errAttach
	}
	defer C.free(unsafe.Pointer(cxml))
	if C.domain_attach(d.ptr, cxml, nil) != 0 {
		return errAttach
	}
	return nil
}
