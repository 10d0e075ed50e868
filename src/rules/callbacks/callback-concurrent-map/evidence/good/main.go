// The callback holds the lock of the map while it writes.
package main

/*
#cgo LDFLAGS: -lpthread
#include <pthread.h>
#include <stddef.h>

extern void goDone(int id);

static void *work(void *unused) {
	for (int id = 0; id < 200000; id++) goDone(id);
	return NULL;
}

static void work_begin(pthread_t *threads) {
	for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, work, NULL);
}

static void work_end(pthread_t *threads) {
	for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
}
*/
import "C"

import (
	"fmt"
	"sync"
)

var (
	mu    sync.Mutex
	calls = map[C.int]int{}
)

func forget(id C.int) {
	mu.Lock()
	defer mu.Unlock()
	delete(calls, id)
}

// snippet:start
//
//export goDone
func goDone(id C.int) {
	mu.Lock()
	defer mu.Unlock()
	calls[id]++
}

// snippet:end

func main() {
	var threads [2]C.pthread_t
	C.work_begin(&threads[0])
	for id := C.int(0); id < 200000; id++ {
		forget(id)
	}
	C.work_end(&threads[0])
	fmt.Println("done")
}
