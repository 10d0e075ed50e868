package rules

/*
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <yara.h>

int check(char *text);
int convert(char *text, char **out);
*/
import "C"

import (
	"errors"
	"log"
	"unsafe"
)

var errRules = errors.New("bad rules")

type Rules struct {
	ptr *C.YR_RULES
}

// The usual one: the test of a later call forgets what the earlier one gave.
func Upper(name *C.char) (string, error) {
	own := C.strdup(name)  // want "`own` from `C.strdup` is not freed where the function returns at line 30; `C.free` frees it"
	if C.check(own) != 0 { // step "true"
		return "", errRules // step "the function returns and `own` was not freed"
	}
	text := C.GoString(own)
	C.free(unsafe.Pointer(own))
	return text, nil
}

// Handed over at the end, lost in the middle.
func Load(path *C.char) (*Rules, error) {
	var ptr *C.YR_RULES
	if C.yr_rules_load(path, &ptr) != C.ERROR_SUCCESS { // want "`ptr` from `C.yr_rules_load` is not freed where the function returns at line 44; `C.yr_rules_destroy` frees it"
		return nil, errRules
	}
	if C.yr_rules_save(ptr, path) != 0 {
		return nil, errRules
	}
	return &Rules{ptr: ptr}, nil
}

// The second of two buffers fails, the first one stays.
func Two(first, second *C.char) (a, b *C.char, err error) {
	one := C.strdup(first) // want "`one`.*not freed where the function returns"
	C.check(one)
	two := C.strdup(second)
	if two == nil {
		return nil, nil, errRules
	}
	return one, two, nil
}

// Freed only in one branch.
func Count(name *C.char, keep bool) int {
	own := C.strdup(name) // want "`own`.*not freed where the function returns"
	n := int(C.check(own))
	if !keep {
		C.free(unsafe.Pointer(own))
	}
	return n
}

// The continue skips the free.
func Each(names []*C.char) (n int) {
	for _, name := range names {
		own := C.strdup(name) // want "`own` from `C.strdup` is not freed"
		if C.check(own) != 0 {
			continue
		}
		n++
		C.free(unsafe.Pointer(own))
	}
	return n
}

// The defer stands behind the first exit.
func Text(name *C.char) (string, error) {
	buf := (*C.char)(C.malloc(64)) // want "`buf` from `C.malloc` is not freed where the function returns"
	if C.check(name) != 0 {
		return "", errRules
	}
	defer C.free(unsafe.Pointer(buf))
	C.strcpy(buf, name)
	return C.GoString(buf), nil
}

// The place gets the next one while the last is still there.
func Last(names []*C.char) *C.char {
	var own *C.char
	for _, name := range names {
		own = C.strdup(name) // want "`own` from `C.strdup` is not freed where its place gets another value at line"
		C.check(own)
	}
	return own
}

// A file that is closed on the way of success only.
func First(path, mode *C.char) (byte, error) {
	f := C.fopen(path, mode) // want "`f` from `C.fopen` is not freed where the function returns at line \\d+; `C.fclose` frees it"
	if f == nil {
		return 0, errRules
	}
	c := C.fgetc(f)
	if c < 0 {
		return 0, errRules
	}
	C.fclose(f)
	return byte(c), nil
}

func UpperFreed(name *C.char) (string, error) {
	own := C.strdup(name) // ok: both exits free
	if C.check(own) != 0 {
		C.free(unsafe.Pointer(own))
		return "", errRules
	}
	text := C.GoString(own)
	C.free(unsafe.Pointer(own))
	return text, nil
}

func LoadChecked(path *C.char) (*Rules, error) {
	var ptr *C.YR_RULES
	if C.yr_rules_load(path, &ptr) != C.ERROR_SUCCESS { // ok: destroyed where the later call fails
		return nil, errRules
	}
	if C.check(path) != 0 {
		C.yr_rules_destroy(ptr)
		return nil, errRules
	}
	return &Rules{ptr: ptr}, nil
}

// The return of the failed call has nothing to free.
func LoadPlain(path *C.char) (*Rules, error) {
	r := &Rules{}
	if rc := C.yr_rules_load(path, &r.ptr); rc != 0 { // ok: the one error path is the call's own
		return nil, errRules
	}
	return r, nil
}

func TwoChecked(first, second *C.char) (a, b *C.char, err error) {
	one := C.strdup(first) // ok: the literal frees it unless all went well
	defer func() {
		if err != nil {
			C.free(unsafe.Pointer(one))
		}
	}()
	two := C.strdup(second) // ok: handed over, or nil
	if two == nil {
		return nil, nil, errRules
	}
	return one, two, nil
}

func CountFreed(name *C.char, keep bool) int {
	own := C.strdup(name) // ok: the same condition again
	n := 0
	if keep {
		n = int(C.check(own))
	}
	C.free(unsafe.Pointer(own))
	return n
}

func EachFreed(names []*C.char) (n int) {
	for _, name := range names {
		own := C.strdup(name) // ok: freed in front of the continue
		if C.check(own) != 0 {
			C.free(unsafe.Pointer(own))
			continue
		}
		n++
		C.free(unsafe.Pointer(own))
	}
	return n
}

func MustText(name *C.char) string {
	buf := (*C.char)(C.malloc(64)) // ok: the process ends where it is not freed
	if C.check(name) != 0 {
		log.Fatal(errRules)
	}
	defer C.free(unsafe.Pointer(buf))
	return C.GoString(buf)
}

func Maybe(name *C.char, want bool) string {
	var own *C.char
	if want {
		own = C.strdup(name) // ok: free(NULL) does nothing on the other path
	}
	text := C.GoString(own)
	C.free(unsafe.Pointer(own))
	return text
}

func Shown(name *C.char) string {
	own := C.strdup(name) // ok: a jump to the exit that frees
	text := ""
	if C.check(own) != 0 {
		goto done
	}
	text = C.GoString(own)
done:
	C.free(unsafe.Pointer(own))
	return text
}

// No path frees it: that is leak-c-returned.
func Dropped(name *C.char) int {
	own := C.strdup(name) // ok: leak-c-returned tells of it
	return int(C.check(own))
}

func fail(text string) {
	if text == "" {
		panic("no text")
	}
	log.Fatal(text)
}

func complain(text string) {
	if text != "" {
		log.Fatal(text)
	}
}

// A function of the package that never returns ends the path.
func MustCheck(name *C.char) string {
	own := C.strdup(name) // ok: freed on every path that goes on
	if C.check(own) != 0 {
		fail("bad name")
		return ""
	}
	defer C.free(unsafe.Pointer(own))
	return C.GoString(own)
}

func MayCheck(name *C.char) string {
	own := C.strdup(name) // want "`own` from `C.strdup` is not freed where the function returns"
	if C.check(own) != 0 {
		complain("")
		return ""
	}
	defer C.free(unsafe.Pointer(own))
	return C.GoString(own)
}
