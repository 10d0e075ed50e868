package readers

/*
#include <stddef.h>
#include <stdint.h>

typedef struct { const char *data; size_t len; } part;
*/
import "C"

import (
	"errors"
	"fmt"
	"io"
	"log"
	"runtime/cgo"
	"unsafe"
)

var errTooLarge = errors.New("too large")

var levels = []string{"debug", "info", "warning", "error"}

var kinds = [...]string{"none", "file", "directory"}

var counts map[C.int]int

var totals = map[C.int]int{}

type reader struct {
	src io.Reader
	err error
	max int
}

//export readersRead
func readersRead(h C.uintptr_t, p unsafe.Pointer, n C.int) C.int {
	r := cgo.Handle(h).Value().(*reader)
	if int(n) > r.max {
		panic(errTooLarge) // want "C calls `readersRead`: it panics with `errTooLarge`, and nothing here recovers"
	}
	count, err := r.src.Read(unsafe.Slice((*byte)(p), int(n)))
	if err != nil {
		panic(fmt.Sprintf("read: %v", err)) // want "it panics with `fmt.Sprintf\\(\"read: %v\", err\\)`, and nothing here recovers"
	}
	return C.int(count)
}

//export readersMerge
func readersMerge(parts *C.part, n C.int) C.size_t {
	all := unsafe.Slice(parts, int(n)) // step "`all` has as many elements as `n` says"
	return all[0].len +                // ok: C calls for at least one
		all[1].len // want "`all\\[1\\]` panics if C passes no more than 1 for `n`, and nothing here recovers"
}

//export readersCompare
func readersCompare(list **C.char, n C.int) C.int {
	args := make([]string, int(n))
	for i, one := range (*[1 << 20]*C.char)(unsafe.Pointer(list))[:n:n] {
		args[i] = C.GoString(one)
	}
	if args[0] == args[1] { // want "`args\\[1\\]` panics if C passes no more than 1 for `n`"
		return 0
	}
	return 1
}

//export readersLog
func readersLog(level C.int, message *C.char) {
	log.Println(levels[level], C.GoString(message)) // want "`levels\\[level\\]` panics if C passes a `level` that `levels` has no element for"
}

//export readersCount
func readersCount(kind C.int) {
	counts[kind]++ // want "the write panics: `counts` is nil, nothing makes the map"
}

//export readersTotal
func readersTotal(kind C.int) {
	totals[kind]++ // ok: the map is made
}

//export readersClose
func readersClose(h C.uintptr_t) {
	r, ok := cgo.Handle(h).Value().(*reader)
	if !ok {
		panic("not a reader") // ok: a mistake of the program
	}
	r.src = nil
}

//export readersNext
func readersNext(h C.uintptr_t) (status C.int) {
	defer func() {
		if r := recover(); r != nil {
			status = -1
		}
	}()
	if err := next(cgo.Handle(h)); err != nil {
		panic(err) // ok: recovered
	}
	return 0
}

//export readersSkip
func readersSkip(h C.uintptr_t, kind C.int) {
	defer keepPanic(&status)
	log.Println(kinds[kind]) // ok: the deferred function recovers
}

//export readersKind
func readersKind(kind C.int) C.int {
	if kind < 0 || int(kind) >= len(kinds) {
		return -1
	}
	log.Println(kinds[kind]) // ok: in range
	return 0
}

//export readersFirst
func readersFirst(parts *C.part, n C.int) C.size_t {
	all := unsafe.Slice(parts, int(n))
	if len(all) == 0 {
		return 0
	}
	return all[0].len // ok: there is one
}

//export readersSum
func readersSum(parts *C.part, n C.int) C.size_t {
	all := unsafe.Slice(parts, int(n))
	var sum C.size_t
	for range all {
		sum += all[0].len // ok: the loop has a round
	}
	return sum
}

// Next is Go's own: no C calls it.
func Next(h cgo.Handle) {
	if err := next(h); err != nil {
		panic(err)
	}
}

func next(h cgo.Handle) error { return h.Value().(*reader).err }

var status error

func keepPanic(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic: %v", r)
	}
}
