package queue

/*
#include <poll.h>
#include <unistd.h>

typedef struct queue queue;
int queue_wait(queue *q);
int queue_size(queue *q);
int queue_no_wait(queue *q);
*/
import "C"

import "sync"

type Queue struct {
	mu sync.RWMutex
	c  *C.queue
}

var guard sync.Mutex

// Next waits with the lock.
func (q *Queue) Next() C.int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return C.queue_wait(q.c) // want "Does `C.queue_wait` wait while `q.mu` is held. Its name says so"
}

// Pause sleeps with the lock of the package.
func Pause() {
	guard.Lock()
	C.sleep(1) // want "Does `C.sleep` wait while `guard` is held"
	guard.Unlock()
}

// Ready waits beside other readers.
func (q *Queue) Ready(fd *C.struct_pollfd) bool {
	q.mu.RLock()
	n := C.poll(fd, 1, -1) // want "Does `C.poll` wait while `q.mu` is held"
	q.mu.RUnlock()
	return n > 0
}

// Look does not wait.
func (q *Queue) Look(fd *C.struct_pollfd) bool {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return C.poll(fd, 1, 0) > 0 // ok: a timeout of 0
}

// Copied waits without the lock.
func (q *Queue) Copied() C.int {
	q.mu.Lock()
	c := q.c
	q.mu.Unlock()
	return C.queue_wait(c) // ok: unlocked
}

// Maybe locks on one path only.
func (q *Queue) Maybe(isShared bool) C.int {
	if isShared {
		q.mu.Lock()
		defer q.mu.Unlock()
	}
	return C.queue_wait(q.c) // ok: not on every path
}

// Size returns at once.
func (q *Queue) Size() C.int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return C.queue_size(q.c)
}

// Start says that it does not wait.
func (q *Queue) Start() C.int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return C.queue_no_wait(q.c)
}
