// A Go map that C can hold, through a handle
//
// A Go map can never be passed to C: its layout is private to the runtime, and it is full of Go pointers. C gets a
// handle instead, and four functions: set, get, delete and free. Keys and values are copied at the border, in both
// directions, so that neither side keeps memory of the other. `dict_get` works as `snprintf` does: it returns the
// whole length, and never writes more than it was given room for.
//
// The functions may be called from any thread of C at the same time, since a lock is around the map. `dict_free`
// comes last, as `free` does: when it is called, no other call with this handle may be running or follow. Where one
// follows all the same, `Handle.Value` panics; the panic is turned into a status, because it must not pass through C.
package main

/*
#cgo LDFLAGS: -lpthread
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uintptr_t dict;

extern dict dict_new(void);
extern int dict_set(dict d, char *key, void *value, size_t size);
extern int64_t dict_get(dict d, char *key, void *out, size_t room);
extern int dict_delete(dict d, char *key);
extern void dict_free(dict d);

// What a library of C does with it, here: several threads work on the same keys.
static inline void *worker(void *arg) {
	dict d = *(dict *)arg;
	intptr_t wrong = 0;
	for (int i = 0; i < 400; i++) {
		char key[16], out[16];
		snprintf(key, sizeof key, "key-%d", i % 7);
		if (dict_set(d, key, key, strlen(key)) != 0) wrong++;
		int64_t size = dict_get(d, key, out, sizeof out);
		if (size >= 0 && memcmp(out, key, size) != 0) wrong++;
		if (i % 3 == 0 && dict_delete(d, key) < 0) wrong++;
	}
	return (void *)wrong;
}

static inline int run_threads(dict d) {
	pthread_t threads[4];
	int wrong = 0, started = 0;
	while (started < 4 && pthread_create(&threads[started], NULL, worker, &d) == 0) started++;
	for (int i = 0; i < started; i++) {
		void *result;
		pthread_join(threads[i], &result);
		wrong += (int)(intptr_t)result;
	}
	return started == 4 ? wrong : -1;
}

static inline int one_by_one(void) {
	char out[4];
	dict d = dict_new();
	int ok = dict_set(d, "a", "long value", 10) == 0;
	ok = ok && dict_get(d, "a", out, sizeof out) == 10 && memcmp(out, "long", 4) == 0;
	ok = ok && dict_get(d, "b", out, sizeof out) == -1;
	ok = ok && dict_set(d, "empty", NULL, 0) == 0 && dict_get(d, "empty", NULL, 0) == 0;
	ok = ok && dict_delete(d, "a") == 1 && dict_delete(d, "a") == 0;
	dict_free(d);
	return ok && dict_set(d, "a", "x", 1) == -2 && dict_get(d, "a", out, 1) == -2;
}
*/
import "C"

import (
	"fmt"
	"os"
	"runtime/cgo"
	"runtime/debug"
	"sync"
	"unsafe"
)

// snippet:start
type dict struct {
	mu     sync.Mutex
	values map[string][]byte
}

//export dict_new
func dict_new() C.dict {
	return C.dict(cgo.NewHandle(&dict{values: map[string][]byte{}}))
}

//export dict_set
func dict_set(handle C.dict, key *C.char, value unsafe.Pointer, size C.size_t) (status C.int) {
	defer onInvalid(func() { status = -2 })
	d := cgo.Handle(handle).Value().(*dict)
	if size > maxValue {
		return -1
	}
	name, bytes := C.GoString(key), C.GoBytes(value, C.int(size))
	d.mu.Lock()
	defer d.mu.Unlock()
	d.values[name] = bytes
	return 0
}

//export dict_get
func dict_get(handle C.dict, key *C.char, out unsafe.Pointer, room C.size_t) (size C.int64_t) {
	defer onInvalid(func() { size = -2 })
	d := cgo.Handle(handle).Value().(*dict)
	d.mu.Lock()
	defer d.mu.Unlock()
	value, ok := d.values[C.GoString(key)]
	if !ok {
		return -1
	}
	if out != nil {
		copy(unsafe.Slice((*byte)(out), min(room, maxValue)), value)
	}
	return C.int64_t(len(value))
}

//export dict_delete
func dict_delete(handle C.dict, key *C.char) (deleted C.int) {
	defer onInvalid(func() { deleted = -2 })
	d := cgo.Handle(handle).Value().(*dict)
	name := C.GoString(key)
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.values[name]; ok {
		delete(d.values, name)
		return 1
	}
	return 0
}

//export dict_free
func dict_free(handle C.dict) {
	defer onInvalid(func() {})
	cgo.Handle(handle).Delete()
}

const maxValue = 1 << 30

// onInvalid ends a panic: none may reach C.
func onInvalid(report func()) {
	if recover() != nil {
		report()
	}
}

// snippet:end

func main() {
	check(C.one_by_one() == 1, "set, get, delete and free from C")
	handle := dict_new()
	wrong := make(chan C.int)
	go func() { wrong <- C.run_threads(handle) }()
	key := C.CString("of Go")
	for i := 0; i < 400; i++ {
		check(dict_set(handle, key, nil, 0) == 0, "Go at the same time")
	}
	check(<-wrong == 0, "several threads of C at once")
	C.free(unsafe.Pointer(key))
	dict_free(handle)
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
