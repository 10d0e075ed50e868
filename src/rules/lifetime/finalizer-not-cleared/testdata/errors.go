package errs

/*
#include <store.h>

typedef struct copy copy;
*/
import "C"

import (
	"errors"
	"runtime"
)

var errFailed = errors.New("failed")

// Copy returns before anything is cleared, where the library reports an error.
type Copy struct {
	c *C.copy
}

func NewCopy() *Copy {
	c := &Copy{c: C.copy_init()}
	runtime.SetFinalizer(c, (*Copy).Finish) // step "the finalizer is set here"
	return c
}

// Finish is what the finalizer runs.
func (c *Copy) Finish() error {
	rc := C.copy_free(c.c) // want "Does the finalizer of `Copy` free again what `C.copy_free` gets here\\? Where `\\(\\*Copy\\).Finish` returns at line 32"
	if rc != 0 {
		return errFailed // step "the method returns, and the finalizer stays set"
	}
	c.c = nil
	runtime.SetFinalizer(c, nil)
	return nil
}

// Dump clears the field alone, and only where all went well.
type Dump struct {
	d *C.dump
}

func NewDump() *Dump {
	d := &Dump{d: C.dump_init()}
	runtime.SetFinalizer(d, (*Dump).Free)
	return d
}

func (d *Dump) Free() error {
	if rc := C.dump_free(d.d); rc != 0 { // want "Does the finalizer of `Dump` free again what `C.dump_free` gets here"
		return errFailed
	}
	d.d = nil
	return nil
}

// Load hides the pointer before it looks at the result.
type Load struct {
	l *C.load
}

func NewLoad() *Load {
	l := &Load{l: C.load_init()}
	runtime.SetFinalizer(l, (*Load).Free)
	return l
}

func (l *Load) Free() error {
	rc := C.load_free(l.l) // ok: the field is cleared whatever the result is
	l.l = nil
	if rc != 0 {
		return errFailed
	}
	runtime.SetFinalizer(l, nil)
	return nil
}

// Tail takes its finalizer off as it returns.
type Tail struct {
	t *C.tail
}

func NewTail() *Tail {
	t := &Tail{t: C.tail_init()}
	runtime.SetFinalizer(t, (*Tail).Free)
	return t
}

func (t *Tail) Free() error {
	defer func() {
		if t.t != nil {
			runtime.SetFinalizer(t, nil)
		}
	}()
	if rc := C.tail_free(t.t); rc != 0 { // ok: the deferred function takes it off
		return errFailed
	}
	return nil
}

// Port may be open still where it could not be closed.
type Port struct {
	p *C.port
}

func NewPort() *Port {
	p := &Port{p: C.port_init()}
	runtime.SetFinalizer(p, (*Port).Close)
	return p
}

func (p *Port) Close() error {
	if rc := C.port_close(p.p); rc != 0 { // ok: a port that is busy stays open
		return errFailed
	}
	p.p = nil
	runtime.SetFinalizer(p, nil)
	return nil
}

// Flow has nothing to free where it returns early.
type Flow struct {
	f *C.flow
}

func NewFlow() *Flow {
	f := &Flow{f: C.flow_init()}
	runtime.SetFinalizer(f, (*Flow).Free)
	return f
}

func (f *Flow) Free() error {
	if f.f == nil {
		return errFailed
	}
	C.flow_free(f.f) // ok: nothing returns between it and what clears
	f.f = nil
	return nil
}

// Backup is ended by a function that is in the table of SQLite.
type Backup struct {
	b *C.sqlite3_backup
}

func NewBackup(to, from *C.sqlite3) *Backup {
	b := &Backup{b: C.sqlite3_backup_init(to, nil, from, nil)}
	runtime.SetFinalizer(b, (*Backup).Finish)
	return b
}

func (b *Backup) Finish() error {
	return b.Close()
}

func (b *Backup) Close() error {
	rc := C.sqlite3_backup_finish(b.b) // want "Does the finalizer of `Backup` free again what `C.sqlite3_backup_finish` gets here\\? Where `\\(\\*Backup\\).Close` returns"
	if rc != 0 {
		return errFailed
	}
	b.b = nil
	runtime.SetFinalizer(b, nil)
	return nil
}
