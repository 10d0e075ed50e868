package branches

/*
#include "key.h"
*/
import "C"

var version int

type Key struct {
	c *C.key_t
}

// One variable holds what one version lends, or what another one gives.
func (k *Key) secret() []byte {
	var secret *C.num_t
	switch version {
	case 1:
		secret = C.key_secret(k.c) // silent: what is freed in the other case is something else
	default:
		C.key_get_secret(k.c, &secret)
		defer C.num_free(secret)
	}
	return bytes(secret)
}

func (k *Key) public() []byte {
	var public *C.num_t
	if version == 1 {
		public = C.key_secret(k.c) // silent: the same
	} else {
		C.key_get_secret(k.c, &public)
		defer C.num_free(public)
	}
	return bytes(public)
}

func (k *Key) size() int {
	return len(bytes(C.key_secret(k.c))) // silent: nobody frees it
}

func bytes(n *C.num_t) []byte {
	return make([]byte, int(C.num_bits(n)))
}

// A deferred call reads its argument where it stands: these free nothing that comes later.
func (k *Key) first() []byte {
	var name *C.num_t
	defer C.num_free(name)
	C.key_first(k.c, &name)
	return bytes(name)
}

func (k *Key) last() []byte {
	var name *C.num_t
	defer C.num_free(name)
	C.key_first(k.c, &name)
	return bytes(name)
}

func (k *Key) firstSize() int {
	var name *C.num_t
	C.key_first(k.c, &name) // silent: nobody is seen to free it
	return len(bytes(name))
}
