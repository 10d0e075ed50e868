// The finalizer is set on the pointer that C gave.
package main

/*
#include <stdlib.h>

typedef struct { int value; } env;

static env *env_new(int value) {
	env *e = malloc(sizeof *e);
	e->value = value;
	return e;
}

static void env_free(env *e) { free(e); }
static int env_value(env *e) { return e->value; }
*/
import "C"

import (
	"fmt"
	"runtime"
)

type Env struct {
	c *C.env
}

func NewEnv(value int) *Env {
	c := C.env_new(C.int(value))
	runtime.SetFinalizer(c, func(c *C.env) { C.env_free(c) })
	return &Env{c: c}
}

func (e *Env) Value() int {
	value := int(C.env_value(e.c))
	runtime.KeepAlive(e)
	return value
}

func main() {
	fmt.Println(NewEnv(42).Value())
}
