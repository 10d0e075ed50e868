package returned

/*
#include <stdlib.h>

typedef struct session session;
session *session_new(int kind);

struct request { const char *name; int size; char *text; int owns_text; };
int request_send(struct request *r);
*/
import "C"

import "unsafe"

type link struct {
	session unsafe.Pointer
	port    int
}

type Client struct {
	link link
	name *C.char
}

// The deferred frees are for temporary memory, but the object keeps it.
func Open(port int) *Client {
	c := &Client{}
	c.link.session = C.malloc(64)
	defer C.free(c.link.session) // want "The deferred `C.free` frees `c.link.session` as the function returns the object that keeps it"
	c.link.port = port
	return c // step "the caller gets the object"
}

func Named(name string) (*Client, error) {
	cname := C.CString(name)
	c := &Client{name: cname}           // step "`c.name` gets `cname` here"
	defer C.free(unsafe.Pointer(cname)) // want "The deferred `C.free` frees `cname` as the function returns the object that keeps it in `c.name`"
	c.link.port = 1
	return c, nil // step "the caller gets the object"
}

func Request(name string) C.struct_request {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname)) // want "The deferred `C.free` frees `cname`"
	var r C.struct_request
	r.name = cname // step "`r.name` gets `cname` here"
	r.size = C.int(len(name))
	return r // step "the caller gets the object"
}

func Pointer(name string) *C.struct_request {
	r := C.struct_request{}
	if name != "" {
		cname := C.CString(name)
		r.name = cname                      // step "`r.name` gets `cname` here"
		defer C.free(unsafe.Pointer(cname)) // want "The deferred `C.free` frees `cname` as the function returns the object that keeps it in `r.name`$"
	}
	return &r // step "the caller gets the object"
}

func Cleared(port int) *Client {
	c := &Client{}
	c.link.session = C.malloc(64)
	defer C.free(c.link.session) // ok: the field is cleared before the object is returned
	c.link.session = nil
	return c
}

func ClearedAtEnd(port int) *Client {
	c := &Client{}
	c.link.session = C.malloc(64)
	defer func() { c.link.session = nil }()
	defer C.free(c.link.session) // ok: the field is cleared at the end
	return c
}

func (c *Client) detach() { c.name = nil }

func Detached(name string) *Client {
	cname := C.CString(name)
	c := &Client{name: cname}
	defer C.free(unsafe.Pointer(cname)) // ok: the method may set the field
	c.detach()
	return c
}

func OnlyWhereItFails(name string) *Client {
	cname := C.CString(name)
	c := &Client{name: cname}
	if name == "" {
		defer C.free(unsafe.Pointer(cname)) // ok: nil is returned
		return nil
	}
	return c
}

func Sent(name string) C.int {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname)) // ok: the struct stays here
	r := C.struct_request{name: cname}
	return C.request_send(&r)
}

//export fillRequest
func fillRequest(data unsafe.Pointer) C.int {
	r := (*C.struct_request)(data)
	text := C.CString("text")
	defer C.free(unsafe.Pointer(text))
	r.text = text // want "`r.text` keeps `text`, which the deferred `C.free` frees as the function returns to C"
	r.owns_text = 0
	return 0
}

//export sendFilled
func sendFilled(r *C.struct_request) C.int {
	text := C.CString("text")
	defer C.free(unsafe.Pointer(text))
	r.text = text // ok: cleared below
	status := C.int(r.size)
	r.text = nil
	return status
}

//export passFilled
func passFilled(r *C.struct_request) C.int {
	text := C.CString("text")
	defer C.free(unsafe.Pointer(text))
	r.text = text // ok: what gets it behind may set the field
	return C.request_send(r)
}
