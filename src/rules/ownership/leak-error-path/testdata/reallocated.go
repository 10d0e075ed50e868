package reallocated

/*
#include <stdio.h>
#include <stdlib.h>

static void *xrealloc(void *p, size_t n) {
	void *q = realloc(p, n);
	if (!q) abort();
	return q;
}

static void *grow(void *p, size_t n) {
	void *q = realloc(p, n);
	if (q == NULL) {
		perror("realloc");
		exit(1);
	}
	return q;
}

void *as_block(void *p);

static void *log_realloc(void *p, size_t n) {
	void *q = realloc(p, n);
	if (q == NULL) perror("realloc");
	return q;
}
*/
import "C"

// Once goes on with the new block only.
func Once() {
	p := C.malloc(1) // ok: given to what ends the process where it fails
	p = C.xrealloc(p, 2)
	C.free(p)
}

// Again does so in a loop.
func Again(n int) {
	p := C.malloc(1) // ok: given to what ends the process where it fails
	for i := 2; i < n; i++ {
		p = C.grow(p, C.size_t(i)) // ok: the same
	}
	C.free(p)
}

// Logged goes on without the old block where there is no new one.
func Logged() {
	p := C.malloc(1) // want "`p` from `C.malloc` is not freed where its place gets another value"
	p = C.log_realloc(p, 2)
	C.free(p)
}

// Lost does not free the new block on each path.
func Lost(n int) {
	p := C.malloc(1)
	q := C.xrealloc(p, 2) // want "`q` from `C.xrealloc` is not freed where the function returns"
	*(*byte)(q) = 1
	if n > 1 {
		return
	}
	C.free(q)
}

// Cast has it seen as something else.
func Cast() {
	p := C.malloc(1) // ok: what nothing is known of may give back what it gets
	p = C.as_block(p)
	C.free(p)
}
