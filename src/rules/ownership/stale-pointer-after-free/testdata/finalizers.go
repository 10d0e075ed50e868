package mac

/*
#include <stdlib.h>

typedef struct mac mac;
mac *mac_new(void);
void mac_update(mac *m);
void mac_free(mac *m);
*/
import "C"

import (
	"runtime"
	"unsafe"
)

// The finalizer calls the method that the caller has called before.
type HMAC struct {
	ctx *C.mac
}

func NewHMAC() *HMAC {
	h := &HMAC{ctx: C.mac_new()}
	runtime.SetFinalizer(h, func(h *HMAC) { h.Close() }) // step "the finalizer is set here"
	return h
}

func (h *HMAC) Close() {
	C.mac_free(h.ctx) // want "`Close` ends `h.ctx` with `C.mac_free` and leaves it set, and the finalizer of `HMAC` frees it again"
}

// The finalizer is the exported method itself.
type Digest struct {
	ctx *C.mac
}

func NewDigest() *Digest {
	d := &Digest{ctx: C.mac_new()}
	runtime.SetFinalizer(d, (*Digest).Free)
	return d
}

func (d *Digest) Free() {
	C.mac_free(d.ctx) // want "the finalizer of `Digest` frees it again"
}

// A cleanup was given the pointer: clearing the field does not keep it from freeing.
type Key struct {
	ctx *C.mac
}

func NewKey() *Key {
	k := &Key{ctx: C.mac_new()}
	runtime.AddCleanup(k, func(p *C.mac) { C.mac_free(p) }, k.ctx)
	return k
}

func (k *Key) Close() {
	C.mac_free(k.ctx) // want "does not stop the cleanup"
	k.ctx = nil
}

// The cleanup is stopped.
type Seal struct {
	ctx     *C.mac
	cleanup runtime.Cleanup
}

func NewSeal() *Seal {
	s := &Seal{ctx: C.mac_new()}
	s.cleanup = runtime.AddCleanup(s, func(p *C.mac) { C.mac_free(p) }, s.ctx)
	return s
}

func (s *Seal) Close() {
	if s.ctx == nil {
		return
	}
	s.cleanup.Stop()
	C.mac_free(s.ctx) // ok: set to nil
	s.ctx = nil
}

// Only the finalizer calls it.
type Salt struct {
	ctx *C.mac
}

func NewSalt() *Salt {
	s := &Salt{ctx: C.mac_new()}
	runtime.SetFinalizer(s, (*Salt).free)
	return s
}

func (s *Salt) free() {
	C.mac_free(s.ctx) // ok: cannot be called from outside
}

// Memory of C.malloc, which C.free may be given as nil.
type Pad struct {
	data unsafe.Pointer
}

func NewPad(n int) *Pad {
	p := &Pad{data: C.malloc(C.size_t(n))}
	runtime.SetFinalizer(p, (*Pad).Free)
	return p
}

func (p *Pad) Free() {
	C.free(p.data) // want "`Free` ends `p.data` with `C.free` and leaves it set, and the finalizer of `Pad` frees it again"
}
