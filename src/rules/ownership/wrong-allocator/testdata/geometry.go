package geometry

/*
#include <stdlib.h>
#include <geos_c.h>
#include <libxml/tree.h>
#include <pcap.h>

#define my_free(p) free(p)

static void drop(void *p) { free(p); }
static char *named(const char *name) { return strdup(name); }
static void text_free(char *text) { if (text) free(text); }
*/
import "C"

import "unsafe"

type Context struct {
	handle C.GEOSContextHandle_t
	name   *C.char
}

// FromWKT hands the library's free, of which only the name is known, what C.CString gave.
func (c *Context) FromWKT(wkt string) *C.GEOSGeometry {
	cwkt := C.CString(wkt)
	defer C.GEOSFree_r(c.handle, unsafe.Pointer(cwkt)) // want "Does `C.GEOSFree_r` free memory of malloc\\? `cwkt` is from `C.CString`, and `C.free` is what frees that"
	return C.GEOSGeomFromWKT_r(c.handle, cwkt)
}

// FromWKB does so with bytes, which C.CBytes gives as unsafe.Pointer.
func (c *Context) FromWKB(wkb []byte) *C.GEOSGeometry {
	buffer := C.CBytes(wkb)
	defer C.GEOSFree_r(c.handle, buffer) // want "Does `C.GEOSFree_r` free memory of malloc\\? `buffer` is from `C.CBytes`"
	return C.GEOSGeomFromWKB_buf_r(c.handle, (*C.uchar)(buffer), C.size_t(len(wkb)))
}

// ToWKT hands it what the library gave, as far as anybody can tell.
func (c *Context) ToWKT(geometry *C.GEOSGeometry) string {
	wkt := C.GEOSGeomToWKT_r(c.handle, geometry)
	defer C.GEOSFree_r(c.handle, unsafe.Pointer(wkt)) // ok: nothing says whose memory it is
	return C.GoString(wkt)
}

// Rename frees with functions of the package that do nothing but call free.
func (c *Context) Rename(name string) {
	first := C.CString(name)
	defer C.drop(unsafe.Pointer(first)) // ok: its body is free
	second := C.named(first)
	defer C.text_free(second) // ok: its body frees it
	third := C.CString(name)
	C.my_free(unsafe.Pointer(third)) // ok: a macro of the package
	C.free(unsafe.Pointer(c.name))   // ok: a field is not followed
}

// Attribute frees a string of libxml2, whose xmlFree is free as long as nobody has replaced it.
func Attribute(node *C.xmlNode, name string) string {
	cname := C.CString(name)
	defer C.xmlFreeChars(unsafe.Pointer(cname)) // ok: it may free what is malloc's
	value := C.xmlGetProp(node, (*C.xmlChar)(unsafe.Pointer(cname)))
	defer C.free(unsafe.Pointer(value)) // ok: the table lists free
	return C.GoString((*C.char)(unsafe.Pointer(value)))
}

// Drop ends a document as if it were plain memory.
func Drop(text string) bool {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext)) // ok: C.CString takes from malloc
	document := C.xmlReadDoc((*C.xmlChar)(unsafe.Pointer(ctext)), nil, nil, 0)
	defer C.free(unsafe.Pointer(document)) // want "`document`, an object of `C.xmlReadDoc` that `C.xmlFreeDoc` ends"
	return document != nil
}

// Filter frees the members of a struct that the caller has allocated.
func Filter() {
	program := (*C.struct_bpf_program)(C.calloc(1, C.sizeof_struct_bpf_program))
	C.pcap_freecode(program)        // ok: it frees what the struct points to, not the struct
	C.free(unsafe.Pointer(program)) // ok: calloc gave the struct
}
