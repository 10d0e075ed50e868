package store

/*
#include <stdlib.h>

typedef struct row row;
typedef struct store store;
int store_open(store *s, row **out);
row *store_row(store *s);
void row_free(row *r);
*/
import "C"

import "unsafe"

type base struct{ shared *C.row }

type result struct {
	*base
	row   *C.row
	raw   unsafe.Pointer
	count int
}

func (r *result) load(s *C.store) { r.row = C.store_row(s) }

func Open(s *C.store) C.int {
	r := result{}
	defer C.row_free(r.row) // want "`r.row` is still nil when the deferred `C.row_free` reads it"
	return C.store_open(s, &r.row)
}

func Assigned(s *C.store) {
	var r result
	defer C.free(unsafe.Pointer(r.row)) // want "`r.row`.*nil"
	r.row = C.store_row(s)
}

// The literal sets another field, and so does the statement below it.
func Literal(s *C.store) {
	r := result{count: 1}
	r.raw = unsafe.Pointer(s)
	defer C.row_free(r.row) // want "`r.row`.*nil"
	r.row = C.store_row(s)
}

func Rounds(s *C.store, n int) {
	for i := 0; i < n; i++ {
		var r struct{ raw unsafe.Pointer }
		defer C.free(r.raw) // want "`r.raw`.*nil"
		r.raw = unsafe.Pointer(C.store_row(s))
	}
}

func Set(s *C.store) {
	r := result{row: C.store_row(s)}
	defer C.row_free(r.row) // ok: the literal sets it
	r.row = nil
}

func SetBefore(s *C.store) {
	var r result
	r.row = C.store_row(s)
	defer C.row_free(r.row) // ok: set above
	r.row = C.store_row(s)
}

func Loaded(s *C.store) {
	var r result
	r.load(s)
	defer C.row_free(r.row) // ok: the method sets it
	r.row = C.store_row(s)
}

func Opened(s *C.store) {
	var r result
	C.store_open(s, &r.row)
	defer C.row_free(r.row) // ok: set through its address
	r.row = nil
}

// The second round frees what the first one has set.
func Again(s *C.store, n int) {
	var r result
	for i := 0; i < n; i++ {
		defer C.row_free(r.row) // ok: the round before has set it
		r.row = C.store_row(s)
	}
}

func Promoted(s *C.store, b *base) {
	r := result{base: b}
	defer C.row_free(r.shared) // ok: the field is that of another struct
	r.shared = C.store_row(s)
}

func Switched(s *C.store, value any) {
	switch r := value.(type) {
	case result:
		defer C.row_free(r.row) // ok: the value comes from elsewhere
		r.row = C.store_row(s)
	}
}

func Pointed(s *C.store, r *result) {
	defer C.row_free(r.row) // ok: the caller's struct
	r.row = C.store_row(s)
}

func Closure(s *C.store) {
	var r result
	defer func() {
		C.free(unsafe.Pointer(r.row)) // ok: the closure reads the field when it runs
	}()
	r.row = C.store_row(s)
}

func Never() {
	var r result
	defer C.row_free(r.row) // ok: nothing sets it
	r.row = nil
}
