// The preamble includes the header only; cgo compiles helpers.c.
package main

// snippet:start

// int twice(int n); is all that helpers.h says.

/*
#include "helpers.h"
*/
import "C"

// snippet:end

import "fmt"

func main() {
	fmt.Println(C.twice(21))
}
