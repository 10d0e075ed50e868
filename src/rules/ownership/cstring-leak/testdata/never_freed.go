package volume

/*
#include <stdlib.h>
#include <string.h>

typedef struct volume volume;
volume *volume_lookup(const char *pool, const char *name);
int volume_rename(volume *v, const char *name);
int volume_checkpoint(volume *v, char *directory, int stop);
void volume_log(const char *line);
*/
import "C"

import (
	"errors"
	"fmt"
	"unsafe"
)

type Volume struct {
	ptr *C.volume
}

func (v *Volume) Checkpoint(directory string, stop bool) error {
	cdirectory := C.CString(directory) // want "`cdirectory`.*freed"
	if C.volume_checkpoint(v.ptr, cdirectory, cbool(stop)) != 0 {
		return errors.New("checkpoint failed")
	}
	return nil
}

func lookup(pool, name string) *Volume {
	var cpool *C.char = C.CString(pool) // want "`cpool`.*freed"
	cname := C.CString(name)
	defer C.free(unsafe.Pointer(cname))
	ptr := C.volume_lookup(cpool, cname)
	if ptr == nil {
		return nil
	}
	return &Volume{ptr: ptr}
}

func lookupBoth(pool, name string) *Volume {
	cpool, cname := C.CString(pool), C.CString(name) // want "`cname`.*freed"
	defer C.free(unsafe.Pointer(cpool))
	return &Volume{ptr: C.volume_lookup(cpool, cname)}
}

func logf(format string, args ...any) {
	line := C.CString(fmt.Sprintf(format, args...)) // want "`line`.*freed"
	C.volume_log(line)
}

func length(s string) int {
	cs := C.CString(s) // want "`cs`.*freed"
	n := C.strlen(cs)
	return int(n)
}

// GoString copies: the C string itself is still there.
func roundTrip(s string) string {
	cs := C.CString(s) // want "`cs`.*freed"
	return C.GoString(cs)
}

func drop(s string) {
	_ = C.CString(s) // want "dropped|freed"
}

func (v *Volume) Rename(name string) error {
	cname := C.CString(name) // ok: the deferred free runs on every path
	defer C.free(unsafe.Pointer(cname))
	if C.volume_rename(v.ptr, cname) != 0 {
		return errors.New("rename failed")
	}
	return nil
}

func (v *Volume) RenameTwice(first, second string) (int, int) {
	cfirst := C.CString(first)   // ok: freed by the deferred closure
	csecond := C.CString(second) // ok: freed by the deferred closure
	defer func() {
		C.free(unsafe.Pointer(cfirst))
		C.free(unsafe.Pointer(csecond))
	}()
	return int(C.volume_rename(v.ptr, cfirst)), int(C.volume_rename(v.ptr, csecond))
}

func logLine(s string) {
	line := C.CString(s) // ok: freed in a straight line
	C.volume_log(line)
	C.free(unsafe.Pointer(line))
}

func cbool(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
