package siblings

/*
#include <stdlib.h>

typedef struct reel reel;
reel *reel_new(int length);
void reel_free(reel *r);
int reel_length(reel *r);

// The caller must free the text with reel_text_done().
char *reel_text(reel *r);
void reel_text_done(char *text);

// Returns a name that belongs to the reel and must not be freed.
const char *reel_copy_name(reel *r);
void reel_free_name(const char *name);

// Returns: (transfer full): the next one
reel *reel_next(reel *r);

// reel_create_part makes a part owned by the reel, which frees it.
reel *reel_create_part(reel *r);
void reel_destroy_part(reel *r);

reel *reel_first(void);
typedef struct bin bin;
bin *bin_new(void);
void *bin_alloc(bin *b, size_t n);
void bin_free(bin *b);
typedef struct pool pool;
void *pool_alloc(pool *p, size_t n);
void pool_free(pool *p, void *memory);
int reel_open(const char *name);
void reel_close(int reel);
*/
import "C"

type Reel struct {
	c *C.reel
}

func NewReel() *Reel {
	return &Reel{c: C.reel_new(1)} // ok: the object holds it
}

// Names that are a pair.
func Length() int {
	r := C.reel_new(2) // want "Does `r` from `C.reel_new` have to be freed\\? Nothing here does, and `reel_new` and `reel_free` are a pair by their names"
	return int(C.reel_length(r))
}

func Freed() int {
	r := C.reel_new(2) // ok: freed
	defer C.reel_free(r)
	return int(C.reel_length(r))
}

// A comment above the declaration.
func (r *Reel) Text() string {
	return C.GoString(C.reel_text(r.c)) // want "Does what `C.reel_text` gives have to be freed\\? Nothing here does, and its comment says"
}

func (r *Reel) Name() string {
	return C.GoString(C.reel_copy_name(r.c)) // not asked: the comment says that it is lent, whatever the name says
}

func (r *Reel) Part() int {
	return int(C.reel_length(C.reel_create_part(r.c))) // not asked: the comment says whose it is
}

// Nothing announces anything.
func First() int {
	return int(C.reel_length(C.reel_first())) // not asked: nothing is known of it
}

// A number is no memory.
func Open(name *C.char) int {
	n := C.reel_open(name) // not asked: the result is no pointer
	return int(n)
}

// Without a declaration the result may be a status.
func Spin() int {
	rc := C.reel_create_spin(1) // not asked: nothing says that it is a pointer
	return int(rc)
}

func SpinFree() { C.reel_free_spin(1) }

// The comment does not say with what: the type does.
func (r *Reel) After() int {
	next := C.reel_next(r.c) // want "its comment says \"Returns: \\(transfer full\\): the next one\", and the package frees a `reel` with `C.reel_free`"
	return int(C.reel_length(next))
}

// The counterpart ends the whole, and not the part.
func Parts() {
	b := C.bin_new() // ok: freed
	defer C.bin_free(b)
	p := C.bin_alloc(b, 10) // not asked: `bin_free` takes what `bin_alloc` is given
	*(*byte)(p) = 1
}

func Pooled(p *C.pool) {
	m := C.pool_alloc(p, 10) // want "Does `m` from `C.pool_alloc` have to be freed\\? Nothing here does, and `pool_alloc` and `pool_free` are a pair by their names"
	*(*byte)(m) = 1
}

func PooledFreed(p *C.pool) {
	m := C.pool_alloc(p, 10) // ok: freed
	C.pool_free(p, m)
}
