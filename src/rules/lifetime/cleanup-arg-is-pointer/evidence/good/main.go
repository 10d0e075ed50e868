// The cleanup is given what it frees.
package main

/*
#include <stdlib.h>

typedef struct { int value; } res;

static int alive;

static res *res_new(int value) {
	res *r = malloc(sizeof *r);
	r->value = value;
	alive++;
	return r;
}

static void res_free(res *r) {
	free(r);
	alive--;
}

static int res_alive(void) { return alive; }
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

// snippet:start
func OpenRes(value int) *Res {
	r := &Res{c: C.res_new(C.int(value))}
	runtime.AddCleanup(r, func(c *C.res) { C.res_free(c) }, r.c)
	return r
}

// snippet:end

//go:noinline
func use() {
	fmt.Println(OpenRes(7).c.value)
}

func main() {
	use()
	for i := 0; i < 100 && C.res_alive() > 0; i++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	if C.res_alive() > 0 {
		fmt.Println("never freed:", C.res_alive())
		os.Exit(1)
	}
}
