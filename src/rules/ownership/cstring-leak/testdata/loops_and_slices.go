package process

/*
#include <stdlib.h>

int process_run(int argc, char **argv);
int process_exec(char **argv);
int process_env(const char *key, const char *value);
int process_kill(const char *name);
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errRun = errors.New("run failed")

func run(args []string) error {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg) // want "freed"
	}
	if C.process_run(C.int(len(argv)), &argv[0]) != 0 {
		return errRun
	}
	return nil
}

func runAppended(args []string) error {
	var argv []*C.char
	for _, arg := range args {
		argv = append(argv, C.CString(arg)) // want "freed"
	}
	argv = append(argv, nil)
	if C.process_exec(&argv[0]) != 0 {
		return errRun
	}
	return nil
}

func runThroughVariable(args []string) error {
	argv := make([]*C.char, 0, len(args)+1)
	for _, arg := range args {
		carg := C.CString(arg) // want "freed"
		argv = append(argv, carg)
	}
	argv = append(argv, nil)
	if C.process_exec(&argv[0]) != 0 {
		return errRun
	}
	return nil
}

// The array is freed, what it holds is not.
func runCArray(args []string) error {
	size := C.size_t(len(args)+1) * C.size_t(unsafe.Sizeof(uintptr(0)))
	argv := (**C.char)(C.calloc(1, size))
	defer C.free(unsafe.Pointer(argv))
	view := unsafe.Slice(argv, len(args)+1)
	for i, arg := range args {
		view[i] = C.CString(arg) // ok: known limit: elements of a view over C memory are not followed
	}
	if C.process_exec(argv) != 0 {
		return errRun
	}
	return nil
}

func killAll(names []string) {
	for _, name := range names {
		cname := C.CString(name) // want "`cname`.*freed"
		C.process_kill(cname)
	}
}

// continue skips the free.
func killSome(names []string) (killed int) {
	for _, name := range names {
		cname := C.CString(name) // want "`cname`.*not freed on every path"
		if C.process_kill(cname) != 0 {
			continue
		}
		killed++
		C.free(unsafe.Pointer(cname))
	}
	return killed
}

// break leaves with the last string in hand.
func killFirst(names []string) bool {
	found := false
	for _, name := range names {
		cname := C.CString(name) // want "`cname`.*not freed on every path"
		if C.process_kill(cname) == 0 {
			found = true
			break
		}
		C.free(unsafe.Pointer(cname))
	}
	return found
}

func runFreed(args []string) error {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg) // ok: the deferred loop frees all elements
	}
	defer func() {
		for _, carg := range argv {
			C.free(unsafe.Pointer(carg))
		}
	}()
	if C.process_run(C.int(len(argv)), &argv[0]) != 0 {
		return errRun
	}
	return nil
}

func runFreedByIndex(args []string) C.int {
	argv := make([]*C.char, len(args)+1)
	for i, arg := range args {
		argv[i] = C.CString(arg) // ok: freed by index below
	}
	ret := C.process_exec(&argv[0])
	for i := range argv {
		C.free(unsafe.Pointer(argv[i]))
	}
	return ret
}

func runDeferred(args []string) C.int {
	argv := make([]*C.char, 0, len(args)+1)
	for _, arg := range args {
		carg := C.CString(arg) // ok: one deferred free for each element
		defer C.free(unsafe.Pointer(carg))
		argv = append(argv, carg)
	}
	argv = append(argv, nil)
	return C.process_exec(&argv[0])
}

func runDeferredElement(args []string) C.int {
	argv := make([]*C.char, len(args)+1)
	for i, arg := range args {
		argv[i] = C.CString(arg) // ok: the element is freed by a defer of its own
		defer C.free(unsafe.Pointer(argv[i]))
	}
	return C.process_exec(&argv[0])
}

func makeArgv(args []string) []*C.char {
	argv := make([]*C.char, len(args)+1)
	for i, arg := range args {
		argv[i] = C.CString(arg) // ok: the caller gets the slice
	}
	return argv
}

func freeArgv(argv []*C.char) {
	for _, carg := range argv {
		C.free(unsafe.Pointer(carg))
	}
}

func runHelped(args []string) C.int {
	argv := make([]*C.char, len(args)+1)
	for i, arg := range args {
		argv[i] = C.CString(arg) // ok: freeArgv frees the elements
	}
	defer freeArgv(argv)
	return C.process_exec(&argv[0])
}

func setEnv(env map[string]string) error {
	for key, value := range env {
		ckey := C.CString(key)     // ok: freed at the end of the round
		cvalue := C.CString(value) // ok: freed at the end of the round
		ret := C.process_env(ckey, cvalue)
		C.free(unsafe.Pointer(ckey))
		C.free(unsafe.Pointer(cvalue))
		if ret != 0 {
			return errRun
		}
	}
	return nil
}

func killEach(names []string) {
	for _, name := range names {
		func() {
			cname := C.CString(name) // ok: the defer belongs to the function of the round
			defer C.free(unsafe.Pointer(cname))
			C.process_kill(cname)
		}()
	}
}

func killUntil(names []string) {
	for i := 0; i < len(names); i++ {
		cname := C.CString(names[i]) // ok: freed before continue, before break and at the end
		ret := C.process_kill(cname)
		if ret > 0 {
			C.free(unsafe.Pointer(cname))
			continue
		}
		if ret < 0 {
			C.free(unsafe.Pointer(cname))
			break
		}
		C.free(unsafe.Pointer(cname))
	}
}

func keepAll(names []string) map[string]*C.char {
	kept := make(map[string]*C.char, len(names))
	for _, name := range names {
		kept[name] = C.CString(name) // ok: the map is returned
	}
	return kept
}

func killMapped(names []string) {
	byName := map[string]*C.char{}
	for _, name := range names {
		byName[name] = C.CString(name) // ok: the second loop frees the values
	}
	for _, cname := range byName {
		C.process_kill(cname)
		C.free(unsafe.Pointer(cname))
	}
}
