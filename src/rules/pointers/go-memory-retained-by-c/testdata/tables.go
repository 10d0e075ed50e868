package lists

/*
#include <sqlite3.h>
#include <openssl/bio.h>
#include <yara.h>
*/
import "C"

import "unsafe"

// Compiler gets the messages of a compiler.
type Compiler struct {
	c        *C.YR_COMPILER
	messages []string
}

// New registers the object for the messages.
func New(ptr *C.YR_COMPILER, callback C.YR_COMPILER_CALLBACK_FUNC) *Compiler {
	c := &Compiler{c: ptr}
	C.yr_compiler_set_callback(ptr, callback, unsafe.Pointer(c)) // want "`C.yr_compiler_set_callback` still has `unsafe.Pointer\\(c\\)` when it has returned, and that is the address of Go memory that is not pinned: it is from `&Compiler"
	return c
}

// Certificate reads from memory of Go as long as the BIO lives.
func Certificate(block []byte) int {
	bio := C.BIO_new_mem_buf(unsafe.Pointer(&block[0]), C.int(len(block))) // want "`C.BIO_new_mem_buf` still has `unsafe.Pointer\\(&block\\[0\\]\\)`"
	defer C.BIO_free(bio)
	return int(C.BIO_pending(bio))
}

// Parsed still needs the block behind the last use of the BIO.
func Parsed(block []byte) (int, int) {
	bio := C.BIO_new_mem_buf(unsafe.Pointer(&block[0]), C.int(len(block))) // ok: the block is used until C has forgotten it
	n := int(C.BIO_pending(bio))
	C.BIO_free(bio)
	return n, len(block)
}

// Bind lends the text until the statement is reset.
func Bind(statement *C.sqlite3_stmt, text []byte) {
	C.sqlite3_bind_text(statement, 1, (*C.char)(unsafe.Pointer(&text[0])), C.int(len(text)), nil) // want "`C.sqlite3_bind_text` still has"
}

// BindCopy lets SQLite copy the text.
func BindCopy(statement *C.sqlite3_stmt, text []byte) {
	C.sqlite3_bind_text(statement, 1, (*C.char)(unsafe.Pointer(&text[0])), C.int(len(text)), C.SQLITE_TRANSIENT) // ok: SQLite copies it
}

// Add gives memory for the time of the call.
func Add(c *C.YR_COMPILER, text []byte) {
	C.yr_compiler_add_string(c, (*C.char)(unsafe.Pointer(&text[0])), nil) // ok: it is only read
}
