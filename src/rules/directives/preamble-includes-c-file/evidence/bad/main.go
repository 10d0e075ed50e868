// The preamble includes a C file of the package, which cgo compiles by itself as well.
package main

/*
#include "helpers.c"
*/
import "C"

import "fmt"

func main() {
	fmt.Println(C.twice(21))
}
