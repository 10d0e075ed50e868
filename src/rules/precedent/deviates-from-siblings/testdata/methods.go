package methods

/*
#include "queue.h"
*/
import "C"

import "sync"

// Most hold the mutex.
type Queue struct {
	mu  sync.Mutex
	ptr *C.queue
}

func (q *Queue) Push(v int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	C.queue_push(q.ptr, C.int(v)) // step "`Queue.Push` holds a mutex here, by `q.mu.Lock\\(\\)`"
}

func (q *Queue) Pop() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return int(C.queue_pop(q.ptr)) // ok: holds it
}

func (q *Queue) Len() int {
	q.mu.Lock()
	n := C.queue_len(q.ptr)
	q.mu.Unlock()
	return int(n)
}

func (q *Queue) Clear() {
	C.queue_clear(q.ptr) // want "Three methods of `Queue` hold a mutex while C gets its handle, this one does not: is that meant\\?"
}

// Whoever calls it holds the mutex.
func (q *Queue) hold(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	f()
}

// What runs the literal holds the mutex.
func (q *Queue) Reset() {
	q.hold(func() { C.queue_clear(q.ptr) })
}

func (q *Queue) grow() {
	C.queue_grow(q.ptr)
}

// Two that lack it against five that have it are no exception.
type Cache struct {
	mu  sync.Mutex
	ptr *C.cache
}

func (c *Cache) Get(k int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return int(C.cache_get(c.ptr, C.int(k)))
}

func (c *Cache) Set(k, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	C.cache_set(c.ptr, C.int(k), C.int(v))
}

func (c *Cache) Drop(k int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	C.cache_drop(c.ptr, C.int(k))
}

func (c *Cache) Hits() int {
	return int(C.cache_hits(c.ptr)) // ok: two of five do not hold it
}

func (c *Cache) Misses() int {
	return int(C.cache_misses(c.ptr)) // ok: two of five do not hold it
}
