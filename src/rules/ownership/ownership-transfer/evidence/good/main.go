// The label frees the text that it has adopted, and nobody else does.
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

import "fmt"

// snippet:start
func show(text string) {
	l := C.label_new()
	defer C.label_destroy(l)
	// The label owns the text from here on, and frees it.
	C.label_adopt(l, C.CString(text))
	fmt.Println(C.GoString(l.text))
}

// snippet:end

func main() {
	show("north pier")
}
