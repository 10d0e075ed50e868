package argv

/*
#include <stddef.h>
#include <stdlib.h>

typedef struct { const char *data; ptrdiff_t len; } text;

static int run(char **argv, int argc) { return argc > 0 && argv[0] != NULL; }
static int each(const text *texts, int n) { return n > 0 && texts[0].data != NULL; }
static int sum(const int *numbers, int n) { return n > 0 ? numbers[0] : 0; }
static int rows(int **rows, int n) { return n > 0 && rows[0] != NULL; }
*/
import "C"

import (
	"runtime"
	"unsafe"
)

type name string

type command struct{ args []string }

// Run passes headers of strings as an argv.
func Run(args []string) int {
	return int(C.run((**C.char)(unsafe.Pointer(&args[0])), C.int(len(args)))) // want "`C.run` is given the address of the Go string `args\\[0\\]` as a pointer to pointers: a string is a header"
}

// Run passes those of a field.
func (c *command) Run() {
	C.run((**C.char)(unsafe.Pointer(&c.args[0])), C.int(len(c.args))) // want "of the Go string `c.args\\[0\\]`"
}

// Fields passes headers of slices, from the second on.
func Fields(fields [][]byte) {
	C.run((**C.char)(unsafe.Pointer(&fields[1])), C.int(len(fields)-1)) // want "of the Go slice `fields\\[1\\]`.*a slice is a header"
}

// Rows has two dimensions.
func Rows(matrix [][]C.int) {
	C.rows((**C.int)(unsafe.Pointer(&matrix[0])), C.int(len(matrix))) // want "of the Go slice `matrix\\[0\\]`"
}

// Names has a type of its own for its strings.
func Names(names [2]name) {
	C.run((**C.char)(unsafe.Pointer(&names[0])), 2) // want "of the Go string `names\\[0\\]`"
}

// Copied fills an array of C strings.
func Copied(args []string) int {
	argv := make([]*C.char, len(args))
	for i, arg := range args {
		argv[i] = C.CString(arg)
		defer C.free(unsafe.Pointer(argv[i]))
	}
	return int(C.run((**C.char)(unsafe.Pointer(&argv[0])), C.int(len(argv)))) // ok: pointers of C
}

// Texts passes them to a struct that has what a string of Go has.
func Texts(texts []string) int {
	return int(C.each((*C.text)(unsafe.Pointer(&texts[0])), C.int(len(texts)))) // ok: a struct, not pointers
}

// Row passes the numbers of one row.
func Row(matrix [][]C.int) int {
	return int(C.sum(&matrix[0][0], C.int(len(matrix[0])))) // ok: the elements
}

// Plane passes one plane, which is pinned.
func Plane(planes [][]C.int) int {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	pinner.Pin(&planes[0][0])
	return int(C.rows((**C.int)(unsafe.Pointer(&planes[0])), 1)) // ok: C reads the first pointer only, which is pinned
}
