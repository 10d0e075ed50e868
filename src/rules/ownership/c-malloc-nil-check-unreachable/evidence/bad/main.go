// The failure of C.malloc is handled, and never gets there.
package main

// #include <stdlib.h>
import "C"

import "fmt"

func main() {
	p := C.malloc(1 << 62)
	if p == nil {
		fmt.Println("refused")
		return
	}
	C.free(p)
}
