package usb

/*
#include <stdint.h>

extern int goHotplug(void *handle, int event);
extern void goTransfer(void *transfer);
extern void goLog(int level, char *text);
extern void goDone(void);

static inline int register_hotplug(void *handle) {
	return goHotplug(handle, 1);
}
*/
import "C"

import "unsafe"

// export goHotplug
func goHotplug(handle unsafe.Pointer, event C.int) C.int { // want "`goHotplug` is not exported to C, which declares it"
	return 0
}

// goTransfer is called by C when a transfer is done.
// export goTransfer
func goTransfer(transfer unsafe.Pointer) {} // want "`goTransfer` is not exported"

// goLog prints what C has to say.
//
//	export goLog
//
//go:nosplit
func goLog(level C.int, text *C.char) { // want "`goLog` is not exported"
	_ = C.GoString(text)
}

// export goUnused
func goUnused() {} // want "`goUnused` is not exported to C: the space"

//export goDone
func goDone() {}
