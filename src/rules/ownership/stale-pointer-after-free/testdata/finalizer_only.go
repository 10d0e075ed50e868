package kdf

/*
#include <kdf.h>
*/
import "C"

import "runtime"

type reader struct {
	ctx *C.KDF_CTX
}

func newReader() *reader {
	r := &reader{ctx: C.KDF_CTX_new()}
	runtime.SetFinalizer(r, (*reader).finalize)
	return r
}

func (r *reader) finalize() {
	if r.ctx != nil {
		C.KDF_CTX_free(r.ctx) // ok: nothing but the runtime calls it
	}
}

type writer struct {
	ctx *C.KDF_CTX
}

func newWriter() *writer {
	w := &writer{ctx: C.KDF_CTX_new()}
	runtime.SetFinalizer(w, (*writer).finalize)
	return w
}

func (w *writer) finalize() {
	if w.ctx != nil {
		C.KDF_CTX_free(w.ctx) // want "`finalize` ends `w.ctx` with `C.KDF_CTX_free`"
	}
}

func (w *writer) Close() {
	w.finalize()
}
