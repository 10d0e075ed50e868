package reallocated

/*
#include <stdlib.h>

typedef struct { int v; } ctx;
static void fill(char *p, int n) { p[0] = (char)n; }
static int ctx_run(ctx *c) { return c->v; }
static int ctx_close(ctx *c) { if (c->v) return -1; free(c); return 0; }
int sqlite3_close(void *db);
int sqlite3_close_v2(void *db);
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errBusy = errors.New("busy")

// Grow gets a new block: the variable holds that one.
func Grow(p unsafe.Pointer) unsafe.Pointer {
	p = C.realloc(p, 16)
	return p
}

func growText(buf *C.char) {
	buf = (*C.char)(C.realloc(unsafe.Pointer(buf), 16))
	C.fill(buf, 16)
	C.free(unsafe.Pointer(buf))
}

// Close frees on one path only.
func Close(c *C.ctx) int {
	if C.ctx_close(c) != 0 {
		return int(C.ctx_run(c))
	}
	return 0
}

// CloseAll goes on with what a busy connection still is.
func CloseAll(db unsafe.Pointer) {
	if C.sqlite3_close(db) != C.SQLITE_OK {
		C.sqlite3_close_v2(db)
	}
}

// Named hands on what the deferred literal leaves in the result.
func Named(busy bool) (p unsafe.Pointer, err error) {
	p = C.malloc(8)
	defer func() {
		if err != nil {
			C.free(p)
			p = nil
		}
	}()
	if busy {
		return p, errBusy
	}
	return
}
