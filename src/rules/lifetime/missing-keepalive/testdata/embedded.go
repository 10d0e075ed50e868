package core

/*
#include <stdlib.h>

typedef struct core_t { int n; } core_t;

static core_t *core_new(void) { return calloc(1, sizeof(core_t)); }
static void core_free(core_t *c) { free(c); }
static int core_n(core_t *c) { return c->n; }
*/
import "C"

import "runtime"

// core has the finalizer, and the object only leads to it.
type core struct{ c *C.core_t }

type Object struct {
	*core
	name *string
}

func New(name *string) *Object {
	k := &core{C.core_new()}
	runtime.SetFinalizer(k, func(k *core) { C.core_free(k.c) })
	return &Object{core: k, name: name}
}

func (o *Object) Deferred() int {
	defer runtime.KeepAlive(o.core)
	return int(C.core_n(o.c)) // ok: the deferred call has the object with the finalizer
}

func (o Object) DeferredOfCopy() int {
	defer runtime.KeepAlive(o.core)
	return int(C.core_n(o.c)) // ok: the deferred call has the object with the finalizer
}

func hold(k *core) { runtime.KeepAlive(k) }

func (o *Object) DeferredByFunction() int {
	defer hold(o.core)
	return int(C.core_n(o.c)) // ok: the deferred call has the object with the finalizer
}

func (o *Object) DeferredOther() int {
	defer runtime.KeepAlive(o.name)
	return int(C.core_n(o.c)) // want "Does anything keep `o` while `C.core_n` runs\\?"
}

// Pair leads to another such object.
type Pair struct{ *other }

type other struct{ c *C.core_t }

func NewPair() *Pair {
	k := &other{C.core_new()}
	runtime.SetFinalizer(k, func(k *other) { C.core_free(k.c) })
	return &Pair{k}
}

func (p *Pair) DeferredPointer() int {
	defer runtime.KeepAlive(p.other.c)
	return int(C.core_n(p.c)) // want "Does anything keep `p` while `C.core_n` runs\\?"
}
