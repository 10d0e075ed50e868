package labels

/*
#include <stdlib.h>
#include <sqlite3.h>
#include <openssl/ssl.h>
#include "label.h"

static void label_take_note(label *l, char *note) {
	label_note(l, note);
}

// @text: (transfer full): the text of the button
void button_text(button *b, char *text);
*/
import "C"

import (
	"errors"
	"unsafe"
)

type Label struct {
	c    *C.label
	icon *C.icon
}

// SetText frees the text that the label adopts, as its name announces.
func (l *Label) SetText(text string) {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext)) // want "Does `C.label_adopt_text` become the owner of `ctext`\\? Its name announces that, and `C.free` frees it as well"
	C.label_adopt_text(l.c, ctext)
}

// SetTitle frees it behind the call.
func (l *Label) SetTitle(title string) {
	ctitle := C.CString(title)
	C.label_take_string(l.c, ctitle) // step "`C.label_take_string` gets `ctitle`"
	C.free(unsafe.Pointer(ctitle))   // want "Does `C.label_take_string` become the owner of `ctitle`"
}

// SetButton frees what a comment says to be taken.
func SetButton(b *C.button, text string) {
	ctext := C.CString(text)
	C.button_text(b, ctext)
	defer func() {
		C.free(unsafe.Pointer(ctext)) // want "Does `C.button_text` become the owner of `ctext`\\? Its comment says \".*transfer full"
	}()
}

// Bind gives the statement the function that frees the text, and frees it itself.
func Bind(stmt *C.sqlite3_stmt, text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext)) // want "`C.free` frees `ctext`, which `C.sqlite3_bind_text` becomes the owner of: it is given the function that frees it"
	return C.sqlite3_bind_text(stmt, 1, ctext, -1, (*[0]byte)(C.free))
}

// BindCopy lets the statement copy it.
func BindCopy(stmt *C.sqlite3_stmt, text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext)) // ok: SQLITE_TRANSIENT makes a copy
	return C.sqlite3_bind_text(stmt, 1, ctext, -1, C.SQLITE_TRANSIENT)
}

// Offer frees it only where the label has not taken it.
func (l *Label) Offer(text string) error {
	ctext := C.CString(text)
	if C.label_adopt_text(l.c, ctext) != 0 {
		C.free(unsafe.Pointer(ctext)) // ok: the call has failed
		return errors.New("not adopted")
	}
	return nil
}

// Guarded gives the pointer up where the label has it.
func (l *Label) Guarded(text string) {
	ctext := C.CString(text)
	defer func() {
		C.free(unsafe.Pointer(ctext)) // ok: the variable is nil where the label has taken it
	}()
	if C.label_adopt_text(l.c, ctext) == 0 {
		ctext = nil
	}
}

// Snapshot is named for something else that is taken.
func Snapshot(name string) {
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname)) // ok: the text is a name
	C.disk_take_snapshot(cname)
}

// Note gives it to a function whose body is here.
func (l *Label) Note(text string) {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext)) // ok: its body is read
	C.label_take_note(l.c, ctext)
}

// Show has nothing to do with owners.
func (l *Label) Show(text string) {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext)) // ok: it is shown
	C.label_show(l.c, ctext)
}
