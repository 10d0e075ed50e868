package named

/*
#include <stdlib.h>
#include "codec.h"

static void scratch_free(struct scratch *scratch) { scratch->used = 0; }
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errCodec = errors.New("codec error")

// Only their names tell what the functions of codec.h do.
func deferredAndExplicit() error {
	codec := C.codec_create()
	defer C.codec_destroy(codec) // step "has taken `codec`"
	if C.codec_start(codec) != 0 {
		C.codec_destroy(codec) // want "`codec` is freed twice, if `C.codec_destroy` does what its name says"
		return errCodec
	}
	return nil
}

func filledThroughAddress(stream *C.stream_t) error {
	var params *C.stream_params_t
	C.stream_params_make(&params)
	defer C.stream_params_free(params)
	if C.stream_any(stream, params) < 0 {
		C.stream_params_free(params) // want "`params` is freed twice, if `C.stream_params_free` does what its name says"
		return errCodec
	}
	return nil
}

func deferredFunction() (*C.device, error) {
	device := C.device_make()
	isReady := false
	defer func() {
		if !isReady {
			C.device_dispose(device)
		}
	}()
	if C.device_start(device) != 0 {
		C.device_dispose(device) // want "`device` is freed twice, if `C.device_dispose` does what its name says"
		return nil, errCodec
	}
	isReady = true
	return device, nil
}

type Codec struct{ handle *C.codec_t }

func (c *Codec) Close() {
	if C.codec_flush(c.handle) != 0 {
		C.codec_destroy(c.handle)
	}
	C.codec_destroy(c.handle) // want "`c.handle` is freed twice, if `C.codec_destroy` does what its name says"
}

func (c *Codec) Reset() {
	C.codec_destroy(c.handle) // ok: the field has another value when it is destroyed again
	c.handle = C.codec_create()
	C.codec_destroy(c.handle) // ok: what was made on the line above
}

func oneOnEachPath() error {
	codec := C.codec_create()
	if C.codec_start(codec) != 0 {
		C.codec_destroy(codec) // ok: the function returns here
		return errCodec
	}
	C.codec_destroy(codec) // ok: not on the path above
	return nil
}

func answers() error {
	queue := C.queue_create()
	if C.queue_free(queue) != 0 { // ok: the answer may say that it was busy
		C.queue_free(queue) // ok: the second try
	}
	return nil
}

// Two functions, of which the first one ends what is inside of the object.
func contentsAndObject() {
	list := C.list_create()
	C.list_destroy(list) // ok: not the same function
	C.free(unsafe.Pointer(list))
}

func lockInMemory() {
	lock := (*C.struct_lock)(C.malloc(64))
	C.lock_destroy(lock) // ok: it ends the lock, and not the memory, which malloc gave
	C.lock_destroy(lock) // ok: the same
}

// `domain_free` gives back what `domain_destroy` stops.
func stoppedTwice() {
	domain := C.domain_lookup()
	C.domain_destroy(domain) // ok: the package knows another end
	C.domain_destroy(domain) // ok: the same
}

func givenBack(domain *C.domain_t) {
	C.domain_free(domain) // ok: a parameter, which others may hold as well
	C.domain_free(domain) // ok: the same
}

func counted() {
	node := C.node_create()
	C.node_ref(node)
	C.node_free(node) // ok: one of two references
	C.node_free(node) // ok: the other one
}

func readBody() {
	scratch := C.scratch_create()
	C.scratch_free(scratch) // ok: its body frees nothing
	C.scratch_free(scratch) // ok: the same
}

func entryOfTable(key C.int) {
	table := C.table_create()
	C.table_delete(table, key) // ok: an entry, by its second argument
	C.table_delete(table, key) // ok: the same
}

func unreferenced() {
	shared := C.shared_create()
	C.shared_unref(shared) // ok: others may hold it
	C.shared_unref(shared) // ok: the same
}
