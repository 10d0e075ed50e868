// Nothing holds the C string, so that nothing can free it.
package main

/*
#include <stdlib.h>
#include <string.h>
*/
import "C"

import (
	"fmt"
	"runtime/debug"
)

func length(s string) int {
	return int(C.strlen(C.CString(s)))
}

func main() {
	for _, s := range []string{"one", "two", "three"} {
		fmt.Println(length(s))
	}
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
