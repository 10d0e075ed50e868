package filled

/*
#include <stdlib.h>
#include <string.h>

int doc_read(void *doc, char *into, size_t n);
void doc_keep(void *doc, char *text);

static void read_all(void *doc, char **out, size_t *len) {
	*len = 64;
	*out = malloc(*len);
	doc_read(doc, *out, *len);
}

static int read_some(void *doc, char **out) {
	*out = malloc(64);
	if (doc_read(doc, *out, 64) < 0) {
		free(*out);
		return -1;
	}
	return 0;
}

static void read_once(void *doc, char **out) {
	*out = malloc(64);
	doc_read(doc, *out, 64);
	free(*out);
}

static void read_kept(void *doc, char **out) {
	*out = malloc(64);
	doc_set_text(doc, *out);
}

static void read_maybe(void *doc, char **out, int n) {
	if (n > 0)
		*out = malloc(n);
}

static void read_again(void *doc, char **out) {
	*out = malloc(64);
	*out = doc_name(doc);
}
*/
import "C"

import "unsafe"

func ReadAll(doc unsafe.Pointer) []byte {
	var p *C.char
	var n C.size_t
	C.read_all(doc, &p, &n) // want "`p` from `C.read_all` is never freed; `C.free` frees it"
	return C.GoBytes(unsafe.Pointer(p), C.int(n))
}

func ReadAllAndFree(doc unsafe.Pointer) []byte {
	var p *C.char
	var n C.size_t
	C.read_all(doc, &p, &n) // ok: freed
	defer C.free(unsafe.Pointer(p))
	return C.GoBytes(unsafe.Pointer(p), C.int(n))
}

// What the bodies below leave behind is not known, or is nobody's to free.
func others(doc unsafe.Pointer) string {
	var some, once, kept, maybe, again *C.char
	if C.read_some(doc, &some) != 0 {
		return ""
	}
	C.read_once(doc, &once)
	C.read_kept(doc, &kept)
	C.read_maybe(doc, &maybe, 3)
	C.read_again(doc, &again)
	return C.GoString(some) + C.GoString(kept) + C.GoString(maybe) + C.GoString(again)
}
