// An array of C strings with one owner
//
// What `argv` looks like: an array of `char *` in memory of C, closed by NULL. A Go slice of C pointers could be passed
// for one call as well; the array in C is for what is kept, and for a `char **` that C may change. It has one owner
// and one `free`, which frees the strings and then the array. The owner keeps the pointers that it made: C may
// change the array, as `getopt` does, and what stands in it afterwards may be in another order, or missing.
package main

/*
#include <stdlib.h>
#include <string.h>

static size_t lengths(char **argv) {
	size_t total = 0;
	for (; *argv != NULL; argv++) total += strlen(*argv);
	return total;
}

// Takes the first string out of the array, as parsers of options do.
static void shift(char **argv) {
	while (*argv != NULL) { argv[0] = argv[1]; argv++; }
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"unsafe"
)

// snippet:start
type cStrings struct {
	argv    **C.char
	strings []*C.char
}

func newCStrings(texts []string) (*cStrings, error) {
	size := unsafe.Sizeof((*C.char)(nil))
	argv := (**C.char)(C.calloc(C.size_t(len(texts)+1), C.size_t(size)))
	if argv == nil {
		return nil, errors.New("calloc: out of memory")
	}
	c := &cStrings{argv: argv, strings: make([]*C.char, len(texts))}
	slots := unsafe.Slice(argv, len(texts)+1) // the last one stays NULL
	for i, text := range texts {
		c.strings[i] = C.CString(text)
		slots[i] = c.strings[i]
	}
	return c, nil
}

func (c *cStrings) free() {
	for _, s := range c.strings {
		C.free(unsafe.Pointer(s))
	}
	C.free(unsafe.Pointer(c.argv))
	c.argv, c.strings = nil, nil
}

func Lengths(texts ...string) (before, after int, err error) {
	c, err := newCStrings(texts)
	if err != nil {
		return 0, 0, err
	}
	defer c.free()
	before = int(C.lengths(c.argv))
	C.shift(c.argv)
	return before, int(C.lengths(c.argv)), nil
}

// snippet:end

func main() {
	before, after, err := Lengths("one", "three", "")
	check(err == nil && before == 8 && after == 5, "three strings")
	before, after, err = Lengths()
	check(err == nil && before == 0 && after == 0, "no string")
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
