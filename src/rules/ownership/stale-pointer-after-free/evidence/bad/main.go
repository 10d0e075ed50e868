// Close asks whether the volume is open, and nothing ever says that it is not.
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

func (v *Volume) Close() {
	if v.ptr == nil {
		return
	}
	C.volume_free(v.ptr)
}

func work(v *Volume) {
	defer v.Close()
	v.Close()
}

func main() {
	work(Open())
}
