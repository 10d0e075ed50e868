// Package broken needs a header that is nowhere.
package broken

/*
#include <no_such_library.h>
*/
import "C"

func Call() int { return int(C.no_such_function()) }
