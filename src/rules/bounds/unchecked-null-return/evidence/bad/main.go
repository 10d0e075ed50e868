// There is no error yet, and the library says so with NULL.
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

func lastError() engineError {
	err := C.engine_last_error()
	return engineError{int(err.code), C.GoString(err.message)}
}

func main() {
	fmt.Println(lastError())
}
