package repo

/*
#include <git2.h>
*/
import "C"

import (
	"errors"
	"runtime"
)

var errGit = errors.New("git failed")

type Repository struct {
	ptr *C.git_repository
}

type Tree struct {
	ptr *C.git_tree
}

func (t *Tree) Free() {
	C.git_tree_free(t.ptr)
	t.ptr = nil
}

func (r *Repository) tree(id *C.git_oid) (*Tree, error) {
	t := &Tree{}
	if C.git_tree_lookup(&t.ptr, r.ptr, id) < 0 { // ok: the caller gets it inside of the Tree
		return nil, errGit
	}
	return t, nil
}

// The release method of the type is what frees it.
func (r *Repository) Count(id *C.git_oid) (int, error) {
	t, err := r.lookup(id)
	if err != nil {
		return 0, err
	}
	defer t.Free()
	other, err := openTree(r.ptr, id) // want "`other` from `openTree` is never freed; `\\(\\*Tree\\).Free` frees it"
	if err != nil {
		return 0, err
	}
	return int(C.git_tree_entrycount(other.ptr)), nil
}

func (r *Repository) lookup(id *C.git_oid) (*Tree, error) { return r.tree(id) }

func openTree(repo *C.git_repository, id *C.git_oid) (*Tree, error) {
	var ptr *C.git_tree
	if C.git_tree_lookup(&ptr, repo, id) < 0 { // ok: the caller gets it inside of the Tree
		return nil, errGit
	}
	return &Tree{ptr: ptr}, nil
}

func (r *Repository) CountFreed(id *C.git_oid) (int, error) {
	t, err := openTree(r.ptr, id) // ok: the method of the type frees it
	if err != nil {
		return 0, err
	}
	defer t.Free()
	return int(C.git_tree_entrycount(t.ptr)), nil
}

// The struct is the function's own; what libgit2 puts into it is not.
func (r *Repository) Bases(one, two *C.git_oid) (int, error) {
	var oids C.git_oidarray
	if C.git_merge_bases(&oids, r.ptr, one, two) < 0 { // want "`oids` from `C.git_merge_bases` is never freed; `C.git_oidarray_\\w+` frees it"
		return 0, errGit
	}
	return int(oids.count), nil
}

func (r *Repository) BasesFreed(one, two *C.git_oid) (int, error) {
	var oids C.git_oidarray
	ret := C.git_merge_bases(&oids, r.ptr, one, two) // ok: disposed of on the path of success
	if ret < 0 {
		return 0, errGit
	}
	defer C.git_oidarray_dispose(&oids)
	return int(oids.count), nil
}

type Blob struct {
	ptr *C.git_blob
}

func newBlob(ptr *C.git_blob) *Blob {
	b := &Blob{ptr: ptr}
	runtime.SetFinalizer(b, (*Blob).Free)
	return b
}

func (b *Blob) Free() {
	runtime.SetFinalizer(b, nil)
	C.git_blob_free(b.ptr)
}

func (r *Repository) Blob(id *C.git_oid) (*Blob, error) {
	var ptr *C.git_blob
	if C.git_blob_lookup(&ptr, r.ptr, id) < 0 { // ok: the finalizer frees it
		return nil, errGit
	}
	return newBlob(ptr), nil
}

func openBlob(repo *C.git_repository, id *C.git_oid) (*Blob, error) {
	var ptr *C.git_blob
	if C.git_blob_lookup(&ptr, repo, id) < 0 { // ok: the caller gets it
		return nil, errGit
	}
	return &Blob{ptr: ptr}, nil
}

func (r *Repository) Size(id *C.git_oid) (int64, error) {
	b, err := openBlob(r.ptr, id) // ok: some objects of the type have a finalizer
	if err != nil {
		return 0, err
	}
	return int64(C.git_blob_rawsize(b.ptr)), nil
}

func (t *Tree) Entries() int { return int(C.git_tree_entrycount(t.ptr)) }

func (t *Tree) countAndFree() int {
	defer t.Free()
	return t.Entries()
}

func mustTree(repo *C.git_repository, id *C.git_oid) *Tree {
	var ptr *C.git_tree
	if C.git_tree_lookup(&ptr, repo, id) < 0 { // ok: the caller gets it
		panic(errGit)
	}
	return &Tree{ptr: ptr}
}

func (r *Repository) Quick(id *C.git_oid) int {
	return mustTree(r.ptr, id).countAndFree() // ok: the method that is called at once frees it
}

func (r *Repository) Careless(id *C.git_oid) int {
	return mustTree(r.ptr, id).Entries() // want "`mustTree` gives memory that nothing holds and that is never freed; `\\(\\*Tree\\).Free` frees it"
}
