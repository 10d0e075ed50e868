// Whoever has a cue filled clears it.
package main

/*
#include <stdlib.h>

typedef struct { int start, length, *marks; } cue;

static void cue_read(int n, cue *c) {
	c->start = n;
	c->length = 2 * n;
	c->marks = calloc(8, sizeof *c->marks);
}

static void cue_clear(cue *c) { free(c->marks); }
*/
import "C"

import (
	"fmt"
	"runtime/debug"
)

func length(n int) int {
	var c C.cue
	C.cue_read(C.int(n), &c)
	defer C.cue_clear(&c)
	return int(c.length)
}

func isEmpty(n int) bool {
	var c C.cue
	C.cue_read(C.int(n), &c)
	defer C.cue_clear(&c)
	return c.length == 0
}

// snippet:start
func start(n int) int {
	var c C.cue
	C.cue_read(C.int(n), &c)
	// As the other callers do.
	defer C.cue_clear(&c)
	return int(c.start)
}

// snippet:end

func main() {
	fmt.Println(length(3), isEmpty(3), start(3))
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
