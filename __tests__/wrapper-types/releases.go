package releases

/*
#include <stdlib.h>
#include <lib.h>
*/
import "C"

import (
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

type T struct {
	p      *C.lib_t // want handle(.p c-pointer)
	parts  []*C.part_t // want handle(.parts[] c-pointer)
	closed bool
	state  int32
	once   sync.Once
	mu     sync.Mutex // want mutex(Locked)
	clean  runtime.Cleanup
}

func (t *T) Bare() { // want release(.p C.lib_free)
	C.lib_free(t.p)
}

func (t *T) Clearing() { // want release(.p C.lib_free clears)
	C.lib_free(t.p)
	t.p = nil
}

func (t *T) Guarded() { // want release(.p C.lib_free clears guards)
	if t.p != nil {
		C.lib_free(t.p)
		t.p = nil
	}
}

func (t *T) EarlyReturn() { // want release(.p C.lib_free clears guards stops)
	if t.p == nil {
		return
	}
	runtime.SetFinalizer(t, nil)
	C.lib_free(t.p)
	t.p = nil
}

func (t *T) Flag() { // want release(.p C.lib_free guards:flag)
	if t.closed {
		return
	}
	t.closed = true
	C.lib_free(t.p)
}

func (t *T) Once() { // want release(.p C.lib_free guards:once)
	t.once.Do(func() { C.lib_free(t.p) })
}

func (t *T) OnceMethod() { // want release(.p C.lib_free guards:once via Bare)
	t.once.Do(t.Bare)
}

func (t *T) Atomic() { // want release(.p C.lib_free guards:atomic)
	if atomic.CompareAndSwapInt32(&t.state, 0, 1) {
		C.lib_free(t.p)
	}
}

func (t *T) Locked() { // want release(.p C.lib_free locks)
	t.mu.Lock()
	defer t.mu.Unlock()
	C.lib_free(t.p)
}

func (t *T) Stopping() { // want release(.p C.lib_free stops)
	t.clean.Stop()
	C.lib_free(t.p)
}

func (t *T) isOpen() bool { return t.p != nil }

func (t *T) Predicate() { // want release(.p C.lib_free guards)
	if !t.isOpen() {
		return
	}
	C.lib_free(t.p)
}

func (t *T) valid() error { return check(t) }

func check(t *T) error { return nil }

func (t *T) UnknownPredicate() { // want release(.p C.lib_free guards:unknown)
	if t.valid() != nil {
		return
	}
	C.lib_free(t.p)
}

func (t *T) Converted() { // want release(.p C.free clears)
	C.free(unsafe.Pointer(t.p))
	t.p = nil
}

func (t *T) Alias() { // want release(.p C.lib_free clears)
	p := t.p
	t.p = nil
	C.lib_free(p)
}

func (t *T) Close() { // want release(.p C.lib_free clears via Clearing)
	t.Clearing()
}

func freePointer(p *C.lib_t) { C.lib_free(p) }

func (t *T) ThroughFunction() { // want release(.p C.lib_free clears via freePointer)
	freePointer(t.p)
	t.p = nil
}

func destroy(t *T) { // want release(.p C.lib_free func)
	C.lib_free(t.p)
}

func (t *T) Parts() { // want release(.parts[] C.part_free clears)
	for _, part := range t.parts {
		C.part_free(part)
	}
	t.parts = nil
}

// cleared on the way out only when C agrees
func (t *T) Failing() int { // want release(.p C.lib_free maybe-clears)
	if rc := C.lib_free(t.p); rc != 0 {
		return int(rc)
	}
	t.p = nil
	return 0
}

func (t T) ByValue() { // want release(.p C.lib_free)
	C.lib_free(t.p)
	t.p = nil
}

func (t *T) GuardOfAnother() { // want release(.p C.lib_free)
	if t.parts != nil {
		t.parts = nil
	}
	C.lib_free(t.p)
}

func (t *T) FlagThatNothingSets() { // want release(.p C.lib_free)
	if t.closed {
		return
	}
	C.lib_free(t.p)
}

// near misses: an entry is deleted, an activity ends, memory beside the handle is freed
func (t *T) Delete(key string) {
	k := C.CString(key)
	defer C.free(unsafe.Pointer(k))
	C.lib_delete(t.p, k)
}

func (t *T) Stop() { C.lib_shutdown(t.p) }

func (t *T) Iterate() {
	it := C.lib_iterator(t.p)
	C.lib_iterator_free(t.p, it)
}

func (t *T) SetFree(f int) { C.lib_set_free(t.p, C.int(f)) }

type Child struct {
	c *C.child_t // want handle(.c c-pointer)
}

// of a parent and a child the child is released
func (t *T) DropChild(c *Child) { // want release(.c C.child_free func)
	C.child_free(t.p, c.c)
}

// an ambiguous name and a method that is not one of an end
func (t *T) Truncate() { C.lib_close_log(t.p) }

type Shut struct {
	cluster *C.cluster_t // want handle(.cluster c-pointer)
}

func (s *Shut) Shutdown() { // want release(.cluster C.cluster_shutdown clears)
	C.cluster_shutdown(s.cluster)
	s.cluster = nil
}

// named for the end of a part, though it closes nothing
func (t *T) PathClose() { C.lib_path_close(t.p) }

// the number is the key of what is deleted
type Table struct {
	deleteProgram *C.proc_t // want handle(.deleteProgram c-pointer)
}

func (t *Table) DeleteProgram(program uint32) { C.call_delete_program(t.deleteProgram, C.GLuint(program)) }

// named as the C function is
func (t *T) LibClose() { // want release(.p C.lib_close)
	C.lib_close(t.p)
}

// the parameter is another object by then
func fresh(t *T) {
	t = &T{} // want bypass(literal empty)
	C.lib_free(t.p)
}

// a number that says how is not what is destroyed
type DestroyFlags uint

type Machine struct {
	p C.vmMachinePtr // want handle(.p released-by-c)
}

func (m *Machine) Destroy() { C.vmMachineDestroy(m.p) }

func (m *Machine) DestroyFlags(flags DestroyFlags) { C.vmMachineDestroyFlags(m.p, C.uint(flags)) }

func (m *Machine) Free() { C.vmMachineFree(m.p) } // want release(.p C.vmMachineFree)

// near miss: without another end, it is the end
type Cell struct {
	p C.vmCellPtr // want handle(.p released-by-c)
}

func (c *Cell) Destroy() { C.vmCellDestroy(c.p) } // want release(.p C.vmCellDestroy)

// near miss: the end of a part
type Task struct {
	p *C.task_t // want handle(.p c-pointer)
}

func (t *Task) ReleaseFd() { C.lib_task_release_fd(t.p) }

func (t *Task) Release() { C.lib_task_release_v2(t.p) } // want release(.p C.lib_task_release_v2)

// a finalizer that takes the object as an interface
type destroyer interface{ Destroy() }

func destroyIt(d destroyer) { d.Destroy() }

func dispose(v any) { v.(*Task).Release() }

func watch(c *Cell, t *Task) {
	runtime.SetFinalizer(c, destroyIt) // want finalizer(C.vmCellDestroy)
	runtime.SetFinalizer(t, dispose) // want finalizer(C.lib_task_release_v2)
}

// the name of a callback's type, and names that libraries give to an end
type Callback struct {
	f *C.lib_func_t // want handle(.f c-pointer)
	d *C.lib_dir_t // want handle(.d c-pointer)
	s *C.lib_context_t // want handle(.s c-pointer)
}

func (c *Callback) Close() { // want release(.f C.lib_func_delete) release(.d C.lib_closedir) release(.s C.lib_ctx_term)
	C.lib_func_delete(c.f)
	C.lib_closedir(c.d)
	C.lib_ctx_term(c.s)
}

// near miss: the callback that frees is a setting
func (c *Callback) OnFree() { C.lib_set_func_free(c.f) }

// what a finalizer calls ends the object, whatever its name
type Geometry struct {
	h C.geometry_ref // want handle(.h released-by-c)
}

func (g *Geometry) finish() { C.finish_geometry(g.h) } // want release(.h C.finish_geometry)

func NewGeometry() *Geometry { // want constructor(.h=C.geometry_new cleanup)
	g := &Geometry{h: C.geometry_new()}
	runtime.SetFinalizer(g, (*Geometry).finish) // want finalizer(C.finish_geometry)
	return g
}

// near miss: nobody sets it
type Backup struct {
	b *C.backup_t // want handle(.b c-pointer)
}

func (b *Backup) Finish() { C.backup_finish(b.b) }

// a finalizer that captures what it frees
func Attach(t *T) {
	text := C.CString("x")
	runtime.SetFinalizer(t, func(*T) { C.free(unsafe.Pointer(text)) }) // want finalizer(C.free)
}

// near miss: what it captures it only reads
func Observe(t *T) {
	text := C.CString("x")
	runtime.SetFinalizer(t, func(*T) { C.puts(text) }) // want finalizer(unknown)
}

// a struct of C by value that only a finalizer releases
type List struct {
	vec C.lib_vec_t // want handle(.vec released-by-c inline)
	len C.size_t
}

func NewList() *List { // want constructor(.vec=&C.lib_fill cleanup)
	l := &List{}
	C.lib_fill(&l.vec)
	runtime.SetFinalizer(l, func(l *List) { C.lib_vec_delete(&l.vec) }) // want finalizer(C.lib_vec_delete)
	return l
}

// a reference is put back; what is destroyed lies elsewhere
type Container struct {
	c *C.container_t // want handle(.c c-pointer)
}

func (c *Container) Release() { C.container_put(c.c) } // want release(.c C.container_put)

func (c *Container) Destroy() { C.call_destroy(c.c) }

// the object itself, laid out as C's struct, and a method that gives it to C
type Format struct { // want handle(self released-by-c)
	bits uint8
}

func (f *Format) native() *C.lib_format_t { // want accessor(handle borrows)
	return (*C.lib_format_t)(unsafe.Pointer(f))
}

func (f *Format) Free() { C.lib_FreeFormat(f.native()) } // want release(C.lib_FreeFormat)

func (f *Format) DestroyEffect(n int) { C.lib_FormatDestroyEffect(f.native(), C.int(n)) }

// near miss: C takes the object and leaves it
type Rect struct {
	w int
}

func (r *Rect) native() *C.lib_rect_t { return (*C.lib_rect_t)(unsafe.Pointer(r)) }

func (r *Rect) Draw() { C.lib_draw(r.native()) }

// the function pointer says how, the field what
type Journal struct {
	j *C.journal_t // want handle(.j c-pointer)
}

func (j *Journal) Close() { // want release(.j C.call_journal_close)
	f := symbol("journal_close")
	C.call_journal_close(f, j.j)
}

// near miss: the field is the parent of what the caller names
func (j *Journal) Delete(key *C.entry_t) { C.journal_delete(j.j, key) }
