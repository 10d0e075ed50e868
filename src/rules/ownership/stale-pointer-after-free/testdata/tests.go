package list

/*
#include <stdlib.h>

typedef struct list list;
typedef struct node node;
list *list_new(void);
int list_len(list *l);
void list_free(list *l);
void list_clear(list *l);
*/
import "C"

import (
	"sync"
	"sync/atomic"
)

// The guard of its own is never closed.
type List struct {
	list *C.list
}

func NewList() *List { return &List{list: C.list_new()} }

func (l *List) Free() {
	if l.list == nil { // step "this asks for nil"
		return
	}
	C.list_free(l.list) // want "`Free` ends `l.list` with `C.list_free` where `l.list` is not nil, but nothing ever sets it to nil"
}

// Another method asks.
type Queue struct {
	list *C.list
}

func NewQueue() *Queue { return &Queue{list: C.list_new()} }

func (q *Queue) Len() int {
	if q.list == nil { // step "this asks for nil"
		return 0
	}
	return int(C.list_len(q.list))
}

func (q *Queue) Free() error {
	C.list_free(q.list) // want "leaves it set: a second call frees it again, and `q.list == nil` elsewhere does not tell"
	return nil
}

// The receiver is a copy.
type Tracker struct {
	list *C.list
}

func NewTracker() Tracker { return Tracker{list: C.list_new()} }

func (t Tracker) Close() {
	C.list_free(t.list) // want "clears only a copy"
	t.list = nil        // step "this clears the field of the copy"
}

// The caller clears what the method frees.
type Stack struct {
	list *C.list
}

func NewStack() *Stack { return &Stack{list: C.list_new()} }

func (s *Stack) Free() {
	C.list_free(s.list) // ok: set to nil
}

func (s *Stack) Reset() {
	s.Free()
	s.list = nil
}

// Once, whatever stays behind.
type Once struct {
	list *C.list
	once sync.Once
}

func NewOnce() *Once { return &Once{list: C.list_new()} }

func (o *Once) Close() {
	o.once.Do(func() {
		C.list_free(o.list) // ok: once
	})
}

// A flag that is swapped.
type Swapped struct {
	list   *C.list
	closed atomic.Bool
}

func NewSwapped() *Swapped { return &Swapped{list: C.list_new()} }

func (s *Swapped) Close() {
	if s.closed.Swap(true) {
		return
	}
	C.list_free(s.list) // ok: once
}

// The field gets new memory.
type Buffer struct {
	list *C.list
}

func NewBuffer() *Buffer { return &Buffer{list: C.list_new()} }

func (b *Buffer) Clear() {
	C.list_free(b.list)
	b.list = C.list_new()
}

func (b *Buffer) Close() {
	C.list_free(b.list) // want "can nothing call `Close` twice, or use the object after it"
}

// Its comment says so.
type Cursor struct {
	list *C.list
}

func NewCursor() *Cursor { return &Cursor{list: C.list_new()} }

// Close ends the cursor. It must be called exactly once.
func (c *Cursor) Close() {
	C.list_free(c.list) // ok: its comment
}
