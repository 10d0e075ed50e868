package script

/*
typedef struct ctx ctx;

ctx *ctx_new(void);
void ctx_free(ctx *c);
int ctx_run(ctx *c);
*/
import "C"

import "runtime"

// Context is left to C, so far.
type Context struct {
	c *C.ctx
}

func NewContext() *Context {
	c := &Context{C.ctx_new()}
	runtime.SetFinalizer(c, (*Context).release)
	return c
}

func (c *Context) Run() int {
	return int(C.ctx_run(c.c)) // ok: the finalizer frees nothing yet
}

func (c *Context) release() {
	c.c = nil
	runtime.SetFinalizer(c, nil)
}

// Engine is freed.
type Engine struct {
	c *C.ctx
}

func NewEngine() *Engine {
	e := &Engine{C.ctx_new()}
	runtime.SetFinalizer(e, (*Engine).release)
	return e
}

func (e *Engine) Run() int {
	return int(C.ctx_run(e.c)) // want "`e` may be collected while `C.ctx_run` runs"
}

func (e *Engine) release() {
	C.ctx_free(e.c)
	e.c = nil
}
