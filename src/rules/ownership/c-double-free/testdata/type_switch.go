package typeswitch

/*
#include <stdlib.h>

typedef struct {
	char *text;
} item;

extern int look(const char *text);
*/
import "C"

import "unsafe"

// Each clause has a variable of its own, and each round a new value.
func freeAll(values []any) {
	for _, value := range values {
		switch x := value.(type) {
		case *C.char:
			C.free(unsafe.Pointer(x)) // ok: a new value in each round
		case *C.item:
			C.look(x.text) // ok: another clause
			C.free(unsafe.Pointer(x))
		}
	}
}

func twice(value any) {
	switch x := value.(type) {
	case *C.char:
		C.free(unsafe.Pointer(x))
		C.free(unsafe.Pointer(x)) // want "`x` is freed twice"
	}
}
