package early

/*
#include <stdlib.h>
#include <string.h>
*/
import "C"

func name() string {
	own := C.strdup(nil) // ok: a test ends with its process
	return C.GoString(own)
}
