// Close frees the object, and the finalizer frees it again.
package main

/*
#include <stdlib.h>

typedef struct { int value; } res;

static res *res_new(int value) {
	res *r = malloc(sizeof *r);
	r->value = value;
	return r;
}

static void res_free(res *r) { free(r); }
*/
import "C"

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

type Res struct {
	c *C.res
}

//go:noinline
func NewRes(value int) *Res {
	r := &Res{c: C.res_new(C.int(value))}
	runtime.SetFinalizer(r, func(r *Res) {
		freeing.Lock()
		defer freeing.Unlock()
		C.res_free(r.c)
	})
	return r
}

func (r *Res) Close() {
	C.res_free(r.c)
}

//go:noinline
func use() {
	r := NewRes(42)
	fmt.Println(r.c.value)
	r.Close()
}

// freeing is held by a finalizer at work: the program does not end before it, or before a report of it.
var freeing sync.Mutex

func main() {
	use()
	for i := 0; i < 10; i++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	freeing.Lock()
}
