package fixes

/*
#include "log.h"
*/
import "C"

import "runtime"

type Log struct {
	c *C.log_t
}

func NewLog() *Log {
	l := &Log{c: C.log_new()}
	runtime.SetFinalizer(l, (*Log).free)
	return l
}

func (l *Log) free() { C.log_free(l.c) } // ok: this is what runs as finalizer

// One line is all that is missing.
func (l *Log) Flush() {
	C.log_flush(l.c) // want "`l` may be collected"
}

func (l *Log) Twice() {
	C.log_flush(l.c) // ok: the next line uses it
	C.log_sync(l.c)  // want "`l` may be collected"
}

// The result is returned at once.
func (l *Log) Len() int {
	return int(C.log_len(l.c)) // want "`l` may be collected"
}

// To keep the copy would not help.
func (l Log) Copied() {
	C.log_flush(l.c) // want "The `Log` that `l` is a copy of"
}

// What it is then may be held elsewhere.
func FlushFirst(l, other *Log) {
	first := l
	if other != nil {
		first = other
	}
	C.log_flush(first.c) // want "Does anything keep `first` while `C.log_flush` runs\\?"
}
