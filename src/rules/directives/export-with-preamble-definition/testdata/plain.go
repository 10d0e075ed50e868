package plain

/*
#include <stdlib.h>

int add(int a, int b) { // ok: the file exports nothing
	return a + b;
}

int total; // ok: the file exports nothing
*/
import "C"

func Add(a, b int) int { return int(C.add(C.int(a), C.int(b))) }
