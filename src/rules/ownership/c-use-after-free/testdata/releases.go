package release

/*
#include <stdlib.h>
#include <git2.h>
#include <glib-object.h>

typedef struct node { char *name; int size; } node;
typedef struct store { char *text; } store;

node *node_new(void);
int node_size(node *n);
char *node_label(node *n);

static int node_close(node *n) {
	free(n);
	return 0;
}
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errNode = errors.New("node error")

type Store struct {
	text *C.char
	node *C.node
}

// The caller gets what the deferred function frees.
func labelClosing(n *C.node) *C.char {
	label := C.node_label(n)
	defer func() {
		C.free(unsafe.Pointer(label)) // step "freed"
	}()
	return label // want "`label` is used after `C.free`, by `return`"
}

func labelDeferred(n *C.node) *C.char {
	label := C.node_label(n)
	defer C.free(unsafe.Pointer(label))
	return label // want "`label` is used after `C.free`, by `return`"
}

// Only where the function fails.
func labelOnError(n *C.node) (label *C.char, err error) {
	text := C.node_label(n)
	defer func() {
		if err != nil {
			C.free(unsafe.Pointer(text))
		}
	}()
	if C.node_size(n) == 0 {
		return nil, errNode
	}
	return text, nil // ok: the deferred function frees it only where there is an error
}

func labelErrorToo(n *C.node) (label *C.char, err error) {
	text := C.node_label(n)
	defer func() {
		if err != nil {
			C.free(unsafe.Pointer(text))
		}
	}()
	if C.node_size(n) == 0 {
		return text, errors.New("empty") // want "`text` is used after `C.free`, by `return`"
	}
	return text, nil // ok: without an error
}

// libgit2's table says who frees.
func repository(path *C.char) int {
	var repo *C.git_repository
	if C.git_repository_open(&repo, path) != 0 {
		return -1
	}
	C.git_repository_free(repo)
	return int(C.git_repository_is_bare(repo)) // want "`repo` is used after `C.git_repository_free`"
}

func repositoryFirst(path *C.char) int {
	var repo *C.git_repository
	if C.git_repository_open(&repo, path) != 0 {
		return -1
	}
	defer C.git_repository_free(repo)
	return int(C.git_repository_is_bare(repo)) // ok: freed when the function ends
}

// Somebody else may have a reference.
func counted(object C.gpointer) {
	C.g_object_unref(object)
	C.g_object_get_data(object, nil) // ok: one reference less, which need not be the last one
}

func (s *Store) closeInOne() (err C.int) {
	s.node, err = nil, C.node_close(s.node)
	return err + C.node_size(s.node) // ok: the statement that frees gives it another value
}

func closeAndMeasure(n *C.node) C.int {
	return C.node_close(n) + C.node_size(n) // want "`n` is used after `C.node_close`"
}

func (s *Store) reload() C.int {
	C.free(unsafe.Pointer(s.text))
	s.load()
	return C.int(*s.text) // ok: load may have set it
}

func (s *Store) load() {
	s.text = C.CString("new")
}

// A value of C that gets the struct may set its field.
func refill(s *C.store) C.char {
	C.free(unsafe.Pointer(s.text))
	C.store_fill(s)
	return *s.text // ok: C code got the struct
}

func throughPointer(n *C.node) {
	out := &n
	C.free(unsafe.Pointer(n))
	renew(out)
	C.node_size(n) // ok: set through the address that was kept
}

func renew(out **C.node) {
	*out = C.node_new()
}

// The helper frees on both of its paths, and hands on what it is given on none.
func helper(n *C.node) C.int {
	discard(n, true)
	return C.node_size(n) // want "`n` is used after `discard`"
}

func discard(n *C.node, quietly bool) {
	if quietly {
		C.free(unsafe.Pointer(n))
		return
	}
	C.node_size(n)
	C.free(unsafe.Pointer(n))
}

func perhaps(n *C.node, really bool) C.int {
	freeIf(n, really)
	return C.node_size(n) // ok: whether the helper frees depends on its other argument
}

func freeIf(n *C.node, really bool) {
	if really {
		C.free(unsafe.Pointer(n))
	}
}

func written(n *C.node) {
	defer C.free(unsafe.Pointer(n))
	*n = C.node{} // ok: freed when the function ends
}
