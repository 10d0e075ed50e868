// A callback on a thread of C counts, and so does Go.
package main

/*
#include <pthread.h>
#include <unistd.h>

extern void onEvent(int id);

static inline void *work(void *unused) {
	for (int i = 0; i < 1000; i++) {
		onEvent(i);
		usleep(100);
	}
	return NULL;
}

static inline int run(pthread_t *thread) { return pthread_create(thread, NULL, work, NULL); }
static inline void wait_for(pthread_t thread) { pthread_join(thread, NULL); }
*/
import "C"

import "time"

var events int

//export onEvent
func onEvent(id C.int) {
	events++
}

func main() {
	var thread C.pthread_t
	if C.run(&thread) != 0 {
		panic("no thread")
	}
	for range [1000]int{} {
		events++
		time.Sleep(10 * time.Microsecond)
	}
	C.wait_for(thread)
}
