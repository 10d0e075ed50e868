// Two functions free what C gives with C's own function, and the third forgets it.
package main

/*
#include <stdlib.h>
#include <string.h>

typedef struct { char *text; } label;

static void label_set(label *l, const char *text) {
	l->text = strdup(text);
}
static char *label_text(const label *l) {
	char *copy = malloc(strlen(l->text) + 1);
	return strcpy(copy, l->text);
}
static void label_text_free(char *text) {
	free(text);
}
static void label_clear(label *l) {
	free(l->text);
	l->text = NULL;
}
*/
import "C"

import (
	"fmt"
	"runtime/debug"
	"unsafe"
)

func title(l *C.label) string {
	text := C.label_text(l)
	defer C.label_text_free(text)
	return C.GoString(text)
}

func heading(l *C.label) string {
	text := C.label_text(l)
	defer C.label_text_free(text)
	return "# " + C.GoString(text)
}

func caption(l *C.label) string {
	text := C.label_text(l)
	return "(" + C.GoString(text) + ")"
}

func main() {
	var l C.label
	name := C.CString("north")
	C.label_set(&l, name)
	C.free(unsafe.Pointer(name))
	fmt.Println(title(&l), heading(&l), caption(&l))
	C.label_clear(&l)
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
