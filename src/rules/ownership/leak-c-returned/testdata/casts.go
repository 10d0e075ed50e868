package casts

/*
#include <stdlib.h>

typedef unsigned char text_t;
typedef struct label label;

static inline char *to_chars(const text_t *t) { return (char *)t; }
static inline text_t *to_text(void *p)
{
	// Only another type.
	return (text_t *)(p);
}
static const char *first_of(const char *a, const char *b) { return a ? a : b; }

// The caller must free the text with label_text_free().
text_t *label_text(label *l);
void label_text_free(text_t *text);
*/
import "C"

import "unsafe"

func chars(text *C.text_t) *C.char { return C.to_chars(text) }

func goText(text *C.text_t) string { return C.GoString(chars(text)) }

func Inline(name string) int {
	return length(C.to_chars(C.to_text(C.malloc(16)))) // want "`C.malloc`.*never freed"
}

func Helper() string {
	text := C.to_text(C.malloc(16)) // want "`text`.*never freed"
	return goText(text)
}

func Alias() string {
	p := C.malloc(16) // want "`p`.*never freed"
	c := C.to_chars(C.to_text(p))
	return C.GoString(c)
}

func FreedByOther() string {
	p := C.malloc(16) // ok: freed under the other name
	c := C.to_chars(C.to_text(p))
	defer C.free(unsafe.Pointer(c))
	return C.GoString(c)
}

func FreedItself() string {
	text := C.to_text(C.malloc(16)) // ok: freed
	defer C.free(unsafe.Pointer(text))
	return goText(text)
}

func Given() *C.char {
	return C.to_chars(C.to_text(C.malloc(16))) // ok: the caller gets it
}

func Chosen(other *C.char) string {
	p := (*C.char)(C.malloc(16)) // ok: which of the two comes back is not known
	c := C.first_of(p, other)
	defer C.free(unsafe.Pointer(c))
	return C.GoString(c)
}

func length(c *C.char) int { return len(C.GoString(c)) }
