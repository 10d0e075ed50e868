package registry

/*
#include <stdint.h>

void lib_start(int id);
void lib_stop(int id);
*/
import "C"

import "sync"

var (
	mu        sync.RWMutex
	callbacks = map[C.int]func(){}
	next      C.int
)

// Start registers a callback under the lock.
func Start(fn func()) C.int {
	mu.Lock()
	next++
	id := next
	callbacks[id] = fn // step "writes `callbacks` under `mu`"
	mu.Unlock()
	C.lib_start(id)
	return id
}

//export registryDone
func registryDone(id C.int) {
	fn := callbacks[id] // want "C calls `registryDone`, on a thread of its own: it reads `callbacks` without `mu`, under which `Start` writes it"
	fn()
	delete(callbacks, id)
}

//export registryGone
func registryGone(id C.int) {
	forget(id)
}

func forget(id C.int) {
	delete(callbacks, id) // want "C calls `registryGone`, on a thread of its own: it deletes from `callbacks` without `mu`"
}

//export registryCall
func registryCall(id C.int) {
	mu.RLock()
	fn := callbacks[id] // ok: the lock is held
	mu.RUnlock()
	fn()
}

var transfers = struct {
	sync.Mutex
	done map[C.int]chan struct{}
}{done: map[C.int]chan struct{}{}}

// Submit makes a channel for a transfer.
func Submit(id C.int) {
	transfers.Lock()
	defer transfers.Unlock()
	transfers.done[id] = make(chan struct{}, 1)
}

//export registryTransferred
func registryTransferred(id C.int) {
	close(transfers.done[id]) // want "it reads `transfers.done` without `transfers`, under which"
}

var levels = map[C.int]string{}

// SetLevel is called by anyone.
func SetLevel(id C.int, name string) { levels[id] = name }

//export registryLevel
func registryLevel(id C.int) {
	levels[id] = "unknown" // want "May C call `registryLevel` while Go runs elsewhere\\? It writes `levels` without a lock, and `SetLevel` writes it"
}

//export registryShow
func registryShow(id C.int) {
	println(levels[id]) // ok: nobody locks, and it only reads
}

var nested = map[C.int]int{}

var nestedMu sync.Mutex

// Run holds the lock while C calls back.
func Run(id C.int) {
	nestedMu.Lock()
	defer nestedMu.Unlock()
	nested[id] = 0
	C.lib_start(id)
}

//export registryNested
func registryNested(id C.int) {
	nested[id]++ // want "Does C call `registryNested` only where the caller holds `nestedMu`\\? It writes `nested` without it"
}

var seen = map[C.int]bool{}

//export registrySeen
func registrySeen(id C.int) {
	seen[id] = true // ok: no function of Go uses it
}

var names = map[C.int]string{}

func init() {
	names[1] = "one"
}

//export registryName
func registryName(id C.int) {
	names[id] = "" // ok: init is over
}

type spin struct{ state int32 }

func (s *spin) acquire() {}

func (s *spin) release() {}

var (
	spinning spin
	spun     = map[C.int]int{}
)

// Spin has a lock of its own.
func Spin(id C.int) {
	spinning.acquire()
	spun[id] = 1
	spinning.release()
}

//export registrySpin
func registrySpin(id C.int) {
	spinning.acquire()
	spun[id]++ // ok: a lock of the package's own
	spinning.release()
}
