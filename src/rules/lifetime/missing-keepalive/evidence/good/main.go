// The object is kept until the call of C is over.
package main

/*
#include <stdlib.h>
#include <unistd.h>

typedef struct { int value; } res;

static res *res_new(int value) {
	res *r = malloc(sizeof *r);
	r->value = value;
	return r;
}

static void res_free(res *r) { free(r); }

// The work takes a while before it reads the value.
static int res_compute(res *r) {
	usleep(300000);
	return r->value;
}
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

type Res struct {
	c *C.res
}

//go:noinline
func NewRes(value int) *Res {
	r := &Res{c: C.res_new(C.int(value))}
	runtime.SetFinalizer(r, func(r *Res) { C.res_free(r.c) })
	return r
}

// snippet:start
func (r *Res) Compute() int {
	value := int(C.res_compute(r.c))
	runtime.KeepAlive(r)
	return value
}

// snippet:end

func main() {
	go func() {
		for {
			runtime.GC()
			time.Sleep(10 * time.Millisecond)
		}
	}()
	if got := NewRes(42).Compute(); got != 42 {
		fmt.Println("wrong value:", got)
		os.Exit(1)
	}
}
