// The label frees the text that it has adopted, and so does Go.
package main

/*
#include <stdlib.h>

typedef struct {
	char *text;
} label;

static label *label_new(void) {
	return calloc(1, sizeof(label));
}

static void label_adopt(label *l, char *text) {
	free(l->text);
	l->text = text;
}

static void label_destroy(label *l) {
	free(l->text);
	free(l);
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func show(text string) {
	l := C.label_new()
	ctext := C.CString(text)
	defer C.free(unsafe.Pointer(ctext))
	C.label_adopt(l, ctext)
	fmt.Println(C.GoString(l.text))
	C.label_destroy(l)
}

func main() {
	show("north pier")
}
