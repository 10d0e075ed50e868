package queue

/*
#include "queue.h"
*/
import "C"

type Queue struct {
	ptr *C.queue
}

// The body of queue_find, in queue.c, only reads.
func (q *Queue) Find(name string) int {
	cname := C.CString(name) // want "`cname`.*freed"
	return int(C.queue_find(q.ptr, cname))
}

// The free of the package is called on one path only.
func (q *Queue) FindBoth(a, b string) int {
	ca := C.CString(a) // want "`ca`.*not freed on every path"
	cb := C.CString(b)
	i := C.queue_find(q.ptr, ca)
	if i < 0 {
		freeString(cb)
		return -1
	}
	j := C.queue_find(q.ptr, cb)
	freeBoth(ca, cb)
	return int(i + j)
}

func (q *Queue) FindFreed(name string) int {
	cname := C.CString(name) // ok: freeString, in another file, frees it
	defer freeString(cname)
	return int(C.queue_find(q.ptr, cname))
}

func (q *Queue) FindTwo(a, b string) int {
	ca := C.CString(a) // ok: freeBoth frees through freeString
	cb := C.CString(b) // ok: freeBoth frees through freeString
	defer freeBoth(ca, cb)
	return int(C.queue_find(q.ptr, ca) + C.queue_find(q.ptr, cb))
}

func (q *Queue) Add(name string) {
	cname := C.CString(name) // ok: queue_take, in queue.c, keeps it
	C.queue_take(q.ptr, cname)
}

func (q *Queue) Drop(name string) {
	cname := C.CString(name) // ok: queue_consume, in queue.c, frees it
	C.queue_consume(cname)
}

func (q *Queue) FindWith(name string) C.int {
	return withCString(name, func(cname *C.char) C.int {
		return C.queue_find(q.ptr, cname)
	})
}

func (q *Queue) FindWrapped(name string) int {
	cname := newCString(name)
	defer cname.free()
	return int(C.queue_find(q.ptr, cname.ptr))
}
