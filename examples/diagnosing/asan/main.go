// C writes through a pointer that Go has freed.
package main

/*
#include <stdlib.h>

typedef struct { int used; } pool;

static pool *pool_new(void) { return calloc(1, sizeof(pool)); }
static void pool_free(pool *p) { free(p); }
static void pool_take(pool *p) { p->used++; }
*/
import "C"

func main() {
	p := C.pool_new()
	C.pool_free(p)
	C.pool_take(p)
}
