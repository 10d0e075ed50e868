package release

/*
#include <stdlib.h>
#include <git2.h>
#include <glib-object.h>

int text_length(const char *text);
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errText = errors.New("text error")

func fromC(message *C.char) error {
	if message == nil {
		return nil
	}
	defer C.free(unsafe.Pointer(message))
	return errors.New(C.GoString(message))
}

// The first conversion has freed the message.
func convertedTwice(message *C.char) error {
	if err := fromC(message); err != nil {
		return err
	}
	return fromC(message) // ok: nil, else the line above has returned
}

func convertedAgain(message *C.char) (err error) {
	err = fromC(message) // step "freed"
	C.text_length(nil)
	err = fromC(message) // want "`message` is freed twice, by `fromC`"
	return err
}

func twoDeferredFunctions(text string) C.int {
	ctext := C.CString(text)
	defer func() {
		C.free(unsafe.Pointer(ctext))
	}()
	defer func() {
		C.free(unsafe.Pointer(ctext)) // want "`ctext` is freed twice"
	}()
	return C.text_length(ctext)
}

func deferredAndFunction(text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext)) // want "`ctext` is freed twice"
	defer func() {
		C.free(unsafe.Pointer(ctext))
	}()
	return C.text_length(ctext)
}

func functionClears(text string) C.int {
	ctext := C.CString(text)
	defer func() {
		C.free(unsafe.Pointer(ctext)) // ok: the one that runs before it has set nil
	}()
	defer func() {
		C.free(unsafe.Pointer(ctext)) // ok: cleared on the next line
		ctext = nil
	}()
	return C.text_length(ctext)
}

func functionOnPanic(text string) (err error) {
	ctext := C.CString(text)
	defer func() {
		if r := recover(); r != nil {
			C.free(unsafe.Pointer(ctext)) // ok: only where the line below was not reached
			err = errText
		}
	}()
	C.text_length(ctext)
	C.free(unsafe.Pointer(ctext)) // ok: the deferred function frees after a panic alone
	return nil
}

func disposed() {
	var buf *C.git_buf
	C.git_buf_dispose(buf)
	C.git_buf_dispose(buf) // ok: the struct is there, and empty
}

func counted(object C.gpointer) {
	C.g_object_unref(object)
	C.g_object_unref(object) // ok: two references, as far as anybody can tell from here
}

func repository(repo *C.git_repository, bare bool) {
	if bare {
		C.git_repository_free(repo)
	}
	C.git_repository_free(repo) // want "`repo` is freed twice, by `C.git_repository_free`"
}

func freedTwoWays(repo *C.git_repository) {
	C.git_repository_free(repo)
	C.free(unsafe.Pointer(repo)) // want "`repo` is freed twice, by `C.git_repository_free` and by `C.free`"
}
