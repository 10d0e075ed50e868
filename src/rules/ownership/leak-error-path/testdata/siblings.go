package rules

/*
#include "tape.h"

typedef struct { int length; } reel_t;
reel_t *reel_new(int length);
void reel_free(reel_t *r);
*/
import "C"

import "errors"

var errTape = errors.New("bad tape")

func tapeTitle(t *C.tape) string {
	s := C.tape_title(t) // step "what `tapeTitle` gets here is freed"
	defer C.tape_string_free(s)
	return C.GoString(s)
}

// Other callers free it, and this function does so with one of two things.
func tapeTitleOf(t *C.tape, isLong bool) (string, error) {
	s := C.tape_title(t) // want "`s` from `C.tape_title` is not freed where the function returns at line 29, and four callers free what `C.tape_title` returns with `C.tape_string_free`: is that meant\\?"
	if isLong {
		s = C.tape_long_title(t)
	}
	if C.tape_check(s) != 0 {
		return "", errTape
	}
	text := C.GoString(s)
	C.tape_string_free(s)
	return text, nil
}

// What the function itself does says more than what others do.
func tapeTitleHere(t *C.tape) (string, error) {
	s := C.tape_title(t) // want "`s` from `C.tape_title` is not freed where the function returns at line 40, while line 43 frees it with `C.tape_string_free`: is that meant\\?"
	if C.tape_check(s) != 0 {
		return "", errTape
	}
	text := C.GoString(s)
	C.tape_string_free(s)
	return text, nil
}

// Nil is nothing to free.
func tapeTitleOrNone(t *C.tape) (string, error) {
	s := C.tape_title(t) // ok: where it is there, it is freed
	if s == nil {
		return "", errTape
	}
	text := C.GoString(s)
	C.tape_string_free(s)
	return text, nil
}

// The only caller is no precedent for others, but for its own paths.
func tapeArtist(t *C.tape) (string, error) {
	s := C.tape_artist(t) // want "`s` from `C.tape_artist` is not freed where the function returns at line 62, while line 65 frees it with `C.tape_string_free`: is that meant\\?"
	if C.tape_check(s) != 0 {
		return "", errTape
	}
	text := C.GoString(s)
	C.tape_string_free(s)
	return text, nil
}

// A struct for the error holds nothing unless the call has failed.
func tapeFailed(t *C.tape) bool {
	var err C.tape_error
	if C.tape_run(t, &err) < 0 {
		C.tape_error_free(&err)
		return true
	}
	return false
}

func tapeFailedTwice(t *C.tape) bool {
	var err C.tape_error
	if C.tape_run(t, &err) < 0 { // not asked: whether there is anything to free is not known
		C.tape_error_free(&err)
		return true
	}
	if C.tape_rewind(t, &err) < 0 {
		C.tape_error_free(&err)
		return true
	}
	return C.tape_size(&err) > 0
}

// Names that are a pair, and a test that forgets it.
func newTape(n C.int) *C.reel_t {
	r := C.reel_new(n) // want "`r` from `C.reel_new` is not freed where the function returns at line \\d+, and `reel_new` and `reel_free` are a pair by their names: is that meant\\?"
	if r == nil || r.length != n {
		return nil
	}
	return r
}
