// The finalizer is set on the Go object that holds the pointer.
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

// snippet:start
func NewEnv(value int) *Env {
	env := &Env{c: C.env_new(C.int(value))}
	runtime.SetFinalizer(env, func(env *Env) { C.env_free(env.c) })
	return env
}

// snippet:end

func (e *Env) Value() int {
	value := int(C.env_value(e.c))
	runtime.KeepAlive(e)
	return value
}

func main() {
	fmt.Println(NewEnv(42).Value())
}
