package made

// #include "kv.h"
import "C"

import "errors"

// Mat is made by a function whose library nobody knows, and Close ends it.
type Mat struct{ p *C.mat }

func NewMat() *Mat { return &Mat{p: C.mat_new()} }

func (m *Mat) Close() {
	C.mat_free(m.p)
	m.p = nil
}

// Rows forgets the other matrix.
func (m *Mat) Rows() int {
	d := NewMat() // want "Does `d` from `NewMat` have to be freed\\? Nothing here does, and `\\(\\*Mat\\).Close` frees it with `C.mat_free`"
	C.mat_copy(m.p, d.p)
	return int(C.mat_rows(d.p))
}

func (m *Mat) Cols() int {
	d := NewMat() // ok: closed
	defer d.Close()
	C.mat_copy(m.p, d.p)
	return int(C.mat_cols(d.p))
}

func (m *Mat) Copy() *Mat {
	d := NewMat() // ok: the caller gets it
	C.mat_copy(m.p, d.p)
	return d
}

// Env is opened with an error beside it.
type Env struct{ e *C.kv_env }

func OpenEnv() (*Env, error) {
	e := &Env{}
	if C.kv_env_create(&e.e) != 0 {
		return nil, errors.New("create")
	}
	return e, nil
}

func (e *Env) Close() {
	C.kv_env_close(e.e)
	e.e = nil
}

func Size() (int, error) {
	e, err := OpenEnv() // ok: closed
	if err != nil {
		return 0, err
	}
	defer e.Close()
	return int(C.kv_size(e.e)), nil
}

func Count() (int, error) {
	e, err := OpenEnv() // ok: closed
	if err != nil {
		return 0, err
	}
	n := int(C.kv_count(e.e))
	e.Close()
	return n, nil
}

func Version() (int, error) {
	e, err := OpenEnv() // want "Does `e` from `OpenEnv` have to be freed\\? Nothing here does, and `\\(\\*Env\\).Close` frees it"
	if err != nil {
		return 0, err
	}
	return int(C.kv_version(e.e)), nil
}

// Page comes from a function whose name says nothing, and nobody closes one: it may be lent.
type Page struct{ p *C.page }

func (e *Env) Page(i int) *Page { return &Page{p: C.kv_page(e.e, C.int(i))} }

func (p *Page) Close() { C.page_drop(p.p) }

func (e *Env) Kind(i int) int {
	p := e.Page(i) // It may be lent.
	return int(C.page_kind(p.p))
}

// Font is kept by a table as well.
type Font struct{ f *C.font }

var fonts = map[string]*Font{}

func LoadFont(name string) *Font {
	f := &Font{f: C.font_new()}
	fonts[name] = f
	return f
}

func (f *Font) Close() { C.font_free(f.f) }

func Width(name string) int {
	f := LoadFont(name) // The table leads to it.
	return int(C.font_width(f.f))
}
