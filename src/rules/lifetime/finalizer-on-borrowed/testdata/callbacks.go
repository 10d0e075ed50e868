package git

/*
#include <stdlib.h>

typedef struct repository repository;
void repository_free(repository *);
repository *repository_open(const char *path);
repository *repository_dup(repository *);
*/
import "C"

import (
	"runtime"
	"unsafe"
)

type Repository struct {
	ptr *C.repository
}

func newRepository(ptr *C.repository) *Repository {
	repo := &Repository{ptr: ptr}
	runtime.SetFinalizer(repo, (*Repository).Free) // step "the finalizer is set here, and frees it with `C.repository_free`"
	return repo
}

func (r *Repository) Free() {
	runtime.SetFinalizer(r, nil)
	C.repository_free(r.ptr)
}

var create func(*Repository) int

//export onCreate
func onCreate(crepo unsafe.Pointer) C.int { // step "C gives this to the callback `onCreate`"
	repo := newRepository((*C.repository)(crepo)) // want "Does the finalizer of `Repository` free what it does not own\\? C calls `onCreate` with .*, which stays C's unless the library says otherwise"
	return C.int(create(repo))
}

//export onCreateBorrowed
func onCreateBorrowed(crepo *C.repository) C.int {
	repo := newRepository(crepo) // ok: the finalizer is taken off
	runtime.SetFinalizer(repo, nil)
	return C.int(create(repo))
}

var remotes func(*Repository) *Remote

type Remote struct{ repo *Repository }

//export onRemote
func onRemote(crepo *C.repository) C.int {
	repo := newRepository(crepo) // want "Does the finalizer of `Repository` free what it does not own"
	remote := remotes(repo)
	runtime.SetFinalizer(remote, nil)
	return 0
}

type Odb struct {
	ptr  *C.repository
	weak bool
}

func newOdb(ptr *C.repository) *Odb {
	odb := &Odb{ptr: ptr}
	runtime.SetFinalizer(odb, (*Odb).Free)
	return odb
}

func (o *Odb) Free() {
	runtime.SetFinalizer(o, nil)
	if o.weak {
		return
	}
	C.repository_free(o.ptr)
}

//export onOdb
func onOdb(ptr *C.repository) {
	odb := newOdb(ptr) // ok: the finalizer is told
	odb.weak = true
}

//export onCreateCopy
func onCreateCopy(crepo *C.repository) C.int {
	repo := newRepository(C.repository_dup(crepo)) // ok: a copy
	return C.int(create(repo))
}

// Wrap is no callback.
func Wrap(ptr unsafe.Pointer) *Repository {
	return newRepository((*C.repository)(ptr)) // ok: the caller knows
}
