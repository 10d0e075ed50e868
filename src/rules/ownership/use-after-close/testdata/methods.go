package methods

/*
#include "db.h"
*/
import "C"

import "errors"

var errClosed = errors.New("closed")

type DB struct {
	ptr *C.db
}

func (d *DB) valid() error {
	if d.ptr == nil {
		return errClosed
	}
	return nil
}

func (d *DB) Close() {
	C.db_free(d.ptr)
	d.ptr = nil
}

func (d *DB) Size() (int, error) {
	if err := d.valid(); err != nil {
		return 0, err
	}
	return int(C.db_size(d.ptr)), nil // step "`DB.Size` asks before this whether the object is closed, by `d.valid\\(\\)`"
}

func (d *DB) Count() int {
	if d.ptr == nil {
		return 0
	}
	return int(C.db_count(d.ptr)) // ok: asks
}

func (d *DB) Depth() (int, error) {
	if err := d.valid(); err != nil {
		return 0, err
	}
	return int(C.db_depth(d.ptr)), nil // ok: a method asks
}

func (d *DB) Height() int {
	return int(C.db_height(d.ptr)) // want "Nothing asks whether the `DB` is closed before C gets `d.ptr`: three methods of `DB` ask whether it is closed before C gets its handle; can `Height` be called after `Close`, which sets `ptr` to nil\\?"
}

// Only two ask.
type Index struct {
	ptr *C.idx
}

func (i *Index) Close() {
	C.idx_free(i.ptr)
	i.ptr = nil
}

func (i *Index) Size() int {
	if i.ptr == nil {
		return 0
	}
	return int(C.idx_size(i.ptr))
}

func (i *Index) Count() int {
	if i.ptr == nil {
		return 0
	}
	return int(C.idx_count(i.ptr))
}

func (i *Index) Depth() int {
	return int(C.idx_depth(i.ptr)) // ok: too many other methods
}

// A flag tells, and the release leaves the pointer.
type Reader struct {
	ptr    *C.reader
	closed bool
}

func (r *Reader) Close() {
	if r.closed {
		return
	}
	r.closed = true
	C.reader_free(r.ptr)
}

func (r *Reader) Read() int {
	if r.closed {
		return 0
	}
	return int(C.reader_read(r.ptr)) // step "asks before this whether the object is closed, by `r.closed`"
}

func (r *Reader) Peek() int {
	if r.closed {
		return 0
	}
	return int(C.reader_peek(r.ptr)) // ok: asks
}

func (r *Reader) Skip() {
	if !r.closed {
		C.reader_skip(r.ptr) // ok: asks
	}
}

func (r *Reader) Tell() (int, error) {
	pos := C.reader_tell(r.ptr) // want "Nothing asks whether the `Reader` is closed before C gets `r.ptr`.*can `Tell` be called after `Close`\\?"
	if pos < 0 {
		return 0, errClosed
	}
	return int(pos), nil
}

// A panic is an answer as well.
type Tree struct {
	ptr *C.tree
}

func (t *Tree) mustBeOpen() {
	if t.ptr == nil {
		panic("closed")
	}
}

func (t *Tree) Destroy() {
	C.tree_destroy(t.ptr)
	t.ptr = nil
}

func (t *Tree) Root() int {
	t.mustBeOpen()
	return int(C.tree_root(t.ptr)) // ok: asks
}

func (t *Tree) Leaf() int {
	t.mustBeOpen()
	return int(C.tree_leaf(t.ptr)) // ok: asks
}

func (t *Tree) Len() int {
	t.mustBeOpen()
	return int(C.tree_len(t.ptr)) // ok: asks
}

func (t *Tree) Swap(other *Tree) {
	C.tree_swap(t.ptr, other.ptr) // want "can `Swap` be called after `Destroy`, which sets `ptr` to nil"
}

// The methods that others call need not ask again.
type Bush struct {
	ptr *C.bush
}

func (b *Bush) Destroy() {
	C.bush_destroy(b.ptr)
	b.ptr = nil
}

func (b *Bush) Root() int {
	if b.ptr == nil {
		return 0
	}
	return int(C.bush_root(b.ptr)) // ok: asks
}

func (b *Bush) Leaf() int {
	if b.ptr == nil {
		return 0
	}
	return int(C.bush_leaf(b.ptr)) // ok: asks
}

func (b *Bush) Len() int {
	if b.ptr == nil {
		return 0
	}
	return b.count()
}

func (b *Bush) Depth() int {
	if b.ptr == nil {
		return 0
	}
	return int(C.bush_depth(b.ptr)) // ok: asks
}

func (b *Bush) count() int {
	return int(C.bush_count(b.ptr)) // ok: `Len` asks before it calls this
}
