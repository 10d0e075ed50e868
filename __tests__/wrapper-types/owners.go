package owners

/*
#include <lib.h>
*/
import "C"

import (
	"runtime"
	"sync"
)

type DB struct {
	c  *C.db_t    // want handle(.c c-pointer)
	mu sync.Mutex // want mutex(Close,Query)
}

func NewDB() *DB { // want constructor(.c=C.db_new no-cleanup)
	return &DB{c: C.db_new()}
}

func (db *DB) Query() {
	db.mu.Lock()
	defer db.mu.Unlock()
}

func (db *DB) Close() { // want release(.c C.db_free locks)
	db.mu.Lock()
	defer db.mu.Unlock()
	C.db_free(db.c)
}

type Stmt struct {
	db *DB        // want owner(DB parent missing rawStmt)
	s  *C.stmt_t // want handle(.s c-pointer)
}

func (db *DB) Prepare() *Stmt { // want constructor(.s=C.db_prepare no-cleanup)
	return &Stmt{db: db, s: C.db_prepare(db.c)}
}

func rawStmt(s *C.stmt_t) *Stmt { // want constructor(.s=param no-cleanup)
	return &Stmt{s: s}
}

// owned: made with it
type Session struct {
	db *DB // want owner(DB owned)
}

func NewSession() *Session {
	return &Session{db: NewDB()}
}

func (s *Session) Close() { // want release(.db.c C.db_free locks via Close)
	s.db.Close()
}

// owned by value, and what is in it points back
type Client struct { // want handle(.core.h c-pointer)
	core core // want owner(core owned)
}

type core struct {
	h      *C.core_t // want handle(.h c-pointer)
	client *Client   // want owner(Client parent)
}

func (k *core) free() { // want release(.h C.core_free)
	C.core_free(k.h)
}

func NewClient() *Client { // want constructor(.core.h=C.core_new cleanup)
	c := &Client{}
	c.core.h = C.core_new()
	c.core.client = c
	runtime.SetFinalizer(c, func(c *Client) { c.core.free() }) // want finalizer(C.core_free)
	return c
}

func (c *Client) Close() { // want release(.core.h C.core_free via free)
	c.core.free()
}

// the finalizer sits on an object inside
type Outer struct {
	in *inner // want owner(inner owned)
}

type inner struct {
	p *C.lib_t // want handle(.p c-pointer)
}

func NewOuter() *Outer {
	o := &Outer{in: &inner{p: C.lib_new()}} // want bypass(literal sets)
	runtime.SetFinalizer(o.in, func(i *inner) { C.lib_free(i.p) }) // want finalizer(.in C.lib_free) finalizer(C.lib_free)
	return o
}

type Cleaned struct {
	p *C.lib_t // want handle(.p c-pointer)
	c runtime.Cleanup
}

func freeLib(p *C.lib_t) { C.lib_free(p) }

func NewCleaned() *Cleaned { // want constructor(.p=C.lib_new cleanup)
	x := &Cleaned{p: C.lib_new()}
	x.c = runtime.AddCleanup(x, freeLib, x.p) // want cleanup(C.lib_free)
	return x
}

type freer interface{ Free() }

func finalise(f freer) { f.Free() }

type Opaque struct {
	p *C.lib_t // want handle(.p c-pointer)
}

func NewOpaque() *Opaque { // want constructor(.p=C.lib_new cleanup)
	x := &Opaque{p: C.lib_new()}
	runtime.SetFinalizer(x, finalise) // want finalizer(unknown)
	return x
}

// embedded mutex
type Locked struct {
	sync.RWMutex // want mutex(Read)
	p            *C.lib_t // want handle(.p c-pointer)
}

func (l *Locked) Read() {
	l.RLock()
	defer l.RUnlock()
}

// a collection keeps its owner
type Remotes struct {
	db *DB // want owner(DB parent)
}

func (db *DB) Remotes() *Remotes { return &Remotes{db: db} }

// near miss: a list of plain values
type List struct {
	next *List
	mu   sync.Mutex
}

// a field that is no pointer is set by what is set inside it; a nil sets nothing
type Inner struct {
	rk *C.rk_t // want handle(.rk c-pointer)
}

func (i *Inner) use() {}

type Producer struct { // want handle(.inner.rk c-pointer)
	inner Inner  // want owner(Inner unknown)
	label *Inner // want owner(Inner parent missing NewProducer)
}

func NewProducer() *Producer { // want constructor(.inner.rk=C.rk_new no-cleanup)
	p := &Producer{label: nil}
	p.inner.rk = C.rk_new()
	return p
}

func NewLabelled(label *Inner) *Producer { // want constructor(.inner.rk=C.rk_new no-cleanup)
	p := &Producer{label: label}
	p.inner.rk = C.rk_new()
	return p
}

// behind an interface
type Kept struct {
	p     *C.kept_t // want handle(.p c-pointer)
	owner any       // want owner(Producer parent)
	label any
}

func (p *Producer) Keep() *Kept { // want constructor(.p=C.kept_new no-cleanup)
	return &Kept{p: C.kept_new(), owner: p, label: "none"}
}
