package names

/*
#include <stdlib.h>
#include <stdint.h>

typedef struct { int id; } item;
*/
import "C"

import (
	"fmt"
	"runtime"
	"runtime/cgo"
	"strings"
	"unsafe"
)

var names = []string{"root", "daemon"}

const version = "1.0"

type state struct{ item C.item }

var current state

//export goName
func goName(id C.int) *C.char {
	name := append([]byte(names[int(id)]), 0)  // step "the memory of Go is made here"
	return (*C.char)(unsafe.Pointer(&name[0])) // want "`goName` returns `.*`, a pointer to Go memory .*, to C: the runtime panics on a Go pointer that is not pinned"
}

//export goItem
func goItem(id C.int) *C.item {
	if id < 0 {
		return nil // ok: nil
	}
	item := C.item{id: id}
	return &item // want "`goItem` returns `&item`, a pointer to Go memory \\(`item` is a Go variable\\)"
}

//export goNew
func goNew() unsafe.Pointer {
	item := new(C.item)
	return unsafe.Pointer(item) // want "`goNew` returns"
}

//export goCurrent
func goCurrent() *C.item {
	return &current.item // want "`goCurrent` returns `&current.item`, a pointer to Go memory"
}

//export goLabel
func goLabel(id C.int) string {
	return fmt.Sprintf("item %d", id) // want "`goLabel` returns `fmt.Sprintf.*`, a Go string,"
}

//export goTitle
func goTitle(id C.int) string {
	return "item " + names[int(id)] // want "`goTitle` returns `.*`, a Go string"
}

//export goText
func goText(text *C.char) (upper string) {
	upper = strings.TrimSpace(C.GoString(text))
	upper = C.GoString(text) // want "`goText` returns `C.GoString\\(text\\)`, a Go string"
	return
}

//export goBytes
func goBytes(n C.int) []byte {
	return make([]byte, int(n)) // want "`goBytes` returns `make.*`, a Go slice"
}

//export goTable
func goTable() map[string]int {
	table := map[string]int{}
	return table // want "`goTable` returns `table`, a Go map,"
}

//export goVersion
func goVersion() string {
	return version // ok: a constant
}

//export goLiteral
func goLiteral() string {
	return "1.0" // ok: a constant
}

//export goCopy
func goCopy(id C.int) *C.char {
	return C.CString(names[int(id)]) // ok: memory of C
}

//export goAlloc
func goAlloc() *C.item {
	item := (*C.item)(C.malloc(C.sizeof_item))
	item.id = 1
	return item // ok: memory of C
}

//export goSame
func goSame(data unsafe.Pointer) unsafe.Pointer {
	return data // ok: it is C's own
}

//export goHandle
func goHandle() C.uintptr_t {
	return C.uintptr_t(cgo.NewHandle(&current))
}

var pinner runtime.Pinner

//export goPinned
func goPinned() *C.item {
	item := new(C.item)
	pinner.Pin(item)
	return item // ok: pinned
}

// local is not exported.
func local() *state {
	return &state{}
}
