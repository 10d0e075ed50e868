package lent

/*
#include <stdlib.h>
#include <libvirt/libvirt.h>
#include <sqlite3.h>
#include <libxml/tree.h>
#include "engine.h"

static const char *mode_name(int mode) {
	return mode == 0 ? "read" : "write";
}
static char *mode_copy(int mode) {
	return strdup(mode_name(mode));
}
*/
import "C"

import (
	"errors"
	"unsafe"
)

type Connection struct {
	ptr  C.virConnectPtr
	name *C.char
}

// Type frees text that is the library's own.
func (c *Connection) Type() (string, error) {
	str := C.virConnectGetType(c.ptr) // step "C gives the pointer here"
	if str == nil {
		return "", errors.New("no type")
	}
	kind := C.GoString(str)
	C.free(unsafe.Pointer(str)) // want "`C.free` frees `str`, which `C.virConnectGetType` only lends: it stays the library's"
	return kind, nil
}

// Hostname frees text that the library gives.
func (c *Connection) Hostname() string {
	str := C.virConnectGetHostname(c.ptr)
	defer C.free(unsafe.Pointer(str)) // ok: the caller frees it
	return C.GoString(str)
}

// Message frees text of the database with the database's own function.
func Message(db *C.sqlite3) string {
	text := C.sqlite3_errmsg(db)
	defer C.sqlite3_free(unsafe.Pointer(text)) // want "`C.sqlite3_free` frees `text`, which `C.sqlite3_errmsg` only lends: it belongs to `db`"
	return C.GoString(text)
}

// Expanded frees what the same library gives.
func Expanded(stmt *C.sqlite3_stmt) string {
	text := C.sqlite3_expanded_sql(stmt)
	defer C.sqlite3_free(unsafe.Pointer(text)) // ok: the caller frees this one
	return C.GoString(text)
}

// Column frees it in a function literal.
func Column(stmt *C.sqlite3_stmt, index int) string {
	text := unsafe.Pointer(C.sqlite3_column_text(stmt, C.int(index)))
	defer func() {
		C.free(text) // want "`text`, which `C.sqlite3_column_text` only lends: it belongs to `stmt`"
	}()
	return C.GoString((*C.char)(text))
}

// Mode frees what a body in the package shows to be constant, and a copy of it.
func Mode(mode int) string {
	name := C.mode_name(C.int(mode))
	defer C.free(unsafe.Pointer(name)) // want "`name`, which `C.mode_name` only lends: its body returns constant text"
	copied := C.mode_copy(C.int(mode))
	defer C.free(unsafe.Pointer(copied)) // ok: strdup gives it
	return C.GoString(copied)
}

// Cut makes a lent node its own before it frees it.
func Cut(doc *C.xmlDoc) {
	node := C.xmlDocGetRootElement(doc)
	C.xmlUnlinkNode(node)
	C.xmlFreeNode(node) // ok: it has been taken out of the document
}

// Either frees what may be its own.
func (c *Connection) Either(own bool) {
	text := C.virConnectGetType(c.ptr)
	if own {
		text = C.strdup(text)
	}
	C.free(unsafe.Pointer(text)) // ok: it depends on the path whose it is
}

// Forget frees a field, which anything may have set.
func (c *Connection) Forget() {
	C.free(unsafe.Pointer(c.name)) // ok: where it is from is not known
}

// Names frees before there is anything: the deferred call has taken nil.
func (c *Connection) Names() []string {
	var names []string
	for i := 0; i < 4; i++ {
		var name *C.char
		defer C.free(unsafe.Pointer(name)) // ok: it is nil here
		name = C.virConnectGetType(c.ptr)
		names = append(names, C.GoString(name))
	}
	return names
}
