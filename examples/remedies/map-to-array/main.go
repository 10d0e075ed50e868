// Hand a Go map to C as an array of structs
//
// The map is copied into memory of C: one array of structs, and a C string for each key. The array is zeroed by
// `calloc`, which also checks the multiplication; unlike `C.malloc` it returns NULL where there is no memory, and has to be
// asked. One function frees all of it and is deferred right behind the allocation, so that every return frees. It can
// also run over an array that was filled in part, since `free(NULL)` does nothing.
//
// C sees the copy alone: what the map becomes later it does not see, and it may not free or keep a part of it.
package main

/*
#include <stdlib.h>
#include <string.h>

typedef struct {
	char *key;
	long value;
} entry;

static long total(const entry *entries, size_t count, const char *prefix) {
	long sum = 0;
	for (size_t i = 0; i < count; i++) {
		if (strncmp(entries[i].key, prefix, strlen(prefix)) == 0) sum += entries[i].value;
	}
	return sum;
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"unsafe"
)

// snippet:start
type entries struct {
	first *C.entry
	all   []C.entry // the same memory; not to be used after free
}

func newEntries(values map[string]int) (*entries, error) {
	if len(values) == 0 {
		return &entries{}, nil
	}
	first := (*C.entry)(C.calloc(C.size_t(len(values)), C.sizeof_entry))
	if first == nil {
		return nil, errors.New("calloc: out of memory")
	}
	e := &entries{first: first, all: unsafe.Slice(first, len(values))}
	i := 0
	for key, value := range values {
		if strings.IndexByte(key, 0) >= 0 {
			e.free()
			return nil, fmt.Errorf("key %q has a NUL in it, where C would end it", key)
		}
		e.all[i] = C.entry{key: C.CString(key), value: C.long(value)}
		i++
	}
	return e, nil
}

func (e *entries) free() {
	for i := range e.all {
		C.free(unsafe.Pointer(e.all[i].key))
	}
	C.free(unsafe.Pointer(e.first))
	e.first, e.all = nil, nil
}

func Total(values map[string]int, prefix string) (int, error) {
	e, err := newEntries(values)
	if err != nil {
		return 0, err
	}
	defer e.free()
	cprefix := C.CString(prefix)
	defer C.free(unsafe.Pointer(cprefix))
	return int(C.total(e.first, C.size_t(len(e.all)), cprefix)), nil
}

// snippet:end

func main() {
	values := map[string]int{"disk.a": 1, "disk.b": 2, "cpu": 4}
	sum, err := Total(values, "disk")
	check(err == nil && sum == 3, "the entries of a prefix")
	sum, err = Total(nil, "disk")
	check(err == nil && sum == 0, "no entry")
	values["a\x00b"] = 8
	_, err = Total(values, "")
	check(err != nil, "a key that C cannot see is refused")
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
