package named

/*
#include <stdlib.h>
#include "codec.h"
*/
import "C"

import "unsafe"

// Only their names tell what the functions of codec.h do.
func usedBehind() int {
	codec := C.codec_create()
	C.codec_destroy(codec)           // step "by the name of `C.codec_destroy`"
	return int(C.codec_value(codec)) // want "`codec` is used after `C.codec_destroy`, by `C.codec_value`, if that function frees it"
}

func returned() *C.codec_t {
	var codec *C.codec_t
	C.codec_make(&codec)
	defer C.codec_destroy(codec)
	return codec // want "`codec` is used after `C.codec_destroy`, by `return`, if that function frees it"
}

type Codec struct{ handle *C.codec_t }

func (c *Codec) Close() {
	C.codec_destroy(c.handle)
	c.handle = nil
}

func (c *Codec) finish() C.int {
	C.codec_destroy(c.handle)
	return C.codec_status(c.handle) // want "`c.handle` is used after `C.codec_destroy`, by `C.codec_status`, if that function frees it"
}

func (c *Codec) restart() C.int {
	C.codec_destroy(c.handle)
	c.handle = C.codec_create()
	return C.codec_status(c.handle) // ok: what the line above has made
}

func copiedBefore() C.int {
	codec := C.codec_create()
	value := C.codec_value(codec) // ok: destroyed behind it
	C.codec_destroy(codec)
	return value
}

func begunAnew() C.int {
	arena := C.arena_make()
	C.arena_destroy(arena)
	C.arena_init(arena) // ok: by its name it begins anew in the memory that it gets
	return 0
}

func partOfMemory() {
	ring := (*C.struct_ring)(C.malloc(64))
	C.ring_destroy(ring)
	C.ring_length(ring) // ok: malloc gave the memory, and C.free gives it back
	C.free(unsafe.Pointer(ring))
}

func otherEnd() {
	domain := C.domain_lookup()
	C.domain_destroy(domain)
	C.domain_name(domain) // ok: `domain_free` below is what gives it back
	C.domain_free(domain)
}

func ofCaller(codec *C.codec_t) C.int {
	C.codec_destroy(codec)
	return C.codec_value(codec) // ok: how the caller came to the memory is not known here
}

func onOnePath(isDone bool) C.int {
	codec := C.codec_create()
	if isDone {
		C.codec_destroy(codec)
		return 0
	}
	return C.codec_value(codec) // ok: not destroyed on this path
}

// By convention nobody looks at the other results where there is an error.
func returnedBesideError(limit int) (codec *C.codec_t, err error) {
	codec = C.codec_create()
	defer func() {
		if err != nil {
			C.codec_destroy(codec)
		}
	}()
	if err = check(limit); err != nil {
		return codec, err // ok: beside an error
	}
	return codec, nil
}

func check(limit int) error
