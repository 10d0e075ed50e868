package copies

/*
#include "row.h"
*/
import "C"

import "runtime"

type Row struct {
	c *C.row_t
}

func NewRow() *Row {
	r := &Row{c: C.row_new()}
	runtime.SetFinalizer(r, (*Row).free)
	return r
}

func (r *Row) free() { C.row_free(r.c) } // ok: this is what runs as finalizer

// The receiver is a copy: to keep it keeps nothing.
func (r Row) Len() int {
	n := int(C.row_len(r.c)) // want "The `Row` that `r` is a copy of may be collected while `C.row_len` runs, and its finalizer frees it; `KeepAlive\\(r\\)` keeps only the copy"
	runtime.KeepAlive(r)     // step "only the copy"
	return n
}

func (r *Row) Size() int {
	n := int(C.row_len(r.c)) // ok: no copy
	runtime.KeepAlive(r)
	return n
}

// A finalizer that is not followed may free it, or something else.
type Cell struct {
	c *C.cell_t
}

func NewCell(clean func(*Cell)) *Cell {
	c := &Cell{c: C.cell_new()}
	runtime.SetFinalizer(c, clean)
	return c
}

func (c *Cell) Len() int {
	return int(C.cell_len(c.c)) // want "Does anything keep `c` while `C.cell_len` runs\\? Here its last use is reading `c.c`, and its finalizer may free it"
}

// The finalizer is written out.
type Key struct {
	c *C.key_t
}

func NewKey() *Key {
	k := &Key{c: C.key_new()}
	runtime.SetFinalizer(k, func(k *Key) { C.key_free(k.c) }) // ok: this is the release
	return k
}

func (k *Key) Len() int {
	return int(C.key_len(k.c)) // want "`k` may be collected while `C.key_len` runs: its last use is reading `k.c`, and its finalizer frees it"
}

// The container of the widget may have a reference, too.
type Widget struct {
	c *C.widget_t
}

func NewWidget() *Widget {
	w := &Widget{c: C.widget_new()}
	runtime.SetFinalizer(w, (*Widget).Unref)
	return w
}

func (w *Widget) Unref() { C.widget_unref(w.c) } // ok: this is what runs as finalizer

func (w *Widget) native() *C.derived_t { return C.toDerived(w.c) }

func (w *Widget) Show() {
	C.widget_show(w.c) // want "Does anything keep `w` while `C.widget_show` runs\\?"
}
