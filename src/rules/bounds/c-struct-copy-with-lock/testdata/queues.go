package queues

/*
#include <pthread.h>

typedef struct {
	pthread_mutex_t lock;
	int length;
} queue;

struct pool {
	int size;
	queue queues[4];
};

typedef struct {
	pthread_mutex_t *lock;
	int length;
} view;

queue *queue_new(void);
view *queue_view(queue *q);
int queue_length(queue *q);
*/
import "C"

type Queue struct{ c C.queue }

func snapshot(q *C.queue) Queue {
	return Queue{c: *q} // want "`\\*q` copies a `C.queue` with the `pthread_mutex_t` inside: a copy of a lock is none"
}

func length(q *C.queue) int {
	own := *q // want "`\\*q` copies a `C.queue`"
	return int(C.queue_length(&own))
}

func (q *Queue) get() C.queue {
	return q.c // want "`q.c` copies a `C.queue`"
}

func pooled(p *C.struct_pool) (n int) {
	pool := *p // want "Is it locked while `\\*p` copies a `C.struct_pool` with the `pthread_mutex_t` inside\\?"
	return int(pool.size)
}

func pointer(q *C.queue) int {
	same := q                        // ok: a pointer
	return int(C.queue_length(same)) // ok: a pointer
}

func viewed(q *C.queue) C.view {
	return *C.queue_view(q) // ok: no more than a pointer to the lock is copied
}

func dropped(q *C.queue) {
	_ = *q // ok: nothing is copied
}

func member(q *C.queue) int {
	return int(q.length)
}

func address(q *Queue) int {
	return int(C.queue_length(&q.c))
}
