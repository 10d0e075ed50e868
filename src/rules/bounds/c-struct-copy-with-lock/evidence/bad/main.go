// A struct is copied while its mutex is locked: the copy stays locked.
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

func snapshot(q *C.queue) C.queue {
	C.queue_lock(q)
	defer C.queue_unlock(q)
	return *q
}

func main() {
	runtime.LockOSThread()
	own := snapshot(C.queue_get())
	if n := C.queue_length(&own); n != 3 {
		fmt.Println("the copy is locked for ever")
		os.Exit(1)
	}
}
