// The second Close finds nothing to free.
package main

/*
#include <stdlib.h>

typedef struct { int blocks; } volume;

static volume *volume_open(void) { return malloc(sizeof(volume)); }
static void volume_free(volume *v) { free(v); }
*/
import "C"

type Volume struct {
	ptr *C.volume
}

func Open() *Volume {
	return &Volume{ptr: C.volume_open()}
}

// snippet:start

// Close frees the volume; it may be called again.
func (v *Volume) Close() {
	if v.ptr == nil {
		return
	}
	C.volume_free(v.ptr)
	v.ptr = nil
}

// snippet:end

func work(v *Volume) {
	defer v.Close()
	v.Close()
}

func main() {
	work(Open())
}
