package video

/*
#include "video.h"
*/
import "C"

type Net struct{ p *C.net }

func NewNet() *Net { return &Net{C.net_new()} }

func (n *Net) Close() error {
	C.net_close(n.p) // ok: set to nil
	n.p = nil
	return nil
}

type Mat struct{ p *C.mat }

func NewMat() *Mat { return &Mat{C.mat_new()} }

func (m *Mat) Close() error {
	C.mat_close(m.p) // ok: set to nil
	m.p = nil
	return nil
}

type Window struct{ p *C.window }

func NewWindow() *Window { return &Window{C.window_new()} }

func (w *Window) Close() error {
	C.window_close(w.p) // ok: set to nil
	w.p = nil
	return nil
}

// A table is closed as the others are.
type Table struct{ p *C.table }

func NewTable() *Table { return &Table{C.table_new()} }

func (t *Table) Close() error {
	C.table_close(t.p) // want "`Close` ends `t.p` with `C.table_close` and leaves it set, so a second call of `Close` frees it again: 3 of the"
	return nil
}

// What a release gives back is not known from those that close.
type Storage struct{ p *C.storage }

func NewStorage() *Storage { return &Storage{C.storage_new()} }

func (s *Storage) Release() {
	C.storage_release(s.p) // want "can nothing call `Release` twice, or use the object after it"
}
