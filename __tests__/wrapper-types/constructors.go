package constructors

/*
#include <lib.h>
*/
import "C"

import (
	"errors"
	"reflect"
	"runtime"
	"unsafe"
)

type DB struct {
	c    *C.db_t // want handle(.c c-pointer)
	name string
}

func newDB(c *C.db_t) *DB { // want constructor(.c=param cleanup)
	db := &DB{c: c}
	runtime.SetFinalizer(db, (*DB).Close) // want finalizer(C.db_close)
	return db
}

func (db *DB) Close() { // want release(.c C.db_close)
	C.db_close(db.c)
}

// an error path gives nil
func Open(name string) (*DB, error) { // want constructor(via newDB nil cleanup)
	var c *C.db_t
	if rc := C.db_open(&c); rc != 0 {
		return nil, errors.New("open")
	}
	return newDB(c), nil
}

// without the finalizer that its siblings set
func OpenRaw() *DB { // want constructor(.c=C.db_open_raw no-cleanup)
	return &DB{c: C.db_open_raw()}
}

func OpenPositional() *DB { // want constructor(.c=C.db_open_raw no-cleanup)
	return &DB{C.db_open_raw(), ""}
}

func OpenNew() (db *DB) { // want constructor(.c=C.db_open_raw no-cleanup)
	db = new(DB)
	db.c = C.db_open_raw()
	return
}

func OpenOut() (*DB, error) { // want constructor(.c=&C.db_open no-cleanup nil)
	db := &DB{}
	if C.db_open(&db.c) != 0 {
		return nil, errors.New("open")
	}
	return db, nil
}

func OpenParens() *DB { // want constructor(.c=&C.db_open no-cleanup)
	db := DB{}
	C.db_open(&(db.c))
	return &db
}

// two calls in two branches give the handle
func OpenEither(memory bool) *DB { // want constructor(.c=C.db_mem,C.db_file no-cleanup)
	var c *C.db_t
	if memory {
		c = C.db_mem()
	} else {
		c = C.db_file()
	}
	return &DB{c: c}
}

func rawHandle() *C.db_t { return C.db_open_raw() }

func OpenThroughHelper() *DB { // want constructor(.c=C.db_open_raw no-cleanup)
	return &DB{c: rawHandle()}
}

func track(db *DB) {
	runtime.SetFinalizer(db, func(db *DB) { C.db_close(db.c) }) // want finalizer(C.db_close)
}

func OpenTracked() *DB { // want constructor(.c=C.db_open_raw cleanup)
	db := &DB{c: C.db_open_raw()}
	track(db)
	return db
}

// only on some paths
func OpenOwned(c *C.db_t, owned bool) *DB { // want constructor(.c=param maybe-cleanup)
	db := &DB{c: c}
	if owned {
		runtime.SetFinalizer(db, (*DB).Close) // want finalizer(C.db_close)
	}
	return db
}

// the branch that sets the handle sets the finalizer
func OpenChecked() (db *DB) { // want constructor(.c=C.db_open_raw cleanup)
	db = &DB{}
	c := C.db_open_raw()
	if c != nil {
		db.c = c
		runtime.SetFinalizer(db, (*DB).Close) // want finalizer(C.db_close)
	}
	return
}

type Opener interface{ Close() }

// behind an interface
func OpenAny() Opener { // want constructor(.c=C.db_open_raw no-cleanup)
	return &DB{c: C.db_open_raw()}
}

// beside the constructors
func use(c *C.db_t) {
	consume(&DB{c: c}) // want bypass(literal sets)
	consume(&DB{})     // want bypass(literal empty)
	consume(new(DB))   // want bypass(new empty)
}

var shared = DB{} // want bypass(literal empty)

func consume(db *DB) {}

// near misses: a value that is only declared, then whole; a getter; a zero value beside an error
func pick() *DB {
	var db *DB
	db = OpenRaw()
	consume(db)
	return nil
}

type Pool struct {
	db *DB // nothing here sets it, and the type holds no handle
}

func (p *Pool) Get() *DB { return p.db }

func OpenValue() (DB, error) { // want constructor(.c=C.db_open_raw no-cleanup nil)
	c := C.db_open_raw()
	if c == nil {
		return DB{}, errors.New("open")
	}
	return DB{c: c}, nil
}

// two results, and each is made; an error that wraps a handle is not what such a function is for
type Err struct {
	e *C.err_t // want handle(.e c-pointer)
}

func (e *Err) Error() string { return "" }

func wrapErr(e *C.err_t) *Err { return &Err{e: e} } // want constructor(.e=param no-cleanup)

func OpenOrErr(name string) (*DB, error) { // want constructor(.c=C.db_open_raw no-cleanup nil)
	if name == "" {
		return nil, wrapErr(nil)
	}
	return &DB{c: C.db_open_raw()}, nil
}

func OpenPair() (*DB, *Err) { // want constructor(via OpenRaw) constructor(via wrapErr)
	return OpenRaw(), wrapErr(nil)
}

// several at once
func OpenAll(n int) []*DB { // want constructor(.c=C.db_open_raw many no-cleanup)
	list := make([]*DB, n)
	for i := range list {
		list[i] = &DB{c: C.db_open_raw()}
	}
	return list
}

func ListAll() (all []DB, err error) { // want constructor(.c=C.db_open_raw many no-cleanup nil)
	if failed() {
		return nil, errors.New("list")
	}
	all = append(all, DB{c: C.db_open_raw()})
	return
}

func OpenMap() map[string]*DB { // want constructor(many via OpenRaw)
	found := map[string]*DB{"a": OpenRaw()}
	return found
}

// near miss: the list is there already, the value is only put into it
func AddTo(list []*DB) []*DB {
	extra := &DB{c: C.db_open_raw()} // want bypass(literal sets)
	consume(extra)
	return list
}

func failed() bool { return false }

// a value inside a larger one is made by that one's constructor
type Base struct {
	p *C.base_t // want handle(.p c-pointer)
}

type Middle struct { // want handle(.Base.p c-pointer)
	Base
}

type Outer struct { // want handle(.Middle.Base.p c-pointer)
	Middle
}

func NewOuter() *Outer { // want constructor(.Middle.Base.p=C.base_new no-cleanup)
	return &Outer{Middle{Base{C.base_new()}}}
}

func NewOuterStepwise() *Outer { // want constructor(.Middle.Base.p=C.base_new no-cleanup)
	base := Base{C.base_new()}
	return &Outer{Middle{base}}
}

// near miss: a value that the other only refers to is one of its own
type Pair struct {
	p     *C.pair_t // want handle(.p c-pointer)
	other *Base     // want owner(Base owned)
}

func NewPair() *Pair { // want constructor(.p=C.pair_new no-cleanup)
	return &Pair{p: C.pair_new(), other: &Base{C.base_new()}} // want bypass(literal sets)
}

// the callers give the handle to what a function makes
type Cred struct {
	p *C.cred_t // want handle(.p c-pointer)
}

func newCred() *Cred {
	c := &Cred{}
	runtime.SetFinalizer(c, (*Cred).Free) // want finalizer(C.cred_free)
	return c
}

func (c *Cred) Free() { C.cred_free(c.p) } // want release(.p C.cred_free)

func NewUserCred() *Cred { // want constructor(.p=&C.cred_user cleanup)
	c := newCred()
	C.cred_user(&c.p)
	return c
}

// a method of the new object sets it
type Codec struct {
	p *C.codec_t // want handle(.p c-pointer)
}

func (c *Codec) open() { c.p = C.codec_open() }

func NewCodec() *Codec { // want constructor(.p=C.codec_open no-cleanup)
	c := &Codec{}
	c.open()
	return c
}

// nothing but the constructor sets it, or some method does
func probe() {
	c := &Cred{} // want bypass(literal empty)
	c.Free()
	d := &Codec{} // want bypass(literal maybe-sets)
	d.open()
}

// behind an interface, through a variable
func OpenKind(kind int) (o Opener) { // want constructor(.c=C.db_open_raw no-cleanup)
	switch kind {
	case 1:
		o = &DB{c: C.db_open_raw()}
	}
	return
}

// a getter that makes what it keeps
type Lazy struct {
	db *DB // want owner(DB owned)
}

func (l *Lazy) DB() *DB { // want constructor(.c=C.db_open_raw no-cleanup)
	if l.db == nil {
		l.db = &DB{c: C.db_open_raw()}
	}
	return l.db
}

// near misses: a registry starts empty; nothing is returned beside an error
type Registry struct {
	known map[*C.db_t]*DB // want handle(.known[key] c-pointer)
}

var registry = Registry{known: map[*C.db_t]*DB{}}

func Lookup() (DB, error) {
	return DB{}, errors.New("missing")
}

// the inner object that it embeds holds the handle and the finalizer
type core struct {
	p *C.core_t // want handle(.p c-pointer)
}

func newCore() (*core, error) { // want constructor(.p=C.core_new cleanup)
	c := &core{p: C.core_new()}
	runtime.SetFinalizer(c, func(c *core) { C.core_free(c.p) }) // want finalizer(C.core_free) finalizer(.core C.core_free)
	return c, nil
}

type Shell struct { // want handle(.core.p c-pointer)
	*core
}

func NewShell() (*Shell, error) { // want constructor(.core.p=C.core_new cleanup nil)
	c, err := newCore()
	if err != nil {
		return nil, err
	}
	return &Shell{c}, nil
}

func NewBareShell() *Shell { // want constructor(.core.p=C.core_new no-cleanup)
	c := &core{p: C.core_new()}
	return &Shell{core: c}
}

type Ring struct { // want handle(.core.p c-pointer)
	*core
}

func NewRing() *Ring { // want constructor(.core.p=C.core_new cleanup)
	r := &Ring{core: &core{p: C.core_new()}}
	runtime.SetFinalizer(r.core, (*core).free) // want finalizer(C.core_free) finalizer(.core C.core_free)
	return r
}

func (c *core) free() { C.core_free(c.p) } // want release(.p C.core_free)

// elements that C wrote into a buffer, and those behind a slice header
type Item struct {
	p *C.item_t // want handle(.p c-pointer)
}

func (r *Ring) Items(n int) (items []Item) { // want constructor(.p=&C.core_items many no-cleanup)
	buffer := make([]*C.item_t, n)
	C.core_items(r.p, &buffer[0])
	for _, p := range buffer {
		items = append(items, Item{p})
	}
	return
}

func (r *Ring) AllItems() []Item { // want constructor(.p=&C.core_all many no-cleanup)
	var list **C.item_t
	n := C.core_all(r.p, &list)
	header := reflect.SliceHeader{Data: uintptr(unsafe.Pointer(list)), Len: int(n), Cap: int(n)}
	var items []Item
	for _, p := range *(*[]*C.item_t)(unsafe.Pointer(&header)) {
		items = append(items, Item{p})
	}
	return items
}
