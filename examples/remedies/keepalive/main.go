// Put KeepAlive behind the last use of the C pointer
//
// An object is garbage after its last use, even while a method of it runs. Where a finalizer or cleanup frees memory
// of C, the last call that uses that memory is followed by `runtime.KeepAlive` of the Go object that owns it. Three
// places are right:
//
//   - behind the call, where there is one way out;
//   - deferred at the start, where there are several returns;
//   - at the end of the loop or function that reads through a pointer which a call has returned, if that pointer
//     leads into the owner's memory.
//
// `KeepAlive` of the C pointer itself keeps nothing, nor does `KeepAlive` before the call, nor of a copy in a method
// with a value receiver.
package main

/*
#include <stdlib.h>
#include <unistd.h>

typedef struct { int values[4]; } table;

static table *table_new(void) {
	table *t = malloc(sizeof *t);
	for (int i = 0; i < 4; i++) t->values[i] = i + 1;
	return t;
}

static void table_free(table *t) { free(t); }

// The work takes a while before it reads.
static int table_sum(table *t) {
	usleep(100000);
	int sum = 0;
	for (int i = 0; i < 4; i++) sum += t->values[i];
	return sum;
}

static const int *table_values(table *t) { return t->values; }
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
	"unsafe"
)

type Table struct {
	c *C.table
}

//go:noinline
func NewTable() *Table {
	t := &Table{c: C.table_new()}
	runtime.SetFinalizer(t, func(t *Table) { C.table_free(t.c) })
	return t
}

// snippet:start
func (t *Table) Sum() int {
	sum := int(C.table_sum(t.c))
	runtime.KeepAlive(t)
	return sum
}

func (t *Table) CheckedSum(limit int) (int, error) {
	defer runtime.KeepAlive(t)
	sum := int(C.table_sum(t.c))
	if sum > limit {
		return 0, errLimit
	}
	return sum, nil
}

func (t *Table) Values() []int {
	var values []int
	for _, value := range unsafe.Slice(C.table_values(t.c), 4) {
		values = append(values, int(value))
	}
	runtime.KeepAlive(t) // the loop has read memory of t
	return values
}

// snippet:end

var errLimit = errors.New("sum is over the limit")

func main() {
	go func() {
		for {
			runtime.GC()
			time.Sleep(5 * time.Millisecond)
		}
	}()
	check(NewTable().Sum() == 10, "Sum")
	_, err := NewTable().CheckedSum(3)
	check(err == errLimit, "CheckedSum")
	values := NewTable().Values()
	check(len(values) == 4 && values[3] == 4, "Values")
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

func check(ok bool, what string) {
	if !ok {
		fmt.Println("wrong:", what)
		os.Exit(1)
	}
}
