package tests

/*
#include "user.h"
*/
import "C"

func Name(u *C.user) string {
	return C.GoString(C.user_name(u)) // ok: what a test does is no precedent
}
