// The library hands out a piece of a block of its own: C.free does not know the address.
package main

/*
#include <stdlib.h>
#include <string.h>

// A library that keeps the length of a text in front of it.
static char *text_upper(const char *from) {
	size_t size = strlen(from) + 1;
	char *block = malloc(sizeof(size_t) + size);
	memcpy(block, &size, sizeof size);
	memcpy(block + sizeof size, from, size);
	block[sizeof size] -= 'a' - 'A';
	return block + sizeof size;
}

static void text_free(void *text) {
	if (text) {
		free((char *)text - sizeof(size_t));
	}
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

func upper(word string) string {
	cword := C.CString(word)
	defer C.free(unsafe.Pointer(cword))
	text := C.text_upper(cword)
	defer C.free(unsafe.Pointer(text))
	return C.GoString(text)
}

func main() {
	fmt.Println(upper("lighthouse"))
}
