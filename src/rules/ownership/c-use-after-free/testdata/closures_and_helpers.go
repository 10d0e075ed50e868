package tree

/*
#include <stdlib.h>

typedef struct tree { char *name; } tree;
tree *tree_parse(const char *text);
int tree_add(tree *t, const char *text);

static void tree_free(tree *t) {
	free(t->name);
	free(t);
}

static void tree_reset(tree *t) {
	free(t->name);
	t->name = NULL;
}

static int text_length(const char *text) {
	int n = 0;
	while (text[n])
		n++;
	return n;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

type Tree struct {
	ptr *C.tree
}

func release(s *C.char) {
	C.free(unsafe.Pointer(s))
}

// The helper of the package frees.
func lengthAfterHelper(text string) C.int {
	ctext := C.CString(text)
	release(ctext)              // step "freed"
	return C.text_length(ctext) // want "`ctext` is used after `release`"
}

// The body of tree_free, in the preamble, frees.
func addAfterFree(text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	t := C.tree_parse(ctext)
	C.tree_free(t)
	return C.tree_add(t, ctext) // want "`t` is used after `C.tree_free`, by `C.tree_add`"
}

func insideClosure(text string) func() C.int {
	return func() C.int {
		ctext := C.CString(text)
		C.free(unsafe.Pointer(ctext))
		return C.text_length(ctext) // want "`ctext`.*after"
	}
}

// The closure that frees is called before the use.
func closureCalled(text string) C.int {
	ctext := C.CString(text)
	done := func() { C.free(unsafe.Pointer(ctext)) }
	done()
	return C.text_length(ctext) // ok: known limit: closures are not followed
}

// Freed here, used by a closure that runs later on.
func closureLater(text string) C.int {
	ctext := C.CString(text)
	C.free(unsafe.Pointer(ctext))
	n := func() C.int {
		return C.text_length(ctext) // want "`ctext`.*after"
	}()
	return n
}

// The receiver's pointer is used after it was freed.
func (t *Tree) closeAndAdd(text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	C.free(unsafe.Pointer(t.ptr))
	return C.tree_add(t.ptr, ctext) // want "`t.ptr`.*after"
}

func closureNotCalled(text string) C.int {
	ctext := C.CString(text)
	done := func() { C.free(unsafe.Pointer(ctext)) }
	n := C.text_length(ctext) // ok: the closure runs afterwards
	done()
	return n
}

func closureDeferred(text string) C.int {
	ctext := C.CString(text)
	defer func() {
		C.free(unsafe.Pointer(ctext))
	}()
	return C.text_length(ctext) // ok: the deferred closure runs after the result is computed
}

func helperDeferred(text string) C.int {
	ctext := C.CString(text)
	defer release(ctext)
	return C.text_length(ctext) // ok: the deferred helper runs after the result is computed
}

func closureReturned(text string) (C.int, func()) {
	ctext := C.CString(text)
	n := C.text_length(ctext) // ok: the caller runs the closure
	return n, func() { C.free(unsafe.Pointer(ctext)) }
}

func closuresApart(text string) (func() C.int, func()) {
	ctext := C.CString(text)
	use := func() C.int { return C.text_length(ctext) } // ok: the order of the two is the caller's
	done := func() { C.free(unsafe.Pointer(ctext)) }
	return use, done
}

func reset(text string) C.int {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	t := C.tree_parse(ctext)
	defer C.tree_free(t)
	C.tree_reset(t)
	return C.tree_add(t, ctext) // ok: tree_reset frees a field, not its parameter
}

func (t *Tree) Close() {
	if t.ptr == nil {
		return
	}
	C.tree_free(t.ptr)
	t.ptr = nil // ok: cleared after the free
}

func (t *Tree) replace(text string) {
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	old := t.ptr
	t.ptr = C.tree_parse(ctext)
	C.tree_free(old)
	C.tree_add(t.ptr, ctext) // ok: the new pointer
}

func (t *Tree) fieldFreed(text string) {
	C.free(unsafe.Pointer(t.ptr.name))
	t.ptr.name = C.CString(text) // ok: a field of the struct was freed, the struct is there
}

func other(a, b *Tree) {
	C.tree_free(a.ptr)
	a.ptr = nil
	C.tree_free(b.ptr) // ok: another object's field
	b.ptr = nil
}

func logged(text string) {
	ctext := C.CString(text)
	C.free(unsafe.Pointer(ctext))
	fmt.Println("freed", text) // ok: the Go string
}

func goroutine(text string, done chan struct{}) {
	ctext := C.CString(text)
	go func() {
		defer close(done)
		defer C.free(unsafe.Pointer(ctext))
		C.text_length(ctext) // ok: used and freed in the goroutine
	}()
}
