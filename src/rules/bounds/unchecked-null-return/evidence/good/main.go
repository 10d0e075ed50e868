// NULL means that there is no error: it is asked for.
package main

/*
#include <stddef.h>

typedef struct {
	int code;
	const char *message;
} engine_error;

static engine_error *engine_last_error(void) {
	return NULL;
}
*/
import "C"

import "fmt"

type engineError struct {
	code    int
	message string
}

// snippet:start
// lastError says whether there is one.
func lastError() (engineError, bool) {
	err := C.engine_last_error()
	if err == nil {
		return engineError{}, false
	}
	return engineError{int(err.code), C.GoString(err.message)}, true
}

// snippet:end

func main() {
	fmt.Println(lastError())
}
