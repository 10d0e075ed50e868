package methods

/*
#include "db.h"
*/
import "C"

import (
	"errors"
	"sync"
)

var errClosed = errors.New("closed")

type DB struct {
	ptr *C.db
}

func (d *DB) valid() error {
	if d.ptr == nil {
		return errClosed
	}
	return nil
}

func (d *DB) Close() {
	C.db_free(d.ptr)
	d.ptr = nil
}

func (d *DB) Size() (int, error) {
	if err := d.valid(); err != nil {
		return 0, err
	}
	return int(C.db_size(d.ptr)), nil // step "`DB.Size` asks before this whether the object is closed, by `d.valid\\(\\)`"
}

func (d *DB) Count() int {
	if d.ptr == nil {
		return 0
	}
	return int(C.db_count(d.ptr)) // ok: asks
}

func (d *DB) Depth() (int, error) {
	if err := d.valid(); err != nil {
		return 0, err
	}
	return int(C.db_depth(d.ptr)), nil // ok: a method asks
}

func (d *DB) Height() int {
	return int(C.db_height(d.ptr)) // want "Three methods of `DB` ask whether it is closed before C gets its handle, this one does not: is that meant\\?"
}

// Only two ask.
type Index struct {
	ptr *C.idx
}

func (i *Index) Close() {
	C.idx_free(i.ptr)
	i.ptr = nil
}

func (i *Index) Size() int {
	if i.ptr == nil {
		return 0
	}
	return int(C.idx_size(i.ptr))
}

func (i *Index) Count() int {
	if i.ptr == nil {
		return 0
	}
	return int(C.idx_count(i.ptr))
}

func (i *Index) Depth() int {
	return int(C.idx_depth(i.ptr)) // ok: two others ask
}

// No method asks: what is closed is the caller's affair. Most hold the mutex.
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
