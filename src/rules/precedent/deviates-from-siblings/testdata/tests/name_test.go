package tests

/*
#include "user.h"
*/
import "C"

func first(u *C.user) string {
	s := C.user_name(u)
	defer C.user_name_free(s)
	return C.GoString(s)
}

func second(u *C.user) string {
	s := C.user_name(u)
	defer C.user_name_free(s)
	return C.GoString(s)
}

func third(u *C.user) string {
	s := C.user_name(u)
	defer C.user_name_free(s)
	return C.GoString(s)
}

// A test is not asked.
func fourth(u *C.user) string {
	return C.GoString(C.user_name(u))
}
