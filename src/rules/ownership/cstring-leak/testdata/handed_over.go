package statement

/*
#include <stdlib.h>

typedef struct sqlite3_stmt sqlite3_stmt;
typedef void (*sqlite3_destructor_type)(void *);
int sqlite3_bind_text(sqlite3_stmt *s, int column, const char *text, int length, sqlite3_destructor_type destroy);
int sqlite3_bind_blob(sqlite3_stmt *s, int column, const void *blob, int length, sqlite3_destructor_type destroy);
static sqlite3_destructor_type transient(void) { return (sqlite3_destructor_type)-1; }
int sqlite3_step(sqlite3_stmt *s);

static char *current_label;

static void set_label(char *label) {
	free(current_label);
	current_label = label;
}

static void print_and_free(char *line) {
	free(line);
}

static void out_string(char **out, char *s) {
	*out = s;
}

static int label_length(const char *label) {
	int n = 0;
	while (label[n])
		n++;
	return n;
}

int putenv(char *string);
*/
import "C"

import (
	"container/list"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

type Statement struct {
	ptr   *C.sqlite3_stmt
	texts []*C.char
	names map[string]*C.char
	label *C.char
}

var (
	defaultLabel *C.char
	byName       = map[string]*C.char{}
	kept         []unsafe.Pointer
	cache        sync.Map
	latest       unsafe.Pointer
)

// SQLITE_TRANSIENT makes SQLite copy: the string is still ours.
func (s *Statement) bindTransient(column int, text string) C.int {
	ctext := C.CString(text) // want "`ctext`.*freed"
	return C.sqlite3_bind_text(s.ptr, C.int(column), ctext, C.int(len(text)), C.transient())
}

// The body of label_length only reads.
func measured(label string) C.int {
	clabel := C.CString(label) // want "`clabel`.*freed"
	return C.label_length(clabel)
}

// Handed over on one path, forgotten on the other one.
func (s *Statement) setLabel(label string) bool {
	clabel := C.CString(label) // want "`clabel`.*freed"
	if C.label_length(clabel) > 32 {
		return false
	}
	s.label = clabel
	return true
}

// The package's own reader neither frees nor keeps its parameter.
func isShort(label *C.char) bool {
	return C.label_length(label) < 8
}

func read(label string) bool {
	clabel := C.CString(label) // want "`clabel` from `C.CString` is never freed"
	return isShort(clabel)
}

func (s *Statement) bindText(column int, text string) C.int {
	ctext := C.CString(text) // ok: SQLite calls C.free when it is done with it
	return C.sqlite3_bind_text(s.ptr, C.int(column), ctext, C.int(len(text)), (*[0]byte)(C.free))
}

func (s *Statement) bindBlob(column int, blob string) C.int {
	cblob := unsafe.Pointer(C.CString(blob)) // ok: SQLite calls C.free when it is done with it
	return C.sqlite3_bind_blob(s.ptr, C.int(column), cblob, C.int(len(blob)), (*[0]byte)(C.free))
}

// A nil destructor is SQLITE_STATIC: SQLite keeps the pointer, and so does the receiver.
func (s *Statement) bindStatic(column int, text string) C.int {
	ctext := C.CString(text) // ok: the receiver keeps it
	s.texts = append(s.texts, ctext)
	return C.sqlite3_bind_text(s.ptr, C.int(column), ctext, C.int(len(text)), nil)
}

func (s *Statement) setName(name string) {
	cname := C.CString(name) // ok: the receiver's map keeps it
	s.names[name] = cname
}

func setDefault(label string) {
	defaultLabel = C.CString(label) // ok: a global keeps it
}

func setByName(name string) {
	cname := C.CString(name) // ok: a global map keeps it
	byName[name] = cname
}

func keep(name string) {
	cname := C.CString(name) // ok: a global slice keeps it
	kept = append(kept, unsafe.Pointer(cname))
}

func send(names chan<- *C.char, name string) {
	cname := C.CString(name) // ok: the receiver of the channel gets it
	names <- cname
}

func store(out **C.char, name string) {
	cname := C.CString(name) // ok: the caller's variable gets it
	*out = cname
}

func fill(out []*C.char, names []string) {
	for i, name := range names {
		out[i] = C.CString(name) // ok: the caller's slice gets it
	}
}

func fillStruct(s *Statement, name string) {
	cname := C.CString(name) // ok: the caller's struct gets it
	s.label = cname
}

func cached(name string) {
	cname := C.CString(name) // ok: handed to a function of another package
	cache.Store(name, cname)
}

func listed(names *list.List, name string) {
	cname := C.CString(name) // ok: handed to a function of another package
	names.PushBack(cname)
}

func published(name string) {
	cname := C.CString(name) // ok: handed to a function of another package
	atomic.StorePointer(&latest, unsafe.Pointer(cname))
}

func finalised(name string) *Statement {
	s := &Statement{}
	cname := C.CString(name) // ok: the finalizer frees it
	runtime.SetFinalizer(s, func(*Statement) {
		C.free(unsafe.Pointer(cname))
	})
	return s
}

func newStatement(label string) *Statement {
	clabel := C.CString(label) // ok: returned in a struct
	return &Statement{label: clabel}
}

func pair(a, b string) []*C.char {
	ca, cb := C.CString(a), C.CString(b) // ok: returned in a slice
	return []*C.char{ca, cb}
}

func asPointer(label string) unsafe.Pointer {
	clabel := C.CString(label) // ok: returned as another type
	return unsafe.Pointer(clabel)
}

func asInterface(label string) any {
	clabel := C.CString(label) // ok: returned in an interface
	return clabel
}

func asBytes(label string) []byte {
	clabel := C.CString(label) // ok: returned as a view
	return unsafe.Slice((*byte)(unsafe.Pointer(clabel)), len(label))
}

func setCLabel(label string) {
	clabel := C.CString(label) // ok: the body of set_label keeps it
	C.set_label(clabel)
}

func printLine(line string) {
	cline := C.CString(line) // ok: the body of print_and_free frees it
	C.print_and_free(cline)
}

func outString(out **C.char, s string) {
	cs := C.CString(s) // ok: the body of out_string stores it
	C.out_string(out, cs)
}

func setenv(assignment string) {
	cassignment := C.CString(assignment) // ok: putenv makes the string part of the environment
	C.putenv(cassignment)
}

func viaHelper(label string) C.int {
	clabel := C.CString(label) // ok: release frees its parameter
	defer release(clabel)
	return C.label_length(clabel)
}

func release(s *C.char) {
	if s != nil {
		C.free(unsafe.Pointer(s))
	}
}

func viaStoring(s *Statement, label string) {
	clabel := C.CString(label) // ok: adopt stores its parameter
	s.adopt(clabel)
}

func (s *Statement) adopt(label *C.char) {
	s.label = label
}

func (s *Statement) Close() {
	release(s.label)
	s.label = nil
	for _, text := range s.texts {
		release(text)
	}
	s.texts = nil
}

var initial = C.CString("initial") // ok: a global keeps it

type holder struct {
	once sync.Once
	name *C.char
}

func (h *holder) get(name string) *C.char {
	h.once.Do(func() {
		h.name = C.CString(name) // ok: the receiver keeps it
	})
	return h.name
}
