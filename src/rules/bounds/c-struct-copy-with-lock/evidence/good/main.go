// What is needed is copied while the struct is locked, and the struct stays where it is.
package main

/*
#include <pthread.h>

typedef struct {
	pthread_mutex_t mutex;
	int length;
} queue;

static queue shared = {PTHREAD_MUTEX_INITIALIZER, 3};

static queue *queue_get(void) { return &shared; }

static void queue_lock(queue *q) { pthread_mutex_lock(&q->mutex); }

static void queue_unlock(queue *q) { pthread_mutex_unlock(&q->mutex); }

// -1 where the queue is locked.
static int queue_length(queue *q) {
	if (pthread_mutex_trylock(&q->mutex) != 0)
		return -1;
	int n = q->length;
	pthread_mutex_unlock(&q->mutex);
	return n;
}
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
)

// snippet:start
type snapshot struct{ length int }

func take(q *C.queue) snapshot {
	C.queue_lock(q)
	defer C.queue_unlock(q)
	return snapshot{length: int(q.length)}
}

// snippet:end

func main() {
	runtime.LockOSThread()
	q := C.queue_get()
	if own := take(q); own.length != 3 || C.queue_length(q) != 3 {
		fmt.Println("the queue is locked for ever")
		os.Exit(1)
	}
}
