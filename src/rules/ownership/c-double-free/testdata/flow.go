package session

/*
#include <stdlib.h>

typedef struct attr { char *name; char *value; } attr;
int session_auth(const char *user);
int session_next(void);
int session_fill(attr *a);
int session_read(char **out);
*/
import "C"

import (
	"errors"
	"unsafe"
)

var errSession = errors.New("session error")

// The second round frees the same string again.
func retry(user string) {
	cuser := C.CString(user)
	for C.session_next() != 0 {
		C.session_auth(cuser)
		C.free(unsafe.Pointer(cuser)) // want "`cuser`.*twice"
	}
}

// break, and then the free behind the loop.
func until(user string) {
	cuser := C.CString(user)
	for {
		if C.session_auth(cuser) == 0 {
			C.free(unsafe.Pointer(cuser))
			break
		}
	}
	C.free(unsafe.Pointer(cuser)) // want "`cuser`.*twice"
}

func switched(user string, mode int) {
	cuser := C.CString(user)
	switch mode {
	case 0:
		C.session_auth(cuser)
		C.free(unsafe.Pointer(cuser))
	case 1:
		C.session_auth(cuser)
	}
	C.free(unsafe.Pointer(cuser)) // want "`cuser`.*twice"
}

func fallen(user string, mode int) {
	cuser := C.CString(user)
	switch mode {
	case 0:
		C.free(unsafe.Pointer(cuser))
		fallthrough
	default:
		C.free(unsafe.Pointer(cuser)) // want "`cuser`.*twice"
	}
}

func jumped(user string) (err error) {
	cuser := C.CString(user)
	if C.session_auth(cuser) != 0 {
		err = errSession
		C.free(unsafe.Pointer(cuser))
		goto out
	}
out:
	C.free(unsafe.Pointer(cuser)) // want "`cuser`.*twice"
	return err
}

// The two conditions can both hold.
func conditions(user string, temporary, failed bool) {
	cuser := C.CString(user)
	if temporary {
		C.free(unsafe.Pointer(cuser))
	}
	if failed {
		C.free(unsafe.Pointer(cuser)) // ok: known limit: two conditions that may exclude each other
	}
}

// Not nil does not mean not freed.
func nilChecked(user string) {
	cuser := C.CString(user)
	C.session_auth(cuser)
	C.free(unsafe.Pointer(cuser))
	if cuser != nil {
		C.free(unsafe.Pointer(cuser)) // want "`cuser`.*twice"
	}
}

func eachUser(users []string) {
	for _, user := range users {
		cuser := C.CString(user)
		C.session_auth(cuser)
		C.free(unsafe.Pointer(cuser)) // ok: a new string in each round
	}
}

func eachUserOuter(users []string) {
	var cuser *C.char
	for _, user := range users {
		cuser = C.CString(user)
		C.session_auth(cuser)
		C.free(unsafe.Pointer(cuser)) // ok: a new string in each round
	}
}

func eachElement(users []*C.char) {
	for _, cuser := range users {
		C.free(unsafe.Pointer(cuser)) // ok: another element in each round
	}
}

func eachIndex(users []*C.char) {
	for i := range users {
		C.free(unsafe.Pointer(users[i])) // ok: another element in each round
	}
}

func eachFromC() {
	var out *C.char
	for C.session_next() != 0 {
		if C.session_read(&out) != 0 {
			continue
		}
		C.free(unsafe.Pointer(out)) // ok: C gives a new string in each round
	}
}

func eachFilled() {
	var a C.attr
	for C.session_fill(&a) == 0 {
		C.free(unsafe.Pointer(a.name))
		C.free(unsafe.Pointer(a.value)) // ok: another field, filled anew in each round
	}
}

func untilFreed(user string) {
	cuser := C.CString(user)
	for {
		if C.session_auth(cuser) == 0 {
			C.free(unsafe.Pointer(cuser)) // ok: leaves the function
			return
		}
		if C.session_next() == 0 {
			break
		}
	}
	C.free(unsafe.Pointer(cuser)) // ok: the other way out of the loop
}

func sameCondition(user string, temporary bool) {
	cuser := C.CString(user)
	if temporary {
		C.free(unsafe.Pointer(cuser))
	}
	C.session_next()
	if !temporary {
		C.free(unsafe.Pointer(cuser)) // ok: the two conditions exclude one another
	}
}

func flag(user string) {
	cuser := C.CString(user)
	freed := false
	if C.session_auth(cuser) != 0 {
		C.free(unsafe.Pointer(cuser))
		freed = true
	}
	if !freed {
		C.free(unsafe.Pointer(cuser)) // ok: the flag says that it is still there
	}
}

func nilled(user string) {
	cuser := C.CString(user)
	if C.session_auth(cuser) != 0 {
		C.free(unsafe.Pointer(cuser))
		cuser = nil
	}
	if cuser != nil {
		C.free(unsafe.Pointer(cuser)) // ok: nil after the first free
	}
}

func arms(user string, mode int) {
	cuser := C.CString(user)
	switch {
	case mode > 0:
		C.free(unsafe.Pointer(cuser))
	case mode < 0:
		C.session_auth(cuser)
		C.free(unsafe.Pointer(cuser)) // ok: another case
	default:
		C.free(unsafe.Pointer(cuser)) // ok: another case
	}
}

func jumpedOnce(user string) (err error) {
	cuser := C.CString(user)
	if C.session_auth(cuser) != 0 {
		err = errSession
		goto out
	}
	C.session_next()
out:
	C.free(unsafe.Pointer(cuser)) // ok: both ways lead to this one free
	return err
}

func deferredGuarded(user string) error {
	cuser := C.CString(user)
	kept := false
	defer func() {
		if !kept {
			C.free(unsafe.Pointer(cuser)) // ok: only where the line below has not freed it
		}
	}()
	if C.session_auth(cuser) != 0 {
		return errSession
	}
	kept = true
	C.free(unsafe.Pointer(cuser)) // ok: the flag keeps the deferred closure from freeing
	return nil
}
