package engine

/*
#include <stdlib.h>
#include "engine.h"

// The path is owned by the engine.
char *engine_path(engine *e);
*/
import "C"

import "unsafe"

type Engine struct{ e *C.engine }

// Title frees what the header declares const.
func (e *Engine) Title() string {
	title := C.engine_title(e.e)
	defer C.free(unsafe.Pointer(title)) // want "Is `title` from `C.engine_title` the caller's to free\\? `C.engine_title` is declared to return `const char \\*`"
	return C.GoString(title)
}

// Path frees what a comment says to be the engine's.
func (e *Engine) Path() string {
	path := C.engine_path(e.e)
	text := C.GoString(path)
	C.free(unsafe.Pointer(path)) // want "from `C.engine_path` the caller's to free\\? Its comment says .*owned by the engine"
	return text
}

// Version frees what is named for constant text.
func Version() string {
	text := C.engine_version()
	defer C.free(unsafe.Pointer(text)) // want "from `C.engine_version` the caller's to free\\? Its name announces constant text"
	return C.GoString(text)
}

// Report frees what is not declared const.
func (e *Engine) Report() string {
	text := C.engine_report(e.e)
	defer C.free(unsafe.Pointer(text)) // ok: nothing announces a loan
	return C.GoString(text)
}

// Color frees it alone: three others do not.
func (e *Engine) Color() string {
	text := C.engine_color(e.e)
	defer C.free(unsafe.Pointer(text)) // want "from `C.engine_color` the caller's to free\\? 3 other callers of `C.engine_color` do not free what it gives"
	return C.GoString(text)
}

func (e *Engine) IsRed() bool {
	text := C.engine_color(e.e)
	return C.GoString(text) == "red"
}

func (e *Engine) IsBlue() bool {
	text := C.engine_color(e.e)
	return C.GoString(text) == "blue"
}

func (e *Engine) Paint() string {
	return "painted " + C.GoString(C.engine_color(e.e))
}

// JSON frees what is made for it, const or not.
func (e *Engine) JSON() string {
	text := C.engine_stringify(e.e)
	defer C.free(unsafe.Pointer(text)) // ok: it is not named for a property
	return C.GoString(text)
}
