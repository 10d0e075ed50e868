package statement

/*
#include <stdlib.h>

typedef struct sqlite3_stmt sqlite3_stmt;
typedef void (*sqlite3_destructor_type)(void *);
int sqlite3_bind_text(sqlite3_stmt *s, int column, const char *text, int length, sqlite3_destructor_type destroy);
static sqlite3_destructor_type transient(void) { return (sqlite3_destructor_type)-1; }

typedef struct label { char *text; } label;

static char *current;

static void set_current(char *text) {
	free(current);
	current = text;
}

static void print_and_free(char *line) {
	free(line);
}

static label *new_label(char *text) {
	label *l = malloc(sizeof *l);
	l->text = text;
	return l;
}

static int length(const char *text) {
	int n = 0;
	while (text[n])
		n++;
	return n;
}

static int length_twice(const char *text) {
	return length(text) + length(text);
}

int putenv(char *string);
*/
import "C"

import (
	"runtime"
	"sync"
	"unsafe"
)

type Statement struct {
	ptr   *C.sqlite3_stmt
	texts []*C.char
	label *C.char
}

var names sync.Map

// SQLITE_TRANSIENT makes SQLite copy.
func (s *Statement) bindCopied(column int, text string) C.int {
	return C.sqlite3_bind_text(s.ptr, C.int(column), C.CString(text), -1, C.transient()) // want "`C.sqlite3_bind_text`.*free"
}

// The body only reads.
func measure(text string) C.int {
	return C.length(C.CString(text)) // want "`C.length`.*freed"
}

// The body hands the pointer to a function whose body only reads.
func measureTwice(text string) C.int {
	return C.length_twice(C.CString(text)) // want "`C.length_twice`.*freed"
}

func (s *Statement) bind(column int, text string) C.int {
	return C.sqlite3_bind_text(s.ptr, C.int(column), C.CString(text), -1, (*[0]byte)(C.free)) // ok: SQLite calls C.free when it is done with it
}

func setCurrent(text string) {
	C.set_current(C.CString(text)) // ok: the body of set_current keeps it
}

func printLine(line string) {
	C.print_and_free(C.CString(line)) // ok: the body of print_and_free frees it
}

func newLabel(text string) *C.label {
	return C.new_label(C.CString(text)) // ok: the body of new_label stores it
}

func setenv(assignment string) {
	C.putenv(C.CString(assignment)) // ok: putenv makes the string part of the environment
}

func adopt(s *Statement, text string) {
	s.adopt(C.CString(text)) // ok: a Go function that stores it
}

func (s *Statement) adopt(text *C.char) {
	s.label = text
}

func store(text string) {
	names.Store(text, C.CString(text)) // ok: a function of another package gets it
}

func returned(text string) *C.char {
	return C.CString(text) // ok: the caller gets it
}

func inLiteral(text string) *Statement {
	return &Statement{label: C.CString(text)} // ok: the caller gets the struct
}

func inSlice(a, b string) []*C.char {
	return []*C.char{C.CString(a), C.CString(b)} // ok: the caller gets the slice
}

func appended(s *Statement, text string) {
	s.texts = append(s.texts, C.CString(text)) // ok: the receiver keeps it
}

func released(text string) {
	release(C.CString(text)) // ok: a Go function that frees it
}

func release(p *C.char) {
	C.free(unsafe.Pointer(p))
}

func cleaned(s *Statement) {
	runtime.SetFinalizer(s, func(s *Statement) { release(s.label) })
	s.label = C.CString("label") // ok: the finalizer frees the field
}
